package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.GumbelSoftmax;
import dev.softmax.OutputTransform;
import dev.softmax.SoftArgmax;
import dev.softmax.SoftTopK;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Relatives of softmax as operations on tensors: other ways from scores to probabilities, the
/// losses to train them with, draws and choices that have gradients. Softmax itself is
/// [Tensor#softmax].
public final class Probabilities {
  private Probabilities() {}

  /// `(…, N, …)` → same: probabilities along an axis, such as by `Entmax.ENTMAX15`.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public static Tensor along(OutputTransform transform, Tensor x, int axis) {
    return TransformAlong.apply(transform, x, axis);
  }

  /// `(…, N, …)`, `alpha ()` → same: entmax with a learned α (Correia, Niculae and Martins,
  /// Adaptively Sparse Transformers, EMNLP 2019). Who learns it keeps it above 1, such as by `1 +
  /// σ(a)`.
  ///
  /// @throws IllegalArgumentException if there is no such axis, or α is no single number above 1
  ///     and up to 100
  public static Tensor entmax(Tensor x, Tensor alpha, int axis) {
    return EntmaxOfAlpha.apply(x, alpha, axis);
  }

  /// The transform's own mean loss: `scores (…, K)`, `targets (…)` → `()`. Targets of −100 count
  /// nothing. Probabilities, loss and gradient are one pass.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other, or a target is no class
  public static Tensor loss(OutputTransform transform, Tensor scores, Indices targets) {
    Shape shape = scores.shape();
    if (shape.rank() < 1 || !shape.isFollowing(targets.shape())) {
      throw new IllegalArgumentException(
          transform.name() + " loss: scores " + shape + " but targets " + targets.shape());
    }
    Axis axis = shape.axis(-1);
    int[] classes = Arrays.copyOf(targets.data(), axis.outer());
    Tensor result = Result.of(Shape.of(), targets.tape(), scores);
    float[] gradient = result.scratch(shape.size());
    result.data()[0] = (float) transform.lossAndGradient(scores.data(), axis, classes, gradient);
    return result.by(new Loss(scores, gradient));
  }

  /// `(…, N, …)` → same: soft draws from softmax along an axis, see [GumbelSoftmax].
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public static Tensor gumbelSoftmax(
      GumbelSoftmax gumbel, Tensor logits, int axis, RandomGenerator random) {
    Tensor noise = Result.of(logits.shape(), logits.tape());
    float[] drawn = new float[logits.shape().size()];
    GumbelSoftmax.noise(random, drawn);
    System.arraycopy(drawn, 0, noise.data(), 0, drawn.length);
    return logits.plus(noise).times(1 / gumbel.temperature()).softmax(axis);
  }

  /// `(…, N, …)` → same: forward 1 at the largest element along an axis and 0 elsewhere, backward
  /// the gradient as it comes; of [#gumbelSoftmax] it is the straight-through estimator.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public static Tensor straightThrough(Tensor soft, int axis) {
    return StraightThrough.apply(soft, axis);
  }

  /// `(…, N, …)` → `(…, …)`: the mean position along an axis, which goes, weighted by softmax.
  ///
  /// @throws IllegalArgumentException if there is no such axis, or the positions are not as many
  public static Tensor softArgmax(SoftArgmax soft, Tensor x, int axis) {
    int index = x.shape().index(axis);
    int[] lengths = new int[x.shape().rank() - index];
    Arrays.fill(lengths, 1);
    lengths[0] = x.shape().length(index);
    double[] places = soft.positions(lengths[0]);
    Tensor positions = Result.of(Shape.of(lengths), x.tape());
    for (int k = 0; k < places.length; k++) {
      positions.data()[k] = (float) places[k];
    }
    return x.times(1 / soft.temperature()).softmax(index).times(positions).sum(index);
  }

  /// `(…, N, …)` → same: weights from 0 to 1 that sum to `k`, instead of a choice of the `k`
  /// largest.
  ///
  /// @throws IllegalArgumentException if there is no such axis, or it is shorter than `k`
  public static Tensor topK(SoftTopK topK, Tensor x, int axis) {
    return TopKAlong.apply(topK, x, axis);
  }
}
