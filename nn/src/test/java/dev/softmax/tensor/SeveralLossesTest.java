package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.CrossEntropy;
import dev.softmax.Entmax;
import dev.softmax.SoftTopK;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Several losses between two resets add up in the parameters, as PyTorch's do with
/// `backward(retain_graph=True)`.
class SeveralLossesTest {
  private static final int[] SHAPE = {2, 3, 4};
  private static final Map<String, Operation> OPERATIONS = operations();

  private final Tape tape = Tape.training(3);
  private final Tensor x = Tensor.parameter(new float[] {1, 2, 3}, 3);

  /// Of `(2, 3, 4)` and `(2, 3, 4)`.
  private interface Operation {
    Tensor apply(Tensor x, Tensor y);
  }

  /// Those that the golden file does not have.
  private static Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    AttentionOptions options = AttentionOptions.of(2).withDropout(0.2);
    RotaryPositions positions = RotaryPositions.of(4, 3, RotaryPositions.Pairing.ADJACENT);
    Indices classes = Indices.of(new int[] {0, 3, 1, 2, 2, 0}, 2, 3);
    Indices rows = Indices.of(new int[] {5, 0, 3, 3, 1, 2}, 2, 3);
    CrossEntropy mean = CrossEntropy.defaults();
    all.put("attention", (x, y) -> Sequences.attention(x, y, y, AttentionMask.CAUSAL, options));
    all.put("additive", (x, y) -> Sequences.additiveWeights(x, y, first(y, 4), 3, 2));
    all.put("linear loss", (x, y) -> Sequences.linearCrossEntropy(x, matrix(y), null, rows, mean));
    all.put("linear block", (x, y) -> Sequences.linear(x, WeightBlock.rows(matrix(y), null, 1, 4)));
    all.put("rms norm", (x, y) -> Sequences.rmsNorm(x, first(y, 4), 1e-5));
    all.put("rotary", (x, y) -> Sequences.rotary(x, positions, 0).times(y));
    all.put("thinned", (x, y) -> Pictures.thinned(x.times(y).reshape(1, 2, 3, 4), 2, 1, 1));
    all.put("entmax", (x, y) -> Probabilities.along(Entmax.ENTMAX15, x, 1).times(y));
    all.put("learned entmax", (x, y) -> Probabilities.entmax(x, alpha(y), 2));
    all.put("top k", (x, y) -> Probabilities.topK(SoftTopK.successive(2, 1), x, 2).times(y));
    all.put("straight through", (x, y) -> Probabilities.straightThrough(x.softmax(2), 2).times(y));
    all.put("dropout", (x, y) -> x.dropout(0.5).times(y.dropout(0.5)));
    all.put("cross-entropy", (x, y) -> x.times(y).crossEntropy(classes, mean));
    all.put("entmax loss", (x, y) -> Probabilities.loss(Entmax.SPARSEMAX, x.times(y), classes));
    return all;
  }

  private static Tensor matrix(Tensor y) {
    return y.reshape(6, 4);
  }

  private static Tensor first(Tensor y, int count) {
    return y.reshape(24).slice(0, 0, count);
  }

  private static Tensor alpha(Tensor y) {
    return y.square().mean().plus(1.2);
  }

  static Set<String> names() {
    return OPERATIONS.keySet();
  }

  private static Tensor parameter(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.parameter(values, SHAPE);
  }

  private static void assertMultiple(Tensor parameter, float[] once, float factor) {
    float[] gradient = parameter.gradient().orElseThrow();
    for (int i = 0; i < once.length; i++) {
      assertThat(gradient[i])
          .isCloseTo(factor * once[i], within(1e-5f * Math.max(1, Math.abs(factor * once[i]))));
    }
  }

  private static float[] taken(Tensor parameter) {
    float[] gradient = Arrays.copyOf(parameter.gradient().orElseThrow(), parameter.shape().size());
    parameter.clearGradient();
    return gradient;
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachPassAddsTheSame(String name) {
    Tensor a = parameter(1);
    Tensor b = parameter(2);
    Tensor left = tape.watch(a).times(1);
    Tensor right = tape.watch(b).times(1);
    Tensor y = OPERATIONS.get(name).apply(left, right);
    Tensor loss = y.shape().size() == 1 ? y : y.times(y).sum();
    tape.backward(loss);
    float[] ofA = taken(a);
    float[] ofB = taken(b);
    for (int pass = 0; pass < 3; pass++) {
      tape.backward(loss);
    }
    assertMultiple(a, ofA, 3);
    assertMultiple(b, ofB, 3);
  }

  @Test
  void lossesOfTheirOwnAddUp() {
    tape.backward(tape.watch(x).square().sum());
    tape.backward(tape.watch(x).square().sum());
    assertThat(taken(x)).containsExactly(4, 8, 12);
  }

  @Test
  void lossesThatShareAResultAddUp() {
    Tensor squares = tape.watch(x).square();
    tape.backward(squares.sum());
    tape.backward(squares.times(4).sum());
    assertThat(taken(x)).containsExactly(10, 20, 30);
    Tensor shared = tape.watch(x).square();
    tape.backward(shared.sum());
    tape.backward(shared.plus(tape.watch(x)).sum().times(2));
    assertThat(taken(x)).containsExactly(8, 14, 20);
  }

  @Test
  void aLossThatAnotherIsMadeOfCountsTwice() {
    Tensor inner = tape.watch(x).square().sum();
    Tensor outer = inner.times(3);
    tape.backward(inner);
    tape.backward(outer);
    assertThat(taken(x)).containsExactly(8, 16, 24);
  }

  @Test
  void aParameterThatIsTheLossAddsUp() {
    Tensor single = Tensor.parameter(new float[] {7}, 1);
    tape.backward(tape.watch(single));
    tape.backward(tape.watch(single));
    assertThat(taken(single)).containsExactly(2);
  }

  /// What cross-entropy hands to its logits is not written to by what else they are for.
  @Test
  void logitsOfCrossEntropyMayHaveOtherUses() {
    Indices classes = Indices.of(new int[] {0, 2}, 2);
    Tensor logits = Tensor.parameter(new float[] {1, -2, 3, 0.5f, 2, -1}, 2, 3);
    Tensor scaled = tape.watch(logits).times(1);
    Tensor shares = scaled.softmax(1);
    Tensor both =
        shares
            .crossEntropy(classes, CrossEntropy.defaults())
            .plus(scaled.crossEntropy(classes, CrossEntropy.defaults()));
    Tensor all = both.plus(scaled.square().sum());
    tape.backward(all);
    float[] once = taken(logits);
    for (int pass = 0; pass < 3; pass++) {
      tape.backward(all);
    }
    assertMultiple(logits, once, 3);
  }

  @Test
  void rowsOfTablesAddUp() {
    Tensor table = Tensor.parameter(new float[12], 6, 2);
    for (int step = 0; step < 2; step++) {
      tape.backward(table.gather(tape.indices(new int[] {3, 1, 3}, 3)).sum());
      tape.backward(table.gather(tape.indices(new int[] {5, 1}, 2)).sum().times(2));
      assertThat(table.gradientRows().orElseThrow().count()).isEqualTo(3);
      assertThat(taken(table)).containsExactly(0, 0, 3, 3, 0, 0, 2, 2, 0, 0, 2, 2);
      tape.reset();
    }
  }

  @Test
  void smallBatchesMakeTheGradientOfALargeOne() {
    float[] values = {1, 2, -1, 0.5f, 3, 1, -2, 1};
    Tensor weight = Tensor.parameter(new float[] {1, -1, 0.5f, 2}, 2, 2);
    tape.backward(tape.tensor(values, 4, 2).linear(weight).tanh().sum());
    float[] whole = taken(weight);
    tape.reset();
    for (int half = 0; half < 2; half++) {
      float[] part = Arrays.copyOfRange(values, 4 * half, 4 * half + 4);
      tape.backward(tape.tensor(part, 2, 2).linear(weight).tanh().sum());
    }
    assertMultiple(weight, whole, 1);
  }
}
