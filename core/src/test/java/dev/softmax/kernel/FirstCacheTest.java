package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstCacheTest {
  @TempDir Path folder;

  @Test
  void kilobytesAreRead() throws IOException {
    assertThat(FirstCache.bytes(told("48K\n"))).isEqualTo(49_152);
    assertThat(FirstCache.bytes(told("128K"))).isEqualTo(131_072);
  }

  @Test
  void theUsualSizeStandsInForWhatIsNotUnderstood() throws IOException {
    for (String text : new String[] {"", "48", "0K", "-48K", "1M", "99999K"}) {
      assertThat(FirstCache.bytes(told(text))).as(text).isEqualTo(32_768);
    }
    assertThat(FirstCache.bytes(folder.resolve("missing"))).isEqualTo(32_768);
  }

  private Path told(String text) throws IOException {
    return Files.writeString(folder.resolve("size"), text);
  }
}
