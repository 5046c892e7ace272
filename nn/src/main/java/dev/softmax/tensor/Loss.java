package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import java.util.Arrays;

/// Cross-entropy of `logits (N, K)`. Its gradient costs little more than the loss itself, so the forward
/// pass has computed it, and the backward pass only multiplies.
record Loss(Tensor logits, float[] gradient) implements Op {

  static Tensor apply(Tensor logits, Indices targets, CrossEntropy loss) {
    if (logits.shape().rank() != 2 || !targets.shape().equals(Shape.of(logits.shape().length(0)))) {
      throw new IllegalArgumentException(
          "cross-entropy: logits " + logits.shape() + " but targets " + targets.shape());
    }
    Tensor result = Tensor.result(Shape.of(), logits);
    Axis axis = Axis.rows(logits.shape().length(0), logits.shape().length(1));
    int[] classes = exactly(targets);
    Tape tape = logits.tape();
    if (!result.needsGradient() || tape == null) {
      result.data()[0] = (float) loss.loss(logits.data(), axis, classes);
      return result;
    }
    float[] gradient = tape.borrow(logits.shape().size());
    result.data()[0] = (float) loss.lossAndGradient(logits.data(), axis, classes, gradient);
    return result.by(new Loss(logits, gradient));
  }

  /// The targets alone: an array that serves a smaller batch, such as the last of an epoch, is longer.
  private static int[] exactly(Indices targets) {
    int size = targets.shape().size();
    return targets.data().length == size ? targets.data() : Arrays.copyOf(targets.data(), size);
  }

  @Override
  public void backward(Tensor result) {
    float dy = result.gradientSum().array()[0];
    float[] dx = logits.gradientSum().added();
    for (int i = 0; i < logits.shape().size(); i++) {
      dx[i] += dy * gradient[i];
    }
  }
}
