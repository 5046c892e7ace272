package dev.softmax;

import dev.softmax.kernel.FloatLinearLoss;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.LinearLoss;
import java.util.Objects;

/// Cross-entropy of a linear layer's logits over a large vocabulary, with the gradients of hidden
/// vectors, weight and bias, in memory that does not grow with `N × V`: the logits are never all there.
/// Losses, options, reductions and gradients are those of [CrossEntropy]; a row with an ignored target
/// takes no work, and what its hidden vector holds reaches nothing.
///
/// ```java
/// LinearLogits logits = LinearLogits.of(hidden, weight, 768);
/// LinearGradients gradients = new LinearGradients(hiddenGradient, weightGradient, null);
/// LinearCrossEntropy head = LinearCrossEntropy.of(CrossEntropy.defaults());
/// double loss = head.lossAndGradients(logits, targets, gradients);
/// ```
///
/// Results are the same bits for any number of threads. A value of this class is immutable and free to
/// share.
public final class LinearCrossEntropy {
  private final CrossEntropy loss;
  private final Mode mode;

  private LinearCrossEntropy(CrossEntropy loss, Mode mode) {
    this.loss = loss;
    this.mode = mode;
  }

  /// What is kept of the logits until their gradients are computed. Results differ by rounding only.
  public enum Mode {
    /// For [#lossAndGradients] all logits where they fit 12 MB, else [#CHUNKS]. Elsewhere, and for few rows
    /// or very short vectors, [#RECOMPUTE] with 12 MB of logits kept where these are a quarter of them or
    /// more.
    FASTEST,
    /// The rows are cut into chunks of 64 to 128 whose logits fit 20 MB where that is enough. Takes three
    /// products, and passes over the weight and its gradient once a chunk.
    CHUNKS,
    /// One number a row, the log-sum-exp; logits are computed twice, a tile at a time (Wijmans et al.,
    /// arXiv 2411.09009). Takes four products.
    RECOMPUTE
  }

  /// This loss, in the fastest mode.
  public static LinearCrossEntropy of(CrossEntropy loss) {
    return new LinearCrossEntropy(Objects.requireNonNull(loss, "loss"), Mode.FASTEST);
  }

  /// The same in another mode.
  public LinearCrossEntropy withMode(Mode mode) {
    return new LinearCrossEntropy(loss, Objects.requireNonNull(mode, "mode"));
  }

  /// Loss of `hidden (N, D)` and `weight (V, D)` against `targets (N)`.
  ///
  /// @param targets a row of the weight, or the index to ignore; there may be more than `N`
  /// @throws IllegalArgumentException if there are too few targets or one is no row of the weight
  public double loss(LinearLogits logits, int[] targets) {
    LinearLoss problem = problem(logits, targets);
    return CrossEntropy.over(norm(logits, targets), FloatLinearLoss.run(problem));
  }

  /// [#loss] and its gradients, which replace what the arrays hold.
  ///
  /// @throws IllegalArgumentException as [#loss] does, or if an array is too short; nothing has been
  ///     written then
  public double lossAndGradients(LinearLogits logits, int[] targets, LinearGradients gradients) {
    LinearLoss problem = problem(logits, targets);
    gradients.check(logits);
    double norm = norm(logits, targets);
    double sum =
        FloatLinearLoss.run(
            problem,
            switch (mode) {
              case FASTEST -> null;
              case CHUNKS -> true;
              case RECOMPUTE -> false;
            },
            CrossEntropy.over(norm, 1),
            gradients.hidden(),
            gradients.weight(),
            gradients.bias());
    return CrossEntropy.over(norm, sum);
  }

  /// Length of the array that [#forward] leaves for [#backward].
  public int memory(LinearLogits logits) {
    return FloatLinearLoss.memory(logits.rows(), logits.vocabulary(), isKeeping());
  }

  /// [#loss] for gradients that are asked for later, when the factor of the loss is known: the two
  /// passes of differentiation. Rows are not cut into chunks here: the gradients of all would have to be
  /// kept from one pass to the other.
  ///
  /// @param memory at least of the length [#memory], receives what the gradients need
  /// @throws IllegalArgumentException as [#loss] does, or if the memory is too short
  public double forward(LinearLogits logits, int[] targets, float[] memory) {
    LinearLoss problem = problem(logits, targets);
    checkMemory(logits, memory);
    double sum = FloatLinearLoss.forward(problem, isKeeping(), memory);
    return CrossEntropy.over(norm(logits, targets), sum);
  }

  /// Adds the gradients of the loss that [#forward] gave to `gradients`, or replaces what they hold.
  /// Once: the memory is used up.
  ///
  /// @param state what `forward` left, the factor of the loss, and whether gradients are added
  /// @throws IllegalArgumentException as [#forward] does, or if an array is too short
  public void backward(
      LinearLogits logits, int[] targets, Backward state, LinearGradients gradients) {
    LinearLoss problem = problem(logits, targets);
    checkMemory(logits, state.memory());
    gradients.check(logits);
    double norm = norm(logits, targets);
    FloatLinearLoss.backward(
        problem,
        isKeeping(),
        state.memory(),
        CrossEntropy.over(norm, state.factor()),
        state.add(),
        gradients.hidden(),
        gradients.weight(),
        gradients.bias());
  }

  /// How [#backward] goes on.
  ///
  /// @param memory what [#forward] filled
  /// @param factor of the gradients: the derivative of the whole by this loss
  /// @param add whether gradients are added to what the arrays hold
  public record Backward(float[] memory, double factor, boolean add) {}

  private boolean isKeeping() {
    return mode != Mode.RECOMPUTE;
  }

  private void checkMemory(LinearLogits logits, float[] memory) {
    if (memory.length < memory(logits)) {
      throw new IllegalArgumentException(
          "linear cross-entropy: memory of "
              + memory.length
              + " floats where "
              + memory(logits)
              + " are needed");
    }
  }

  private double norm(LinearLogits logits, int[] targets) {
    return loss.norm(logits.rows(), targets);
  }

  private LinearLoss problem(LinearLogits logits, int[] targets) {
    int vocabulary = logits.vocabulary();
    double[] weights = loss.options().classWeights();
    if (weights != null && weights.length != vocabulary) {
      throw new IllegalArgumentException(
          "linear cross-entropy: weight "
              + shape(logits)
              + " but class weights ("
              + weights.length
              + ")");
    }
    if (targets.length < logits.rows()) {
      throw new IllegalArgumentException(
          "linear cross-entropy: hidden ("
              + logits.rows()
              + ", "
              + logits.width()
              + ") but targets ("
              + targets.length
              + ")");
    }
    int row = Targets.wrong(targets, logits.rows(), vocabulary, loss.options().ignoreIndex());
    if (row >= 0) {
      throw new IllegalArgumentException(
          "linear cross-entropy: target "
              + targets[row]
              + " of row "
              + row
              + " is no row of a weight "
              + shape(logits));
    }
    return new LinearLoss(
        FloatMatrix.of(logits.hidden(), logits.rows(), logits.width()),
        FloatMatrix.of(logits.weight(), vocabulary, logits.width()),
        logits.bias(),
        targets,
        loss.options(),
        loss.penalty(logits.rows(), targets, norm(logits, targets)));
  }

  private static String shape(LinearLogits logits) {
    return "(" + logits.vocabulary() + ", " + logits.width() + ")";
  }
}
