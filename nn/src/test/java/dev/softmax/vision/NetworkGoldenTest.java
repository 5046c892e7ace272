package dev.softmax.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.CrossEntropy;
import dev.softmax.io.Safetensors;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks against PyTorch and torchvision: `golden/vision/networks.py`.
class NetworkGoldenTest {
  private static Safetensors file() {
    try {
      return Safetensors.open(
          Path.of(
              Objects.requireNonNull(
                      NetworkGoldenTest.class.getResource("/golden/vision/networks.safetensors"))
                  .toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PictureArchitecture architecture(String name, int channels) {
    return switch (name) {
      case "resnet18" -> new PictureArchitecture.ResNet(18, channels, 10);
      case "resnet34" -> new PictureArchitecture.ResNet(34, channels, 10);
      case "resnet50" -> new PictureArchitecture.ResNet(50, channels, 10);
      case "cifar20" -> new PictureArchitecture.CifarResNet(20, channels, 10);
      case "cifar32_grey" -> new PictureArchitecture.CifarResNet(32, channels, 10);
      case "mobilenet" -> new PictureArchitecture.MobileNet(256, channels, 10);
      case "mobilenet_odd" -> new PictureArchitecture.MobileNet(358, channels, 10);
      case "small" -> new PictureArchitecture.SmallCnn(8, channels, 10);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, 2, 3, 64",
    "resnet34, 1, 3, 64",
    "resnet50, 1, 3, 64",
    "cifar20, 2, 3, 32",
    "cifar32_grey, 1, 1, 29",
    "mobilenet, 2, 3, 96",
    "mobilenet_odd, 1, 3, 75",
    "small, 3, 1, 28",
  })
  void logitsOfAllNetworks(String name, int count, int channels, int size) {
    PictureNetwork network = HashedValues.fill(architecture(name, channels).zeros());
    Tensor pictures =
        Tape.inference()
            .tensor(HashedValues.pictures(count, channels, size), count, size, size, channels);
    try (Safetensors file = file()) {
      float[] expected = file.tensor(name).toFloats();
      float[] plain = network.forward(pictures).values();
      PictureNetwork packed = network.frozen();
      float[] frozen = packed.forward(pictures).values();
      assertThat(packed.features(pictures).shape().lengths())
          .containsExactly(count, network.featureWidth());
      assertThat(plain).hasSameSizeAs(expected).hasSameSizeAs(frozen);
      for (int i = 0; i < expected.length; i++) {
        assertThat(plain[i]).as(name + " " + i).isCloseTo(expected[i], within(1e-4f));
        assertThat(frozen[i]).as(name + " frozen " + i).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  @Test
  void oneStepOfTraining() {
    CifarResNet network = HashedValues.fill(new PictureArchitecture.CifarResNet(20, 3, 10).zeros());
    Tape tape = Tape.training(1);
    Tensor logits = network.forward(tape.tensor(HashedValues.pictures(4, 3, 32), 4, 32, 32, 3));
    Tensor loss =
        logits.crossEntropy(tape.indices(new int[] {3, 1, 4, 9}, 4), CrossEntropy.defaults());
    tape.backward(loss);
    try (Safetensors file = file()) {
      assertThat(loss.item()).isCloseTo(file.tensor("step.loss").toFloats()[0], within(1e-5f));
      network
          .parameters()
          .forEach(
              (name, tensor) ->
                  assertDigest(
                      file,
                      "step.gradient.",
                      name,
                      tensor.gradient().orElseThrow(),
                      tensor.shape().size()));
      network
          .buffers()
          .forEach(
              (name, tensor) -> {
                if (!name.endsWith("num_batches_tracked")) {
                  assertDigest(file, "step.buffer.", name, tensor.data(), tensor.shape().size());
                } else {
                  assertThat(tensor.item()).as(name).isEqualTo(1);
                }
              });
    }
  }

  /// Compares the norm, and the product with random numbers, which sees signs and places.
  private static void assertDigest(
      Safetensors file, String prefix, String name, float[] values, int size) {
    double[] expected = file.tensor(prefix + name).toDoubles();
    double[] weights = HashedValues.uniform("digest." + name, size);
    double squares = 0;
    double product = 0;
    for (int i = 0; i < size; i++) {
      squares += (double) values[i] * values[i];
      product += values[i] * weights[i];
    }
    double allowed = 1e-4 * expected[0];
    assertThat(Math.sqrt(squares)).as(name).isCloseTo(expected[0], within(allowed));
    assertThat(product).as(name).isCloseTo(expected[1], within(allowed));
  }
}
