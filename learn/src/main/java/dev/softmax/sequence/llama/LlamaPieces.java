package dev.softmax.sequence.llama;

import dev.softmax.io.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the pieces of a tokenizer and their scores.
final class LlamaPieces {
  /// Bytes of the numbers before a piece.
  private static final int NUMBERS = Float.BYTES + Integer.BYTES;

  private LlamaPieces() {}

  /// @throws InputException naming the file and the token where it is wrong
  static LlamaTokenizer read(byte[] bytes, Path file) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < Integer.BYTES) {
      throw new InputException(
          "%s: is no tokenizer of llama2.c: it has %d bytes".formatted(file, bytes.length));
    }
    int longest = buffer.getInt();
    List<String> pieces = new ArrayList<>();
    float[] scores = new float[(bytes.length - Integer.BYTES) / NUMBERS];
    while (buffer.hasRemaining()) {
      int id = pieces.size();
      if (buffer.remaining() < NUMBERS) {
        throw new InputException("%s: ends within token %d".formatted(file, id));
      }
      scores[id] = buffer.getFloat();
      int length = buffer.getInt();
      if (Float.isNaN(scores[id])) {
        throw new InputException("%s: the score of token %d is NaN".formatted(file, id));
      }
      if (length < 0 || length > longest || length > buffer.remaining()) {
        throw new InputException(
            "%s: token %d has a length of %d, but the longest has %d and %d bytes are left"
                .formatted(file, id, length, longest, buffer.remaining()));
      }
      pieces.add(new String(bytes, buffer.position(), length, StandardCharsets.ISO_8859_1));
      buffer.position(buffer.position() + length);
    }
    return new LlamaTokenizer(pieces, Arrays.copyOf(scores, pieces.size()));
  }
}
