package dev.softmax;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said to code that gives what cannot be.
class ArgumentsTest {
  private static final Axis ROWS = Axis.rows(2, 3);
  private static final float[] SIX = new float[6];
  private static final double[] SIX_DOUBLES = new double[6];

  private static Arguments of(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  static List<Arguments> calls() {
    return Stream.of(shapes(), losses(), transforms(), states()).flatMap(List::stream).toList();
  }

  private static List<Arguments> shapes() {
    return List.of(
        of("threads: 0 must be at least 1", () -> Compute.limitThreads(0)),
        of("axis: offset -1, outer 1, size 1, inner 1 must", () -> new Axis(-1, 1, 1, 1)),
        of("axis: offset 0, outer -1, size 1, inner 1 must", () -> new Axis(0, -1, 1, 1)),
        of("axis: offset 0, outer 1, size -1, inner 1 must", () -> new Axis(0, 1, -1, 1)),
        of("axis: offset 0, outer 1, size 1, inner -1 must", () -> new Axis(0, 1, 1, -1)),
        of("log-sum-exp: 2 vectors but out (1)", () -> LogSumExp.along(SIX, ROWS, new float[1])),
        of(
            "log-sum-exp: 2 vectors but out (1)",
            () -> LogSumExp.along(SIX_DOUBLES, ROWS, new double[1])),
        of(
            "linear logits: hidden (-1, 2) and weight (3, 2)",
            () -> new LinearLogits(SIX, -1, SIX, 3, 2)),
        of(
            "linear logits: hidden (3, 2) and weight (0, 2)",
            () -> new LinearLogits(SIX, 3, SIX, 0, 2)),
        of(
            "linear logits: hidden (3, 0) and weight (3, 0)",
            () -> new LinearLogits(SIX, 3, SIX, 3, 0)),
        of("are no whole rows of 0", () -> LinearLogits.of(SIX, SIX, 0)),
        of(
            "hidden (5) and weight (6) are no whole rows of 3",
            () -> LinearLogits.of(new float[5], SIX, 3)),
        of("weight (5) are no whole rows of 3", () -> LinearLogits.of(SIX, new float[5], 3)));
  }

  private static List<Arguments> losses() {
    CrossEntropy loss = CrossEntropy.defaults();
    int[] classes = {0, 1};
    return List.of(
        of(
            "cross-entropy: gradient",
            () -> loss.lossesAndGradient(SIX, ROWS, classes, new float[5])),
        of("cross-entropy: target probabilities", () -> loss.losses(SIX, ROWS, new float[5])),
        of("cross-entropy: target probabilities", () -> loss.loss(SIX, ROWS, new float[5])),
        of(
            "entmax loss: target 3 at 1 of 3 classes",
            () -> Entmax.SPARSEMAX.loss(SIX, ROWS, new int[] {0, 3})),
        of(
            "entmax loss: target -1 at 0 of 3 classes",
            () -> Entmax.SPARSEMAX.loss(SIX, ROWS, new int[] {-1, 2})),
        of(
            "entmax product: outputs",
            () -> Entmax.SPARSEMAX.vectorJacobianProduct(new float[5], SIX, ROWS, SIX)),
        of(
            "entmax product: gradients",
            () -> Entmax.SPARSEMAX.vectorJacobianProduct(SIX, new float[5], ROWS, SIX)),
        of(
            "entmax product: out",
            () -> Entmax.SPARSEMAX.vectorJacobianProduct(SIX, SIX, ROWS, new float[5])));
  }

  private static List<Arguments> transforms() {
    return List.of(
        of("there is no transform 'hardmax'; there are", () -> OutputTransform.named("hardmax")),
        of("there is no transform 'softmax:2'", () -> OutputTransform.named("softmax:2")),
        of("there is no transform 'taylor:x'", () -> OutputTransform.named("taylor:x")),
        of("order 2.5 is no whole number", () -> OutputTransform.named("taylor:2.5")),
        of("order 0", () -> TaylorSoftmax.of(0)),
        of("order 3", () -> TaylorSoftmax.of(3)),
        of("order 1000", () -> TaylorSoftmax.of(1000)),
        of("alpha 1.0", () -> Entmax.of(1)),
        of("alpha NaN", () -> Entmax.of(Double.NaN)),
        of("alpha Infinity", () -> Entmax.of(Double.POSITIVE_INFINITY)),
        of("-1.0", () -> SphericalSoftmax.of(-1)),
        of("NaN", () -> SphericalSoftmax.of(Double.NaN)),
        of("Infinity", () -> SphericalSoftmax.of(Double.POSITIVE_INFINITY)),
        of("temperature 0.0 must be finite and above 0", () -> SoftTopK.entropic(1, 0)),
        of("temperature Infinity", () -> SoftTopK.entropic(1, Double.POSITIVE_INFINITY)),
        of(
            "soft top-k: scores (2, 3) but k 4",
            () -> SoftTopK.entropic(4, 1).apply(SIX, ROWS, SIX)));
  }

  private static List<Arguments> states() {
    return List.of(
        of("cannot come from 0 logits", () -> new OnlineSoftmax.State(1, 0, -1, 0, false)),
        of(
            "cannot come from 0 logits",
            () -> new OnlineSoftmax.State(Double.NEGATIVE_INFINITY, 1, -1, 0, false)),
        of(
            "cannot come from 0 logits",
            () -> new OnlineSoftmax.State(Double.NEGATIVE_INFINITY, 0, 0, 0, false)),
        of(
            "cannot come from 0 logits",
            () -> new OnlineSoftmax.State(Double.NEGATIVE_INFINITY, 0, -1, 0, true)),
        of("cannot come from -1 logits", () -> new OnlineSoftmax.State(1, 1, 0, -1, false)),
        of("cannot come from 2 logits", () -> new OnlineSoftmax.State(1, 1, -1, 2, true)),
        of("cannot come from 2 logits", () -> new OnlineSoftmax.State(1, 1, 2, 2, false)),
        of("cannot come from 2 logits", () -> new OnlineSoftmax.State(1, 0.5, 1, 2, false)),
        of("cannot come from 2 logits", () -> new OnlineSoftmax.State(Double.NaN, 1, 1, 2, false)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void areRefusedWithBothSides(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
  }
}
