package dev.softmax.sequence.llama;

import dev.softmax.io.InputException;
import dev.softmax.nn.Transformer;
import dev.softmax.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Reads the weights of llama2.c's first format: seven 32-bit integers, then floats, all
/// little-endian; each kind of weight for all layers, one kind after another.
public final class LlamaWeights {
  private static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final Path file;
  private final ByteBuffer chunk =
      ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private LlamaWeights(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /// Reads a model.
  ///
  /// @throws InputException naming the file and what does not match, when it cannot be read, has a
  ///     header of another format, or is not as long as its header says
  public static Transformer read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new LlamaWeights(channel, file).read();
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private Transformer read() throws IOException {
    long size = channel.size();
    if (size < LlamaHeader.BYTES) {
      throw new InputException(
          "%s: is no model of llama2.c: %d bytes are too few for its header".formatted(file, size));
    }
    LlamaHeader header = LlamaHeader.read(bytes(LlamaHeader.BYTES), file);
    double expected = LlamaHeader.BYTES + Float.BYTES * header.floats();
    if (size != expected) {
      throw new InputException(
          "%s: has %d bytes, but its header (width %d, hidden %d, layers %d, vocabulary %d) asks for %.0f"
              .formatted(
                  file,
                  size,
                  header.width(),
                  header.hiddenWidth(),
                  header.layers(),
                  header.vocabulary(),
                  expected));
    }
    Transformer transformer = Transformer.zeros(header.options());
    Map<String, Tensor> parameters = transformer.parameters();
    fill(parameters, "token_embedding.weight");
    layers(parameters, header, "norm1");
    layers(parameters, header, "attention.query");
    layers(parameters, header, "attention.key");
    layers(parameters, header, "attention.value");
    layers(parameters, header, "attention.output");
    layers(parameters, header, "norm2");
    layers(parameters, header, "feed_forward.gate");
    layers(parameters, header, "feed_forward.down");
    layers(parameters, header, "feed_forward.up");
    fill(parameters, "norm.weight");
    channel.position(channel.position() + Float.BYTES * header.angles());
    if (!header.shared()) {
      fill(parameters, "head.weight");
    }
    return transformer;
  }

  private void layers(Map<String, Tensor> parameters, LlamaHeader header, String part)
      throws IOException {
    for (int layer = 0; layer < header.layers(); layer++) {
      fill(parameters, "blocks." + layer + "." + part + ".weight");
    }
  }

  private void fill(Map<String, Tensor> parameters, String name) throws IOException {
    Tensor tensor = parameters.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    int size = tensor.shape().size();
    for (int done = 0; done < size; done += CHUNK) {
      int count = Math.min(CHUNK, size - done);
      bytes(count * Float.BYTES).asFloatBuffer().get(tensor.data(), done, count);
    }
  }

  private ByteBuffer bytes(int count) throws IOException {
    chunk.clear().limit(count);
    while (chunk.hasRemaining()) {
      if (channel.read(chunk) < 0) {
        throw new EOFException("it ends early");
      }
    }
    return chunk.flip();
  }
}
