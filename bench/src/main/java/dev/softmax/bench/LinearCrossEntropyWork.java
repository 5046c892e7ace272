package dev.softmax.bench;

import dev.softmax.CrossEntropy;
import dev.softmax.LinearCrossEntropy;
import dev.softmax.LinearGradients;
import dev.softmax.LinearLogits;

/// The mean cross-entropy of a linear layer's logits `(n, v)`, and its gradients by hidden vectors
/// `(n, d)` and weight `(v, d)`.
final class LinearCrossEntropyWork implements Workload {
  private static final LinearCrossEntropy LOSS = LinearCrossEntropy.of(CrossEntropy.defaults());

  private final LinearLogits logits;
  private final LinearGradients gradients;
  private final float[] hidden;
  private final float[] weight;
  private final int[] targets;
  private double loss;

  LinearCrossEntropyWork(int n, int d, int v) {
    logits = LinearLogits.of(Numbers.floats(n * d, 1, 2), Numbers.floats(v * d, 2, 0.2f), d);
    targets = Numbers.targets(n, 3, v);
    hidden = new float[n * d];
    weight = new float[v * d];
    gradients = new LinearGradients(hidden, weight, null);
  }

  @Override
  public void run() {
    loss = LOSS.lossAndGradients(logits, targets, gradients);
  }

  @Override
  public double checksum() {
    return loss + Numbers.checksum(hidden) + Numbers.checksum(weight);
  }
}
