package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.kernel.ActivationKind;
import dev.softmax.kernel.AdamStep;
import dev.softmax.kernel.FloatActivations;
import dev.softmax.kernel.FloatNorms;
import dev.softmax.kernel.FloatOptimisers;
import dev.softmax.kernel.SgdStep;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Optimisers, normalisations and activations against PyTorch.
class KernelGoldenTest {
  private static final int SIZE = 37;
  private static final int STEPS = 5;

  private static Stream<Golden> cases(String... names) {
    return Golden.read("kernels.txt").stream()
        .filter(golden -> List.of(names).contains(golden.word("case")));
  }

  static Stream<Golden> optimisers() {
    return cases("adam", "adamw", "sgd");
  }

  static Stream<Golden> sparse() {
    return cases("sparse");
  }

  static Stream<Golden> norms() {
    return cases("layer", "batch");
  }

  static Stream<Golden> activations() {
    return Golden.read("kernels.txt").stream()
        .filter(golden -> Character.isUpperCase(golden.word("case").charAt(0)));
  }

  private static void close(float[] got, double[] want, double scale, double tolerance) {
    assertThat(got).hasSameSizeAs(want);
    for (int i = 0; i < want.length; i++) {
      double within = tolerance * Math.max(scale, Math.abs(want[i]));
      assertThat((double) got[i]).as("%d", i).isBetween(want[i] - within, want[i] + within);
    }
  }

  @ParameterizedTest
  @MethodSource
  void optimisers(Golden golden) {
    float[] p = Numbers.floats(1, SIZE, 1);
    float[] m = new float[SIZE];
    float[] v = new float[SIZE];
    double decay = golden.number("decay");
    for (int step = 1; step <= STEPS; step++) {
      float[] g = Numbers.floats(99 + step, SIZE, 0.1);
      switch (golden.word("case")) {
        case "adam" ->
            FloatOptimisers.adam(
                p, g, m, v, 0, SIZE, AdamStep.adam(0.01, 0.9, 0.999, 1e-8, decay, step));
        case "adamw" ->
            FloatOptimisers.adam(
                p, g, m, v, 0, SIZE, AdamStep.adamW(0.01, 0.9, 0.999, 1e-8, decay, step));
        default -> {
          float momentum = (float) golden.number("momentum");
          SgdStep sgd = new SgdStep(0.01f, momentum, golden.flag("nesterov"), (float) decay);
          FloatOptimisers.sgd(p, g, momentum == 0 ? new float[0] : m, 0, SIZE, sgd);
        }
      }
    }
    close(p, golden.numbers("p"), 0.1, 1e-6);
  }

  @ParameterizedTest
  @MethodSource
  void sparse(Golden golden) {
    float[] p = Numbers.floats(1, 40, 1);
    float[] m = new float[40];
    float[] v = new float[40];
    for (int step = 1; step <= STEPS; step++) {
      float[] g = Numbers.floats(99 + step, 15, 0.1);
      int[] rows = step % 2 == 1 ? new int[] {1, 4, 6} : new int[] {0, 4, 7};
      AdamStep constants = AdamStep.sparse(0.01, 0.9, 0.999, 1e-8, step);
      FloatOptimisers.adamOfRows(p, g, m, v, 5, rows, 3, true, constants);
    }
    close(p, golden.numbers("p"), 0.1, 1e-6);
  }

  @ParameterizedTest
  @MethodSource
  void norms(Golden golden) {
    int n = golden.integer("n");
    int d = golden.integer("d");
    float[] x = Numbers.floats(11, n * d, 2);
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) golden.number("offset");
    }
    float[] gamma = Numbers.floats(12, d, 1);
    float[] beta = Numbers.floats(13, d, 1);
    float[] dy = Numbers.floats(14, n * d, 1);
    boolean layer = golden.word("case").equals("layer");
    float[] mean = new float[layer ? n : d];
    float[] rstd = new float[mean.length];
    float[] y = new float[n * d];
    float[] dx = new float[n * d];
    float[] dGamma = new float[d];
    float[] dBeta = new float[d];
    Arrays.fill(dx, 1f);
    if (layer) {
      FloatNorms.layer(x, n, d, gamma, beta, 1e-5, y, mean, rstd);
      FloatNorms.addLayerGradient(x, n, d, gamma, mean, rstd, dy, dx, dGamma, dBeta);
    } else {
      FloatNorms.batch(x, n, d, gamma, beta, 1e-5, y, mean, rstd);
      FloatNorms.addBatchGradient(x, n, d, gamma, mean, rstd, dy, dx, dGamma, dBeta);
    }
    for (int i = 0; i < dx.length; i++) {
      dx[i] -= 1;
    }
    // The mean is kept as a float, whose error counts beside the deviation.
    double tolerance = golden.number("offset") == 0 ? 1e-6 : 1e-4;
    close(y, golden.numbers("y"), 1, tolerance);
    close(dx, golden.numbers("dx"), 1, tolerance);
    close(dGamma, golden.numbers("dgamma"), 1, 2 * tolerance);
    close(dBeta, golden.numbers("dbeta"), 1, tolerance);
  }

  @ParameterizedTest
  @MethodSource
  void activations(Golden golden) {
    ActivationKind kind = ActivationKind.valueOf(golden.word("case"));
    float[] x = Numbers.floats(21, 60, 9);
    float[] y = new float[60];
    float[] dy = new float[60];
    float[] dx = new float[60];
    Arrays.fill(dy, 1f);
    FloatActivations.apply(kind, x, 0, y, 0, 60);
    float[] v = kind.gradientFromResult() ? y : x;
    FloatActivations.addGradient(kind, v, 0, dy, 0, dx, 0, 60);
    double[] want = golden.numbers("y");
    for (int i = 0; i < 60; i++) {
      double within = 1e-6 * Math.min(1, Math.abs(x[i])) + 1e-6 * Math.abs(want[i]);
      assertThat((double) y[i]).isBetween(want[i] - within, want[i] + within);
    }
    close(dx, golden.numbers("dx"), 1, 1e-6);
  }
}
