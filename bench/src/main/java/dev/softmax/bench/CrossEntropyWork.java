package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import java.util.function.DoubleSupplier;

/// Mean cross-entropy and its gradient. The gradient goes to an array of its own: written over the
/// logits it would change the input of the next call.
final class CrossEntropyWork implements Workload {
  private final DoubleSupplier loss;
  private final DoubleSupplier gradientChecksum;
  private double last;

  private CrossEntropyWork(DoubleSupplier loss, DoubleSupplier gradientChecksum) {
    this.loss = loss;
    this.gradientChecksum = gradientChecksum;
  }

  /// With a target class for each vector, plain or smoothed.
  static CrossEntropyWork ofClasses(Axis axis, double smoothing) {
    CrossEntropy crossEntropy = CrossEntropy.defaults().withLabelSmoothing(smoothing);
    float[] logits = Numbers.floats(axis.elements(), 1, 16);
    int[] targets = Numbers.targets(axis.vectors(), 2, axis.size());
    float[] gradient = new float[logits.length];
    return new CrossEntropyWork(
        () -> crossEntropy.lossAndGradient(logits, axis, targets, gradient),
        () -> Numbers.checksum(gradient));
  }

  /// With a target class for each vector, in `double`.
  static CrossEntropyWork ofDoubles(Axis axis) {
    CrossEntropy crossEntropy = CrossEntropy.defaults();
    double[] logits = Numbers.doubles(axis.elements(), 1, 16);
    int[] targets = Numbers.targets(axis.vectors(), 2, axis.size());
    double[] gradient = new double[logits.length];
    return new CrossEntropyWork(
        () -> crossEntropy.lossAndGradient(logits, axis, targets, gradient),
        () -> Numbers.checksum(gradient));
  }

  /// With given targets: a number for each class, of which those of a vector add up to about 1.
  static CrossEntropyWork ofGiven(Axis axis) {
    CrossEntropy crossEntropy = CrossEntropy.defaults();
    float[] logits = Numbers.floats(axis.elements(), 1, 16);
    float[] targets = Numbers.floats(axis.elements(), 2, 1);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (targets[i] + 0.5f) * (float) (2.0 / axis.size());
    }
    float[] gradient = new float[logits.length];
    return new CrossEntropyWork(
        () -> crossEntropy.lossAndGradient(logits, axis, targets, gradient),
        () -> Numbers.checksum(gradient));
  }

  @Override
  public void run() {
    last = loss.getAsDouble();
  }

  @Override
  public double checksum() {
    return last + gradientChecksum.getAsDouble();
  }
}
