package dev.softmax.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorFiles;
import dev.softmax.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasMobileNetTest {
  @TempDir private Path folder;

  /// The network of [HashedValues] as Keras would name and lay out its values, written down by hand.
  private static Map<String, StoredTensor> keras(MobileNet network) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, Tensor> state = network.state();
    tensors.put("conv1/kernel", filters(state.get("conv1.weight"), false));
    norm(tensors, "conv1_bn", state, "bn1");
    for (int i = 0; i < MobileNet.BLOCKS; i++) {
      String block = "blocks." + i + ".";
      int number = i + 1;
      tensors.put(
          "conv_dw_" + number + "/depthwise_kernel",
          filters(state.get(block + "depthwise.weight"), true));
      norm(tensors, "conv_dw_" + number + "_bn", state, block + "bn1");
      tensors.put(
          "conv_pw_" + number + "/kernel", filters(state.get(block + "pointwise.weight"), false));
      norm(tensors, "conv_pw_" + number + "_bn", state, block + "bn2");
    }
    Tensor last = state.get("fc.weight").transpose(0, 1);
    tensors.put(
        "conv_preds/kernel",
        StoredTensor.of(last.values(), 1, 1, last.shape().length(0), last.shape().length(1)));
    tensors.put("conv_preds/bias", vector(state.get("fc.bias")));
    return tensors;
  }

  private static void norm(
      Map<String, StoredTensor> to, String keras, Map<String, Tensor> state, String ours) {
    to.put(keras + "/gamma", vector(state.get(ours + ".weight")));
    to.put(keras + "/beta", vector(state.get(ours + ".bias")));
    to.put(keras + "/moving_mean", vector(state.get(ours + ".running_mean")));
    to.put(keras + "/moving_variance", vector(state.get(ours + ".running_var")));
  }

  private static StoredTensor vector(Tensor tensor) {
    return StoredTensor.of(tensor.values(), tensor.shape().size());
  }

  /// `(O, I, kh, kw)` → `(kh, kw, I, O)`, or `(kh, kw, O, I)` for those of single channels.
  private static StoredTensor filters(Tensor weight, boolean depthwise) {
    int[] n = weight.shape().lengths();
    float[] from = weight.values();
    float[] to = new float[from.length];
    int at = 0;
    for (int o = 0; o < n[0]; o++) {
      for (int i = 0; i < n[1]; i++) {
        for (int y = 0; y < n[2]; y++) {
          for (int x = 0; x < n[3]; x++) {
            int channel = depthwise ? o * n[1] + i : i * n[0] + o;
            to[(y * n[3] + x) * n[0] * n[1] + channel] = from[at++];
          }
        }
      }
    }
    return depthwise
        ? StoredTensor.of(to, n[2], n[3], n[0], n[1])
        : StoredTensor.of(to, n[2], n[3], n[1], n[0]);
  }

  private PictureNetwork read(Map<String, StoredTensor> tensors) {
    Path file = folder.resolve("keras.safetensors");
    Safetensors.write(file, Map.of(), tensors);
    try (TensorFile opened = TensorFiles.open(file)) {
      return PictureNetworks.read(opened);
    }
  }

  @Test
  void layoutsAreTurned() {
    MobileNet network = HashedValues.fill(new PictureArchitecture.MobileNet(96, 3, 5).zeros());
    PictureNetwork back = read(keras(network));
    assertThat(back.architecture()).isEqualTo(network.architecture());
    network
        .state()
        .forEach(
            (name, tensor) ->
                assertThat(back.state().get(name).values()).as(name).isEqualTo(tensor.values()));
  }

  @Test
  void tensorsThatDoNotFit() {
    MobileNet network = new PictureArchitecture.MobileNet(64, 3, 2).zeros();
    Map<String, StoredTensor> tensors = keras(network);
    StoredTensor beta = tensors.remove("conv_dw_3_bn/beta");
    tensors.put("more", StoredTensor.of(new float[1], 1));
    tensors.put("conv_pw_2/kernel", StoredTensor.of(new float[3], 3));
    assertThat(beta).isNotNull();
    assertThatThrownBy(() -> read(tensors))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "is of another model: ",
            "'conv_dw_3_bn/beta' is missing",
            "'conv_pw_2/kernel' is F32 (3) instead of F32 (1, 1, 4, 8)",
            "'more' F32 (1) is too much");
  }

  @Test
  void thePublishedWeightsAreRead() {
    Path path =
        Path.of("../../shared/data/models/mobilenet_v1_0.25_224/mobilenet_v1_0.25_224.safetensors");
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(path), "skipped: no " + path);
    }
    try (TensorFile file = TensorFiles.open(path)) {
      PictureNetwork network = PictureNetworks.read(file);
      assertThat(network.architecture()).isEqualTo(new PictureArchitecture.MobileNet(256, 3, 1000));
      long size = network.state().values().stream().mapToLong(t -> t.shape().size()).sum();
      // 137 tensors of 475,544 values, and the 27 counts of batches that Keras does not keep.
      assertThat(size).isEqualTo(475_544 + 27);
    }
  }
}
