package dev.softmax.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextWorkTest {
  private static final String PROPERTY = "softmax.bench.data";

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  /// Words that occur twice: the, cat, sat; pairs: "the cat", "cat sat".
  @Test
  void tokensAndUnknownWordsAreCounted() throws IOException {
    Files.writeString(folder.resolve("texts.txt"), "The cat sat.\nthe cat SAT down\n");
    System.setProperty(PROPERTY, folder.toString());
    Workload words = Workload.of("text/words");
    words.run();
    assertThat(words.checksum()).isEqualTo(7 + 1000);
    assertThat(words.resultBytes()).isEqualTo(4 * (7 + 3));
    Workload pairs = Workload.of("text/pairs");
    pairs.run();
    assertThat(pairs.checksum()).isEqualTo(7 + 4 + 1000);
    assertThatThrownBy(() -> Workload.of("text/syllables"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("syllables");
  }
}
