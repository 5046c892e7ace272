package dev.softmax.sequence;

import dev.softmax.nn.TransformerOptions;
import java.util.SplittableRandom;

/// Texts and networks that are learned in a moment.
final class Small {
  private Small() {}

  /// Words that follow each other by a simple rule, so that there is something to learn.
  static Corpus verses(int words) {
    String[] all = {"one ", "two ", "three ", "four\n"};
    StringBuilder text = new StringBuilder();
    SplittableRandom random = new SplittableRandom(5);
    int word = 0;
    for (int i = 0; i < words; i++) {
      text.append(all[word]);
      word = (word + (random.nextInt(10) == 0 ? 2 : 1)) % all.length;
    }
    return Corpus.of("verses", text.toString());
  }

  static Architecture.Gru gru() {
    return new Architecture.Gru(2, 24, 8, 16, 0.1);
  }

  static Architecture.Transformer transformer() {
    return new Architecture.Transformer(
        new TransformerOptions(
            1,
            16,
            2,
            16,
            2,
            1,
            32,
            TransformerOptions.Norm.RMS,
            TransformerOptions.Network.SWIGLU,
            TransformerOptions.Positions.ROTARY,
            0.1,
            true,
            false));
  }

  static LanguageOptions options(Architecture architecture) {
    return LanguageOptions.of(architecture)
        .withEpochs(4)
        .withBatchSize(8)
        .withLearningRate(0.02)
        .withSeed(3);
  }

  static LanguageTraining.Data data(LanguageOptions options) {
    return EncodedCorpus.ofCharacters(verses(400)).split(options);
  }

  static LanguageNetwork network(Architecture architecture, int vocabulary) {
    return LanguageNetwork.initial(architecture, vocabulary, new SplittableRandom(1));
  }
}
