package dev.softmax.sequence.llama;

import dev.softmax.io.InputException;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.nn.TransformerOptions.Network;
import dev.softmax.nn.TransformerOptions.Norm;
import dev.softmax.nn.TransformerOptions.Positions;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The seven numbers before the weights.
///
/// @param shared whether the classifier is the embedding, which the file says by the sign of the
///     vocabulary
record LlamaHeader(
    int width,
    int hiddenWidth,
    int layers,
    int heads,
    int keyHeads,
    int vocabulary,
    boolean shared,
    int context) {
  /// Bytes of a header.
  static final int BYTES = 7 * Integer.BYTES;

  /// More than any number of a header; products of three such numbers fit into a long.
  private static final int MOST = 1 << 20;

  /// The most floats of keys and values; the largest models of the format have a quarter.
  private static final long MOST_KEPT = 1L << 31;

  /// @throws InputException naming the file and the number that cannot be
  static LlamaHeader read(ByteBuffer bytes, Path file) {
    int width = within(file, "width", bytes.getInt());
    int hiddenWidth = within(file, "hidden width", bytes.getInt());
    int layers = within(file, "number of layers", bytes.getInt());
    int heads = within(file, "number of heads", bytes.getInt());
    int keyHeads = within(file, "number of key heads", bytes.getInt());
    int signed = bytes.getInt();
    int vocabulary = within(file, "vocabulary", Math.abs(signed));
    int context = within(file, "context", bytes.getInt());
    if (width % heads != 0 || heads % keyHeads != 0 || width / heads % 2 != 0) {
      throw new InputException(
          "%s: is no model of llama2.c: a width of %d, %d heads and %d key heads do not go together"
              .formatted(file, width, heads, keyHeads));
    }
    LlamaHeader header =
        new LlamaHeader(
            width, hiddenWidth, layers, heads, keyHeads, vocabulary, signed > 0, context);
    if (2L * layers * header.keyWidth() * context > MOST_KEPT) {
      throw new InputException(
          "%s: is no model of llama2.c: %d layers with keys of %d for %d tokens would not fit in memory"
              .formatted(file, layers, header.keyWidth(), context));
    }
    return header;
  }

  private static int within(Path file, String what, int value) {
    if (value < 1 || value > MOST) {
      throw new InputException(
          "%s: is no model of llama2.c: its header says a %s of %d".formatted(file, what, value));
    }
    return value;
  }

  private int headWidth() {
    return width / heads;
  }

  private long keyWidth() {
    return (long) headWidth() * keyHeads;
  }

  /// Floats that were angles of rotary positions once and are skipped now.
  long angles() {
    return (long) context * headWidth();
  }

  /// Floats of the whole file, in double: exact where a file can be so long.
  double floats() {
    double ofLayer =
        2.0 * width + 2.0 * width * width + 2.0 * width * keyWidth() + 3.0 * width * hiddenWidth;
    double embedding = (double) vocabulary * width;
    return embedding * (shared ? 1 : 2) + layers * ofLayer + width + angles();
  }

  TransformerOptions options() {
    return TransformerOptions.of(vocabulary)
        .withContext(context)
        .withLayers(layers)
        .withWidth(width, heads)
        .withKeyHeads(keyHeads)
        .withFeedForward(Network.SWIGLU, hiddenWidth)
        .withNorm(Norm.RMS)
        .withPositions(Positions.ROTARY)
        .withTied(shared)
        .withBiases(false);
  }
}
