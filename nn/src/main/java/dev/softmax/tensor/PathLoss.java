package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import java.util.Arrays;

/// Minus the log-probability of going a way through a binary tree, made of other operations: the logits
/// `(0, ±x)` of each step, whose cross-entropy is `−log σ(±x)`.
final class PathLoss {
  private PathLoss() {}

  static Tensor apply(Tensor hidden, Tensor weight, TreePaths paths) {
    Shape shape = hidden.shape();
    if (shape.rank() != 2
        || weight.shape().rank() != 2
        || shape.length(1) != weight.shape().length(1)) {
      throw new IllegalArgumentException(
          "hierarchical softmax: hidden " + shape + " but weight " + weight.shape());
    }
    int steps = paths.rows().length;
    Tape tape = hidden.tape();
    Tensor rows = hidden.gather(new Indices(paths.rows(), Shape.of(steps), tape));
    Tensor nodes = weight.gather(new Indices(paths.nodes(), Shape.of(steps), tape));
    float[] signs = new float[steps];
    for (int i = 0; i < steps; i++) {
      signs[i] = paths.right()[i] ? 1 : -1;
    }
    Shape column = Shape.of(steps, 1);
    Tensor x = rows.times(nodes).sumKeeping(1).times(new Tensor(signs, column, null, null));
    int[] ones = new int[steps];
    Arrays.fill(ones, 1);
    return Tensor.concatenate(1, new Tensor(new float[steps], column, null, null), x)
        .crossEntropy(
            Indices.of(ones, steps),
            CrossEntropy.defaults().withReduction(CrossEntropy.Reduction.SUM));
  }
}
