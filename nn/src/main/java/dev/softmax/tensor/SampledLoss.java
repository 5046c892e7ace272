package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import java.util.Arrays;

/// Cross-entropy over each row's target and the candidates of all rows, made of other operations: what
/// it looks up in the weight and the bias are rows, so that their gradients touch no others.
final class SampledLoss {
  private static final int IGNORED = -100;

  private SampledLoss() {}

  static Tensor apply(
      Tensor hidden, Tensor weight, Tensor bias, Indices targets, Candidates candidates) {
    Shape shape = hidden.shape();
    if (shape.rank() != 2
        || weight.shape().rank() != 2
        || shape.length(1) != weight.shape().length(1)) {
      throw new IllegalArgumentException(
          "sampled softmax: hidden " + shape + " but weight " + weight.shape());
    }
    if (!bias.shape().equals(Shape.of(weight.shape().length(0)))) {
      throw new IllegalArgumentException(
          "sampled softmax: weight " + weight.shape() + " but bias " + bias.shape());
    }
    int rows = shape.length(0);
    if (!targets.shape().equals(Shape.of(rows)) || candidates.logTargetCounts().length != rows) {
      throw new IllegalArgumentException(
          "sampled softmax: hidden " + shape + " but targets " + targets.shape());
    }
    Tape tape = Tape.common(hidden.tape(), targets.tape());
    int[] known = classes(targets, rows, weight.shape());
    Indices own = new Indices(known, targets.shape(), tape);
    Indices drawn = new Indices(candidates.classes(), Shape.of(candidates.classes().length), tape);
    Tensor single = bias.reshape(bias.shape().size(), 1);
    Tensor ofTargets =
        hidden
            .times(weight.gather(own))
            .sumKeeping(1)
            .plus(single.gather(own))
            .minus(constant(candidates.logTargetCounts(), rows, 1));
    Tensor ofCandidates =
        hidden
            .linear(weight.gather(drawn), single.gather(drawn).reshape(drawn.shape().size()))
            .minus(corrections(known, candidates));
    return Tensor.concatenate(1, ofTargets, ofCandidates)
        .crossEntropy(first(targets, rows), CrossEntropy.defaults());
  }

  /// The targets with any class where they are ignored.
  private static int[] classes(Indices targets, int rows, Shape weight) {
    int[] classes = Arrays.copyOf(targets.data(), rows);
    for (int row = 0; row < rows; row++) {
      if (classes[row] != IGNORED && (classes[row] < 0 || classes[row] >= weight.length(0))) {
        throw new IllegalArgumentException(
            "sampled softmax: target "
                + classes[row]
                + " of row "
                + row
                + " is no row of a weight "
                + weight);
      }
      classes[row] = Math.max(0, classes[row]);
    }
    return classes;
  }

  /// What each row's logits of the candidates are less by: everything where a candidate is the target.
  private static Tensor corrections(int[] targets, Candidates candidates) {
    int count = candidates.classes().length;
    float[] less = new float[targets.length * count];
    for (int row = 0; row < targets.length; row++) {
      for (int i = 0; i < count; i++) {
        boolean hit = candidates.classes()[i] == targets[row];
        less[row * count + i] = hit ? Float.POSITIVE_INFINITY : candidates.logCounts()[i];
      }
    }
    return constant(less, targets.length, count);
  }

  private static Tensor constant(float[] values, int... shape) {
    return new Tensor(values, Shape.of(shape), null, null);
  }

  /// The target is the first of a row's logits.
  private static Indices first(Indices targets, int rows) {
    int[] first = new int[rows];
    for (int row = 0; row < rows; row++) {
      first[row] = targets.data()[row] == IGNORED ? IGNORED : 0;
    }
    return Indices.of(first, rows);
  }
}
