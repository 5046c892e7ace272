package dev.softmax.sequence.llama;

import dev.softmax.io.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The model stories260K of the data folder beside the repository; without that folder a test is
/// skipped, but on the build server it fails.
final class Stories {
  private Stories() {}

  static Path weights() {
    return shared("stories260K.bin");
  }

  static Path tokenizer() {
    return shared("tok512.bin");
  }

  /// What greedy decoding in double gave, by NumPy.
  static JsonValue greedy() throws IOException {
    return JsonValue.parse(Files.readString(shared("greedy-256.json")));
  }

  private static Path shared(String file) {
    Path path = Path.of("../../shared/data/models/stories260K", file);
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(path), "skipped: no " + path);
    }
    return path;
  }
}
