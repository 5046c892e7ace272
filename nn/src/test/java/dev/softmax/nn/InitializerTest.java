package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private static Initializer named(String name) {
    return switch (name) {
      case "standard" -> Initializer.standard();
      case "xavierUniform" -> Initializer.xavierUniform();
      case "xavierNormal" -> Initializer.xavierNormal();
      case "heUniform" -> Initializer.heUniform();
      case "heNormal" -> Initializer.heNormal();
      case "normal" -> Initializer.normal(0.5);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// Bounds and deviations of torch.nn.init for a weight (300, 200): fan-in 200, fan-out 300.
  @ParameterizedTest
  @CsvSource({
    "standard, 0.0408248, 0.0707107",
    "xavierUniform, 0.0632456, 0.1095445",
    "xavierNormal, 0.0632456, 0",
    "heUniform, 0.1, 0.1732051",
    "heNormal, 0.1, 0",
    "normal, 0.5, 0",
  })
  void deviations(String name, double deviation, double bound) {
    Tensor weight = named(name).parameter(random, 300, 200);
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (float value : weight.values()) {
      sum += value;
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    int n = weight.shape().size();
    assertThat(weight.needsGradient()).isTrue();
    assertThat(sum / n).isCloseTo(0, within(5 * deviation / Math.sqrt(n)));
    assertThat(Math.sqrt(squares / n)).isCloseTo(deviation, within(0.02 * deviation));
    if (bound > 0) {
      assertThat(largest).isBetween(0.999 * bound, 1.000001 * bound);
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 8", "8, 5", "6, 6", "1, 4"})
  void orthogonalMatrices(int rows, int columns) {
    float[] w = Initializer.orthogonal(2).parameter(random, rows, columns).values();
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    int vector = rows <= columns ? columns : 1;
    int element = rows <= columns ? 1 : columns;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double dot = 0;
        for (int k = 0; k < length; k++) {
          dot += (double) w[i * vector + k * element] * w[j * vector + k * element];
        }
        assertThat(dot).isCloseTo(i == j ? 4 : 0, within(1e-5));
      }
    }
  }

  @Test
  void seedsDecide() {
    Linear one = Linear.of(4, 3, new SplittableRandom(1));
    Linear same = Linear.of(4, 3, new SplittableRandom(1));
    Linear other = Linear.of(4, 3, new SplittableRandom(2));
    assertThat(one.weight().values()).isEqualTo(same.weight().values());
    assertThat(one.weight().values()).isNotEqualTo(other.weight().values());
    assertThat(Linear.of(4, 3, Initializer.heNormal(), random).parameters().get("bias").values())
        .containsOnly(0);
  }

  @Test
  void arguments() {
    assertThatIllegalArgumentException().isThrownBy(() -> Initializer.uniform(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Initializer.normal(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Initializer.orthogonal(1).parameter(random, 5))
        .withMessageContaining("(5) is no matrix");
  }
}
