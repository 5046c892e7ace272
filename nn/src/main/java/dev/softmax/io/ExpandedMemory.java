package dev.softmax.io;

/// How much memory a file may still make beyond what it has itself: for data that it holds compressed,
/// and for tensors whose elements do not lie one after another.
final class ExpandedMemory {
  private static final long LEAST = 64L << 20;
  private static final int TIMES = 20;

  private final String source;
  private long left;

  /// @param source the file, for messages
  /// @param size its bytes
  ExpandedMemory(String source, long size) {
    this.source = source;
    this.left = LEAST + TIMES * size;
  }

  /// Memory for one part of the file.
  ///
  /// @throws InputException if the file has had all that it is worth
  byte[] take(long bytes, String what) {
    if (bytes > left || bytes > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "%s: %s needs %d bytes of memory, far more than a file of its size is worth"
              .formatted(source, what, bytes));
    }
    left -= bytes;
    return new byte[(int) bytes];
  }
}
