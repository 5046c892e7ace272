package dev.softmax.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Looks at a file as far as to tell whether it is an ONNX model and whole, without ONNX Runtime. An
/// ONNX file is a message of Protocol Buffers without a mark of its own: fields of a tag and a value,
/// one after another (<https://protobuf.dev/programming-guides/encoding/>). The outermost ones are
/// few, and all but numbers have their length before them, so a file of gigabytes is walked in no time.
///
/// @param channel the open file
/// @param size its length in bytes
record OnnxFile(FileChannel channel, long size) {
  /// `ModelProto.ir_version` and `ModelProto.graph` of `onnx.proto`; a model has both.
  private static final int IR_VERSION = 1;

  private static final int GRAPH = 7;

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_FIRST = 2;
  private static final int FOUR_BYTES = 5;

  /// More outermost fields than this has no model; the largest have a few hundred functions.
  private static final int MAX_FIELDS = 100_000;

  private static final int MAX_VARINT = 10;

  static final String NO_MODEL = "is not an ONNX model";

  /// What is wrong with a file, as the end of a sentence; null if it may be a model.
  static @Nullable String complaint(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new OnnxFile(channel, channel.size()).complaint();
    }
  }

  private @Nullable String complaint() throws IOException {
    if (size == 0) {
      return "is empty";
    }
    boolean version = false;
    boolean graph = false;
    long[] at = {0};
    for (int fields = 0; at[0] < size; fields++) {
      long tag = varint(at);
      int field = (int) (tag >>> 3);
      if (tag < 0 || field < 1 || fields == MAX_FIELDS) {
        return NO_MODEL;
      }
      switch ((int) (tag & 7)) {
        case VARINT -> {
          version |= field == IR_VERSION;
          if (varint(at) < 0) {
            return NO_MODEL;
          }
        }
        case EIGHT_BYTES -> at[0] += Long.BYTES;
        case FOUR_BYTES -> at[0] += Integer.BYTES;
        case LENGTH_FIRST -> {
          graph |= field == GRAPH;
          long length = varint(at);
          if (length < 0 || length > size - at[0]) {
            // Numbers and texts before the graph are short: only what starts as a model gets here
            // so.
            return version && length > 0
                ? "is cut short: it promises %d bytes where %d are"
                    .formatted(length, Math.max(0, size - at[0]))
                : NO_MODEL;
          }
          at[0] += length;
        }
        default -> {
          return NO_MODEL;
        }
      }
    }
    return version && graph && at[0] == size ? null : NO_MODEL;
  }

  /// The number at a place, which moves past it; -1 if there is none.
  private long varint(long[] at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_VARINT);
    while (bytes.hasRemaining() && channel.read(bytes, at[0] + bytes.position()) > 0) {
      // A channel may give fewer bytes than asked for.
    }
    bytes.flip();
    long value = 0;
    for (int shift = 0; bytes.hasRemaining(); shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        at[0] += bytes.position();
        return value;
      }
    }
    return -1;
  }
}
