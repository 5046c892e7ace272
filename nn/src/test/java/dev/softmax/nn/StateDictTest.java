package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorType;
import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
  @TempDir private Path folder;

  private static Sequential net(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Sequential.of(
        Linear.of(3, 2, random), Tensor::relu, Linear.of(2, 2, random).withoutBias());
  }

  @Test
  void namesArePyTorchs() {
    assertThat(net(1).parameters().keySet()).containsExactly("0.weight", "0.bias", "2.weight");
    Parts parts =
        Parts.NONE
            .with("embedding", EmbeddingBag.of(5, 2, Bag.MEAN, new SplittableRandom(1)))
            .with("classifier", net(1));
    assertThat(parts.state().keySet())
        .containsExactly(
            "embedding.weight", "classifier.0.weight", "classifier.0.bias", "classifier.2.weight");
    assertThatThrownBy(() -> parts.with("embedding", net(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two children are named 'embedding'");
  }

  @Test
  void whatIsWrittenLoads() {
    Path file = folder.resolve("net.safetensors");
    Sequential net = net(1);
    Sequential other = net(2);
    StateDict.write(net, file);
    StateDict.load(other, file);
    net.parameters()
        .forEach(
            (name, tensor) ->
                assertThat(other.parameters().get(name).values()).isEqualTo(tensor.values()));
  }

  @Test
  void aSharedTensorHasBothNamesInTheFile() {
    Path file = folder.resolve("tied.safetensors");
    Tensor weight = Tensor.parameter(new float[] {1, 2, 3, 4}, 2, 2);
    Parts tied =
        Parts.NONE.with("e", new Embedding(weight, -1)).with("head", new Linear(weight, null));
    StateDict.write(tied, file);
    try (Safetensors tensors = Safetensors.open(file)) {
      assertThat(tensors.names()).containsExactly("e.weight", "head.weight");
    }
    weight.data()[0] = 7;
    StateDict.load(tied, file);
    assertThat(weight.values()).containsExactly(1, 2, 3, 4);
    Tensor head = Tensor.parameter(new float[] {1, 2, 3, 5}, 2, 2);
    StateDict.write(
        Parts.NONE.with("e", new Embedding(weight, -1)).with("head", new Linear(head, null)), file);
    assertThatThrownBy(() -> StateDict.load(tied, file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": is of another model: 'e.weight' and 'head.weight' differ, but are one tensor (2, 2)");
  }

  /// The bytes as Python reads them: the length of the header, a header that ends where numbers are
  /// aligned, and these little-endian and in the order of the names.
  @Test
  void bytesOfAFile() throws IOException {
    Path file = folder.resolve("net.safetensors");
    Linear linear =
        new Linear(
            Tensor.parameter(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            Tensor.parameter(new float[] {-1, 0.5f}, 2));
    StateDict.write(linear, file);
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]}}";
    String padded = header + " ".repeat(Math.floorMod(-header.length(), 8));
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded.length()).put(padded.getBytes(StandardCharsets.UTF_8));
    for (float value : new float[] {-1, 0.5f, 1, 2, 3, 4, 5, 6}) {
      bytes.putFloat(value);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes.array());
  }

  @Test
  void whatDoesNotFitIsNamedInOneSentence() {
    Path file = folder.resolve("net.safetensors");
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("0.weight", StoredTensor.of(new float[6], 3, 2));
    tensors.put("0.bias", StoredTensor.of(new int[2], 2));
    tensors.put("2.bias", StoredTensor.of(new double[2], 2));
    Safetensors.write(file, Map.of(), tensors);
    Sequential net = net(1);
    float[] before = net.parameters().get("0.weight").values();
    assertThatThrownBy(() -> StateDict.load(net, file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": is of another model: '0.weight' is F32 (3, 2) instead of F32 (2, 3), "
                + "'0.bias' is I32 (2) instead of F32 (2), '2.weight' (2, 2) is missing, "
                + "'2.bias' F64 (2) is too much");
    assertThat(net.parameters().get("0.weight").values()).isEqualTo(before);
  }

  @Test
  void halvesAndDoublesLoad() throws IOException {
    // 1.5 and −2 as F64, F16 and BF16; the order of bytes is that of the file.
    for (TensorType type : new TensorType[] {TensorType.F64, TensorType.F16, TensorType.BF16}) {
      byte[] bias =
          switch (type) {
            case F16 -> new byte[] {0x00, 0x3E, 0x00, (byte) 0xC0};
            case BF16 -> new byte[] {(byte) 0xC0, 0x3F, 0x00, (byte) 0xC0};
            default -> new byte[] {0, 0, 0, 0, 0, 0, -8, 0x3F, 0, 0, 0, 0, 0, 0, 0, -64};
          };
      String header =
          "{\"b\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
              .formatted(type, bias.length);
      ByteBuffer bytes =
          ByteBuffer.allocate(8 + header.length() + bias.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8)).put(bias);
      Path file = Files.write(folder.resolve(type.name()), bytes.array());
      Tensor b = Tensor.parameter(new float[2], 2);
      StateDict.load(() -> new LinkedHashMap<>(Map.of("b", b)), file);
      assertThat(b.values()).as(type.name()).isEqualTo(new float[] {1.5f, -2});
    }
  }
}
