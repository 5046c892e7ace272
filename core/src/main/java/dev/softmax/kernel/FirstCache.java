package dev.softmax.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The processor's first data cache, as far as the system tells. Read when the first matrix of long rows
/// asks, not at the start of a program.
final class FirstCache {
  private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

  /// What nearly every processor has at least.
  private static final int USUAL = 32 << 10;

  /// Bytes of one core's cache.
  static final int BYTES = bytes(LINUX);

  private FirstCache() {}

  /// What a file such as Linux's says: `48K`; the usual size where there is none, or another text.
  static int bytes(Path file) {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (IOException e) {
      return USUAL; // another system
    }
    return text.matches("[1-9]\\d{0,3}K")
        ? Integer.parseInt(text.substring(0, text.length() - 1)) << 10
        : USUAL;
  }
}
