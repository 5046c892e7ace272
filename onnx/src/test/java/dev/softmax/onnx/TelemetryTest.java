package dev.softmax.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process of its own, for ONNX Runtime starts once in a process.
class TelemetryTest {
  /// The program of that process.
  static final class Opening {
    private Opening() {}

    /// Opens the model in the file that is its first argument.
    public static void main(String[] arguments) {
      OnnxModel model = OnnxModel.open(Path.of(arguments[0]), null);
      IO.println("opened " + model.input().channels());
    }
  }

  /// A command line as long as that of a program with a hundred jars: ONNX Runtime's telemetry would
  /// overflow the stack there, and keep what it finds in the cache folder.
  @Test
  void keepsNothingAndStandsLongCommandLines(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpad=" + "x".repeat(6000),
                "-cp",
                classes + File.pathSeparator + "y".repeat(200),
                Opening.class.getName(),
                Golden.model("nchw").toString()));
    // Nor does it send anything where a variable CI is set.
    builder.environment().clear();
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("HOME", folder.toString());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    int status = builder.start().waitFor();
    assertThat(Files.readString(said)).contains("opened 3");
    assertThat(status).isZero();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(said);
    }
  }
}
