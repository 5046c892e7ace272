package dev.softmax.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java has no generics over primitives, so some kernels stand there twice. The `double` one says
/// the same as the `float` one, word for word; a change to one is a change to both.
class TwinsTest {
  private static final Path KERNELS = House.ROOT.resolve("core/src/main/java/dev/softmax/kernel");

  @ParameterizedTest
  @ValueSource(
      strings = {"Entmax", "Features", "Jacobian", "Matrix", "Product", "Turns", "Vectors"})
  void kernelsAreTwins(String name) throws IOException {
    assertThat(words("Double" + name)).isEqualTo(words("Float" + name));
  }

  @Test
  void productsOfFewRowsAreTwins() throws IOException {
    assertThat(words("ThinDoubleProduct")).isEqualTo(words("ThinFloatProduct"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Blocks", "Features", "Thin", "Tiles"})
  void vectorKernelsAreTwins(String name) throws IOException {
    assertThat(words("SimdDouble" + name)).isEqualTo(words("SimdFloat" + name));
  }

  /// The file with one name for both types, and without what the types alone make different: casts,
  /// the formatter's line breaks, the sizes of blocks.
  private static String words(String file) throws IOException {
    return Files.readString(KERNELS.resolve(file + ".java"))
        .replaceAll("\\((float|double)\\) ?", "")
        .replaceAll("SimdFloatLanes\\.[FD]\\b", "SPECIES")
        .replaceAll("COLUMNS = \\d+", "COLUMNS")
        .replace("Double", "Float")
        .replace("double", "float")
        .replace("DOUBLE", "FLOAT")
        .replaceAll("(import [^;]*;\\s*)+", "")
        .replaceAll("///", "")
        .replaceAll("[\\s()]+", "");
  }
}
