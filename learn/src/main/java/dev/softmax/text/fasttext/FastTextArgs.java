package dev.softmax.text.fasttext;

import java.io.IOException;

/// What a model file says about how it was trained, as far as predictions depend on it.
///
/// @param dimensions numbers `D` of a vector
/// @param wordNgrams longest sequence of words
/// @param loss what the output means
/// @param buckets into how many rows n-grams are hashed
/// @param minChars shortest piece of a word, in characters
/// @param maxChars longest piece of a word, 0 for none
record FastTextArgs(
    int dimensions, int wordNgrams, Loss loss, int buckets, int minChars, int maxChars) {
  private static final int SUPERVISED = 3;

  /// Longer n-grams make no sense, and could keep a reader busy for hours.
  private static final int MOST = 255;

  /// In the order of fastText's numbers, which begin with 1.
  enum Loss {
    HIERARCHICAL_SOFTMAX,
    NEGATIVE_SAMPLING,
    SOFTMAX,
    ONE_VS_ALL
  }

  /// @param version of the file: models of version 11 have no pieces of words, whatever they say
  static FastTextArgs read(FastTextFile in, int version) throws IOException {
    int dimensions = in.readInt();
    in.readInt(); // size of the window
    in.readInt(); // epochs
    in.readInt(); // minimum count
    in.readInt(); // negative samples
    int wordNgrams = in.readInt();
    int loss = in.readInt();
    int model = in.readInt();
    int buckets = in.readInt();
    int minChars = in.readInt();
    int maxChars = in.readInt();
    in.readInt(); // how often the learning rate changes
    in.readDouble(); // threshold of sampling
    if (model != SUPERVISED) {
      throw model == 1 || model == 2
          ? in.useless("holds word vectors and no classifier (fastText's 'supervised')")
          : in.damaged("it has the unknown kind of model " + model);
    }
    if (loss < 1 || loss > Loss.values().length) {
      throw in.damaged("it has the unknown loss " + loss);
    }
    if (version == 11) {
      maxChars = 0;
    }
    if (wordNgrams > MOST || maxChars > MOST) {
      throw in.damaged(
          "it has n-grams of %d words and %d characters".formatted(wordNgrams, maxChars));
    }
    boolean hashes = wordNgrams > 1 || maxChars > 0;
    if (dimensions < 1 || buckets < 0 || (hashes && buckets == 0)) {
      throw in.damaged("it has %d dimensions and %d buckets".formatted(dimensions, buckets));
    }
    return new FastTextArgs(
        dimensions, wordNgrams, Loss.values()[loss - 1], buckets, minChars, maxChars);
  }
}
