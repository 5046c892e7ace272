package dev.softmax.text.fasttext;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A classifier that fastText trained (`fasttext supervised`), read from its file: `.bin`, or `.ftz` with
/// quantised matrices; of the versions 11 and 12; with the losses softmax, hierarchical softmax, negative
/// sampling and one-vs-all. Immutable, for any number of threads.
///
/// A text is cut at white space and taken for one line: `</s>` follows it. Its vector is the mean of the
/// vectors of its words, their pieces and sequences (Joulin et al. 2017, "Bag of Tricks for Efficient
/// Text Classification").
public final class FastTextModel {
  private static final int MAGIC = 793712314;
  private static final int FIRST_VERSION = 11;
  private static final int LAST_VERSION = 12;

  private final FastTextArgs args;
  private final FastTextDictionary dictionary;
  private final Weights input;
  private final Outputs outputs;

  private FastTextModel(
      FastTextArgs args, FastTextDictionary dictionary, Weights input, Outputs outputs) {
    this.args = args;
    this.dictionary = dictionary;
    this.input = input;
    this.outputs = outputs;
  }

  /// Whether a file begins as fastText's models do.
  ///
  /// @throws InputException when it cannot be read
  public static boolean recognises(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(Integer.BYTES);
      return start.length == Integer.BYTES
          && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /// Reads a model.
  ///
  /// @param file a `.bin` or `.ftz` file
  /// @throws InputException when it cannot be read, is no classifier of fastText, is damaged or cut
  ///     off; the message says which
  public static FastTextModel read(Path file) {
    try (FastTextFile in = new FastTextFile(file)) {
      if (in.readInt() != MAGIC) {
        throw in.useless("is no model of fastText");
      }
      int version = in.readInt();
      if (version < FIRST_VERSION || version > LAST_VERSION) {
        throw in.useless(
            "is a model of fastText in version %d; versions %d and %d can be read"
                .formatted(version, FIRST_VERSION, LAST_VERSION));
      }
      return read(in, version);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static FastTextModel read(FastTextFile in, int version) throws IOException {
    FastTextArgs args = FastTextArgs.read(in, version);
    FastTextDictionary dictionary = new FastTextDictionary(in, args);
    boolean quantised = in.readFlag("whether the input is quantised");
    if (!quantised && dictionary.pruned()) {
      throw in.damaged("n-grams were left out, but its input is not quantised");
    }
    int columns = args.dimensions();
    Weights input =
        quantised
            ? Weights.readQuantised(in, "input matrix", dictionary.rows(), columns)
            : Weights.readDense(in, "input matrix", dictionary.rows(), columns);
    boolean quantisedOutput = in.readFlag("whether the output is quantised") && quantised;
    int labels = dictionary.labels().length;
    Weights output =
        quantisedOutput
            ? Weights.readQuantised(in, "output matrix", labels, columns)
            : Weights.readDense(in, "output matrix", labels, columns);
    return new FastTextModel(
        args, dictionary, input, Outputs.of(output, args.loss(), dictionary.labelCounts()));
  }

  /// The labels, without `__label__`.
  public List<String> labels() {
    return List.of(dictionary.labels());
  }

  /// Numbers `D` of a vector.
  public int dimensions() {
    return args.dimensions();
  }

  /// The most probable labels of a text, the most probable first.
  ///
  /// Probabilities are fastText's: each has 10⁻⁵ more than its formula says (at most 1), those of negative
  /// sampling and one-vs-all come from a table of 512 steps and do not add up to 1.
  ///
  /// @param text any text; line ends are white space
  /// @param most how many labels, 1 or more
  /// @return so many, or all there are; none when no part of the text is known
  /// @throws IllegalArgumentException when `most` is less than 1
  public List<FastTextPrediction> predict(String text, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("1 label or more can be asked for, not " + most);
    }
    int[] rows = dictionary.rows(text);
    if (rows.length == 0) {
      return List.of();
    }
    double[] hidden = new double[args.dimensions()];
    for (int row : rows) {
      input.addTo(hidden, row);
    }
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] /= rows.length;
    }
    double[] scores = new double[dictionary.labels().length];
    List<FastTextPrediction> found = new ArrayList<>();
    for (int k : outputs.best(hidden, most, scores)) {
      double probability = Math.min(1, Math.exp(scores[k]));
      found.add(new FastTextPrediction(dictionary.labels()[k], probability));
    }
    // A branch may have 10⁻⁵ more than the node it goes out from, so that leaves come in a slightly
    // different order.
    found.sort(Comparator.comparingDouble(FastTextPrediction::probability).reversed());
    return List.copyOf(found);
  }
}
