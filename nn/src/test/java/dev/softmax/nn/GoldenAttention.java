package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Map;

/// The cases of one layer in `attention_layers.safetensors`.
final class GoldenAttention implements AutoCloseable {
  private final GoldenFile file = new GoldenFile("attention_layers");
  private final String layer;

  GoldenAttention(String layer) {
    this.layer = layer + ".";
  }

  Tensor parameter(String name) {
    return file.parameter(layer + name);
  }

  float[] floats(String name) {
    return file.floats(layer + name);
  }

  boolean[] booleans(String name) {
    float[] floats = floats(name);
    boolean[] booleans = new boolean[floats.length];
    for (int i = 0; i < floats.length; i++) {
      booleans[i] = floats[i] != 0;
    }
    return booleans;
  }

  /// The result of a case, and the gradients of all inputs that it has, are those of PyTorch.
  void check(String name, Tape tape, Tensor y, Map<String, Tensor> inputs) {
    assertClose(name + " y", y, floats(name + ".y"));
    Tensor dy = tape.tensor(floats(name + ".dy"), y.shape().lengths());
    tape.backward(y.times(dy).sum());
    inputs.forEach(
        (input, tensor) -> {
          String gradient = name + ".d." + input;
          assertThat(file.names().contains(layer + gradient))
              .as(gradient)
              .isEqualTo(tensor.gradient().isPresent());
          if (tensor.gradient().isPresent()) {
            assertClose(gradient, tensor.gradient().orElseThrow(), floats(gradient));
          }
          tensor.clearGradient();
        });
    tape.reset();
  }

  static void assertClose(String what, Tensor actual, float[] expected) {
    assertThat(actual.shape().size()).as(what).isEqualTo(expected.length);
    assertClose(what, actual.data(), expected);
  }

  private static void assertClose(String what, float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("%s, element %d: %s, not %s", what, i, actual[i], expected[i])
          .isLessThanOrEqualTo(1e-5f * Math.max(1, Math.abs(expected[i])));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
