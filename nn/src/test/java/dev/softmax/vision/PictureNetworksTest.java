package dev.softmax.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorFiles;
import dev.softmax.nn.StateDict;
import dev.softmax.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureNetworksTest {
  @TempDir private Path folder;

  private static Stream<PictureArchitecture> architectures() {
    return Stream.of(
        new PictureArchitecture.ResNet(18, 3, 4),
        new PictureArchitecture.CifarResNet(8, 1, 2),
        new PictureArchitecture.CifarResNet(20, 3, 7),
        new PictureArchitecture.MobileNet(64, 3, 5),
        new PictureArchitecture.SmallCnn(4, 1, 3));
  }

  private static Tensor picture(int channels) {
    return Tensor.of(HashedValues.pictures(1, channels, 32), 1, 32, 32, channels);
  }

  private static PictureNetwork read(Path file) {
    try (TensorFile tensors = TensorFiles.open(file)) {
      return PictureNetworks.read(tensors);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void whatIsWrittenIsRecognised(PictureArchitecture architecture) {
    PictureNetwork network = architecture.build(new SplittableRandom(3));
    Path file = folder.resolve("net.safetensors");
    StateDict.write(network, file);
    PictureNetwork back = read(file);
    assertThat(back.architecture()).isEqualTo(architecture);
    assertThat(back.channels()).isEqualTo(architecture.channels());
    assertThat(back.classes()).isEqualTo(architecture.classes());
    Tensor picture = picture(architecture.channels());
    assertThat(back.forward(picture).values()).isEqualTo(network.forward(picture).values());
    assertThat(back.features(picture).shape().lengths())
        .containsExactly(1, architecture.featureWidth());
    assertThat(PictureArchitecture.of(architecture.json())).isEqualTo(architecture);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void otherClassesShareTheBody(PictureArchitecture architecture) {
    PictureNetwork network = architecture.build(new SplittableRandom(3));
    PictureNetwork other = network.withClasses(9, new SplittableRandom(4));
    assertThat(other.architecture()).isEqualTo(architecture.withClasses(9));
    Tensor features = network.features(picture(network.channels()));
    assertThat(other.features(picture(network.channels())).values()).isEqualTo(features.values());
    assertThat(other.classify(features).shape().lengths()).containsExactly(1, 9);
    long shared =
        other.parameters().values().stream().filter(network.parameters()::containsValue).count();
    assertThat(shared).isEqualTo(network.parameters().size() - 2);
    assertThatThrownBy(() -> network.withClasses(1, new SplittableRandom(4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> network.frozen().withClasses(3, new SplittableRandom(4)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void frozenNetworksAreCopies(PictureArchitecture architecture) {
    PictureNetwork network = architecture.build(new SplittableRandom(3));
    Tensor picture = picture(network.channels());
    PictureNetwork frozen = network.frozen();
    assertThat(frozen.state()).isEmpty();
    assertThat(frozen.frozen()).isSameAs(frozen);
    assertThat(frozen.architecture()).isEqualTo(architecture);
    float[] before = frozen.forward(picture).values();
    network.parameters().values().forEach(tensor -> Arrays.fill(tensor.data(), 7));
    assertThat(frozen.forward(picture).values()).isEqualTo(before);
  }

  @Test
  void namesAreThoseOfTorchvision() {
    PictureNetwork network = new PictureArchitecture.ResNet(50, 3, 1000).zeros();
    assertThat(network.parameters()).hasSize(161);
    assertThat(network.state())
        .containsKeys(
            "conv1.weight",
            "bn1.running_mean",
            "layer1.0.downsample.0.weight",
            "layer1.0.downsample.1.running_var",
            "layer3.5.conv3.weight",
            "layer4.2.bn3.num_batches_tracked",
            "fc.bias");
    long size = network.parameters().values().stream().mapToLong(t -> t.shape().size()).sum();
    assertThat(size).isEqualTo(25_557_032);
    long small =
        new PictureArchitecture.ResNet(18, 3, 1000)
            .zeros().parameters().values().stream().mapToLong(t -> t.shape().size()).sum();
    assertThat(small).isEqualTo(11_689_512);
  }

  private void fails(
      PictureArchitecture architecture,
      Consumer<Map<String, StoredTensor>> change,
      String... words) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    architecture.zeros().state().forEach((name, t) -> tensors.put(name, StateDict.stored(t)));
    change.accept(tensors);
    // Counts are floats here, which either reader takes.
    Path file = folder.resolve("net.safetensors");
    Safetensors.write(file, Map.of(), tensors);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void tensorsThatDoNotFit() {
    PictureArchitecture cifar = new PictureArchitecture.CifarResNet(8, 3, 2);
    StoredTensor one = StoredTensor.of(new float[1], 1);
    fails(cifar, t -> t.remove("layer2.0.bn1.weight"), "'layer2.0.bn1.weight' (32) is missing");
    fails(cifar, t -> t.put("extra", one), "'extra' F32 (1) is too much");
    fails(cifar, t -> t.put("bn1.bias", one), "'bn1.bias' is F32 (1) instead of F32 (16)");
    fails(cifar, t -> t.remove("linear.weight"), "no network that is known here", "ResNet-18");
    fails(cifar, t -> t.put("linear.weight", one), "'linear.weight'", "2 dimensions");
    fails(
        cifar,
        t -> t.put("linear.weight", StoredTensor.of(new float[64], 1, 64)),
        "1 channel and 2 classes, not 3 and 1");
    fails(cifar, t -> t.put("layer1.1.bn1.bias", one), "'layer1.1.conv1.weight'", "is missing");
    fails(cifar, t -> t.put("layer1.900.bn1.bias", one), "6n + 2");
    PictureArchitecture resnet = new PictureArchitecture.ResNet(18, 3, 2);
    fails(
        resnet,
        t -> t.put("layer4.2.conv1.weight", one),
        "a ResNet of [2, 2, 2, 3] blocks of 2 convolutions");
    PictureArchitecture small = new PictureArchitecture.SmallCnn(4, 1, 3);
    fails(small, t -> t.keySet().removeIf(name -> name.startsWith("blocks")), "no network");
  }

  @Test
  void countsOfBatchesMayLack() {
    PictureNetwork network =
        new PictureArchitecture.CifarResNet(8, 3, 2).build(new SplittableRandom(1));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    network.state().forEach((name, t) -> tensors.put(name, StateDict.stored(t)));
    tensors.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    Path file = folder.resolve("old.safetensors");
    Safetensors.write(file, Map.of(), tensors);
    assertThat(read(file).forward(picture(3)).values())
        .isEqualTo(network.forward(picture(3)).values());
  }

  @Test
  void architecturesThatAreNone() {
    assertThatThrownBy(() -> new PictureArchitecture.ResNet(19, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("18, 34, 50, 101 or 152 layers, not 19");
    assertThatThrownBy(() -> new PictureArchitecture.CifarResNet(21, 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 21");
    assertThatThrownBy(() -> new PictureArchitecture.MobileNet(0, 3, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PictureArchitecture.SmallCnn(8, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0 and 2");
    JsonValue.Fields json = new PictureArchitecture.SmallCnn(8, 1, 2).json();
    assertThatThrownBy(() -> PictureArchitecture.of(json.with("kind", new JsonValue.Text("vgg"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown network 'vgg'");
  }

  @Test
  void theSameSeedMakesTheSameNetwork() {
    PictureArchitecture architecture = new PictureArchitecture.SmallCnn(4, 1, 3);
    PictureNetwork one = architecture.build(new SplittableRandom(5));
    PictureNetwork two = architecture.build(new SplittableRandom(5));
    PictureNetwork three = architecture.build(new SplittableRandom(6));
    float[] weight = one.parameters().get("blocks.1.conv.weight").values();
    assertThat(two.parameters().get("blocks.1.conv.weight").values()).isEqualTo(weight);
    assertThat(three.parameters().get("blocks.1.conv.weight").values()).isNotEqualTo(weight);
    double squares = 0;
    for (float value : weight) {
      squares += value * value;
    }
    // 288 draws of a variance of 2 / (8 · 3 · 3).
    assertThat(squares / weight.length).isBetween(0.02, 0.036);
  }
}
