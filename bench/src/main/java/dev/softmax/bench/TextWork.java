package dev.softmax.bench;

import dev.softmax.text.NGrams;
import dev.softmax.text.TextEncoder;
import dev.softmax.text.TextOptions;
import dev.softmax.text.TokenBags;
import dev.softmax.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// From texts to token ids: `words` in lower case that occur twice or more, or `pairs` of words that do
/// too. The texts are a file that `bench/peers/texts.py` writes and the peers read too, a text a line.
final class TextWork implements Workload {
  private final List<String> texts;
  private final TextEncoder encoder;
  private TokenBags bags = new TokenBags(new int[0], new int[] {0});

  /// @param name `words` or `pairs`; the file is in the folder that the property `softmax.bench.data` names
  TextWork(String name) {
    String folder = System.getProperty("softmax.bench.data");
    if (folder == null) {
      throw new IllegalArgumentException("text/" + name + ": -Dsoftmax.bench.data is not set");
    }
    NGrams ngrams =
        switch (name) {
          case "words" -> NGrams.NONE;
          case "pairs" -> new NGrams(2, 0, 0, 0, 2);
          default -> throw new IllegalArgumentException("benchmark row: no text/" + name);
        };
    texts = lines(Path.of(folder, "texts.txt"));
    encoder = TextEncoder.fit(texts, TextOptions.defaults().withMinCount(2).withNgrams(ngrams));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void run() {
    bags = encoder.encode(texts);
  }

  /// How many tokens there are, and a thousand more for each unknown word.
  @Override
  public double checksum() {
    double sum = bags.tokens().length;
    for (int token : bags.tokens()) {
      sum += token == Vocabulary.UNKNOWN ? 1000 : 0;
    }
    return sum;
  }

  @Override
  public long resultBytes() {
    return Integer.BYTES * ((long) bags.tokens().length + bags.offsets().length);
  }
}
