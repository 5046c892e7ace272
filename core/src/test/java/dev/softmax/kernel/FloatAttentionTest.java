package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Compute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every element of attention and its gradients beside the definition in `double`; threads; memory.
class FloatAttentionTest {
  private static final int THREADS = Compute.threads();

  private enum Masks {
    NONE,
    CAUSAL,
    LENGTHS,
    BIAS,
    BIAS_OF_QUERIES,
    DROPOUT
  }

  record Case(AttentionShape shape, Masks masks) {}

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (AttentionShape shape :
        List.of(
            new AttentionShape(1, 3, 3, 1, 1, 8, 8),
            new AttentionShape(2, 1, 5, 2, 1, 24, 8),
            new AttentionShape(1, 63, 63, 2, 2, 64, 64),
            new AttentionShape(2, 65, 65, 4, 2, 80, 24),
            new AttentionShape(1, 200, 200, 2, 1, 64, 80),
            new AttentionShape(1, 1, 700, 4, 1, 64, 70),
            new AttentionShape(1, 500, 500, 1, 1, 16, 16),
            new AttentionShape(1, 400, 900, 2, 2, 8, 40),
            new AttentionShape(2, 7, 450, 1, 1, 500, 420),
            new AttentionShape(1, 20, 10, 1, 1, 3, 1))) {
      for (Masks masks : Masks.values()) {
        cases.add(new Case(shape, masks));
      }
    }
    return cases;
  }

  private static float[] normal(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static KeyMask mask(Case one) {
    AttentionShape s = one.shape;
    int t = s.queries();
    int n = s.keys();
    return switch (one.masks) {
      case NONE, DROPOUT -> KeyMask.NONE;
      case CAUSAL -> new KeyMask(n - t, null, null, 0, 0, 0, 0);
      case LENGTHS -> {
        int[] lengths = new int[s.batch()];
        lengths[0] = n / 2;
        yield new KeyMask(KeyMask.ALL, lengths, null, 0, 0, 0, 0);
      }
      case BIAS -> {
        float[] bias = normal(s.heads() * t * n, 9);
        for (int i = 0; i < bias.length; i++) {
          bias[i] = i < n || i % 3 == 0 ? Float.NEGATIVE_INFINITY : bias[i];
        }
        yield new KeyMask(KeyMask.ALL, null, bias, 0, t * n, n, 1);
      }
      case BIAS_OF_QUERIES -> new KeyMask(3, null, normal(t, 8), 0, 0, 1, 0);
    };
  }

  private static AttentionPlan plan(Case one) {
    double scale = 1 / Math.sqrt(one.shape.width());
    return new AttentionPlan(
        one.shape, mask(one), scale, one.masks == Masks.DROPOUT ? 0.8f : 1, 77);
  }

  private static AttentionArrays arrays(AttentionShape s) {
    int queries = s.batch() * s.queries() * s.heads();
    int keys = s.batch() * s.keys() * s.keyHeads();
    return new AttentionArrays(
        normal(queries * s.width(), 1),
        normal(keys * s.width(), 2),
        normal(keys * s.valueWidth(), 3),
        new float[queries * s.valueWidth()],
        new float[queries],
        normal(queries * s.valueWidth(), 4),
        new float[queries * s.width()],
        new float[keys * s.width()],
        new float[keys * s.valueWidth()]);
  }

  private static void run(AttentionPlan plan, AttentionArrays x) {
    FloatAttention.forward(plan, x.q(), x.k(), x.v(), x.y(), x.logs());
    FloatAttention.addGradients(plan, x);
  }

  private static void assertClose(String name, float[] actual, double[] want, double tolerance) {
    double worst = 0;
    int place = 0;
    for (int i = 0; i < want.length; i++) {
      double error = Math.abs(actual[i] - want[i]) / Math.max(1, Math.abs(want[i]));
      if (!(error <= worst)) {
        worst = error;
        place = i;
      }
    }
    assertThat(worst)
        .as("%s[%d]: %s, not %s", name, place, actual[place], want[place])
        .isLessThanOrEqualTo(tolerance);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyElementIsThatOfTheDefinition(Case one) {
    AttentionPlan plan = plan(one);
    AttentionArrays x = arrays(one.shape);
    run(plan, x);
    AttentionReference want = new AttentionReference(plan, x);
    assertClose("y", x.y(), want.y, 3e-6);
    assertClose("dq", x.dq(), want.dq, 1e-5);
    assertClose("dk", x.dk(), want.dk, 1e-5);
    assertClose("dv", x.dv(), want.dv, 1e-5);
  }

  @Test
  void bitsDoNotDependOnThreads() {
    for (int heads : new int[] {1, 6}) {
      for (Masks masks : new Masks[] {Masks.CAUSAL, Masks.DROPOUT}) {
        Case one = new Case(new AttentionShape(1, 500, 500, heads, heads, 8, 8), masks);
        AttentionArrays want = arrays(one.shape);
        Compute.limitThreads(1);
        run(plan(one), want);
        for (int threads : new int[] {2, 4}) {
          Compute.limitThreads(threads);
          AttentionArrays x = arrays(one.shape);
          run(plan(one), x);
          assertThat(x.y()).isEqualTo(want.y());
          assertThat(x.logs()).isEqualTo(want.logs());
          assertThat(x.dq()).isEqualTo(want.dq());
          assertThat(x.dk()).isEqualTo(want.dk());
          assertThat(x.dv()).isEqualTo(want.dv());
        }
      }
    }
  }

  /// A head's forward and backward pass have room for less than the inputs and a constant: nothing has
  /// the size of the scores.
  @Test
  void memoryIsLinearInTheLength() {
    long half = room(2048);
    long whole = room(4096);
    assertThat(whole - half).isLessThanOrEqualTo(2048L * 64);
    assertThat(whole).isLessThan(4096L * 4096 / 8);
  }

  private static long room(int length) {
    AttentionShape shape = new AttentionShape(1, length, length, 1, 1, 32, 32);
    AttentionPlan plan = plan(new Case(shape, Masks.CAUSAL));
    AttentionArrays x = arrays(shape);
    AttentionForward forward = new AttentionForward();
    forward.run(plan, x, 0, 0, length - 100, 100);
    AttentionBackward backward = new AttentionBackward();
    float[] delta = new float[length];
    float[] dq = backward.queryRoom(shape, AttentionTiles.panels(length));
    int from = length - AttentionBackward.KEYS;
    backward.run(plan, x, delta, 0, 0, from, length, dq, 0, AttentionTiles.panels(length));
    return forward.room() + backward.room();
  }

  @Test
  void whatIsPastASequencesLengthIsNotRead() {
    AttentionShape s = new AttentionShape(1, 40, 40, 1, 1, 16, 16);
    AttentionPlan plan = plan(new Case(s, Masks.LENGTHS));
    AttentionArrays x = arrays(s);
    Arrays.fill(x.k(), 20 * 16, 40 * 16, Float.NaN);
    Arrays.fill(x.v(), 20 * 16, 40 * 16, Float.NaN);
    run(plan, x);
    for (float[] numbers : new float[][] {x.y(), x.dq(), x.dk(), x.dv()}) {
      assertThat(numbers).doesNotContain(Float.NaN);
    }
  }
}
