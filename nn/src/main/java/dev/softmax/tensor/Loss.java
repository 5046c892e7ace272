package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import java.util.Arrays;

/// Cross-entropy of `logits (…, K)`. Its gradient costs little more than the loss itself, so the forward
/// pass has computed it, and the backward pass only multiplies.
record Loss(Tensor logits, float[] gradient) implements Op {

  static Tensor apply(Tensor logits, Indices targets, CrossEntropy loss) {
    Shape shape = logits.shape();
    if (shape.rank() < 1 || !shape.isFollowing(targets.shape())) {
      throw new IllegalArgumentException(
          "cross-entropy: logits " + shape + " but targets " + targets.shape());
    }
    Axis axis = shape.axis(-1);
    int[] classes = targets.data();
    if (classes.length != axis.outer()) {
      classes = Arrays.copyOf(classes, axis.outer());
    }
    Tensor result = Result.of(Shape.of(), targets.tape(), logits);
    if (!result.needsGradient()) {
      result.data()[0] = (float) loss.loss(logits.data(), axis, classes);
      return result;
    }
    float[] gradient = result.scratch(shape.size());
    result.data()[0] = (float) loss.lossAndGradient(logits.data(), axis, classes, gradient);
    return result.by(new Loss(logits, gradient));
  }

  static Tensor apply(Tensor logits, Tensor targets, CrossEntropy loss) {
    Shape shape = logits.shape();
    if (shape.rank() < 1 || !shape.equals(targets.shape())) {
      throw new IllegalArgumentException(
          "cross-entropy: logits " + shape + " but target probabilities " + targets.shape());
    }
    if (targets.needsGradient()) {
      throw new IllegalArgumentException(
          "cross-entropy: target probabilities " + shape + " that need a gradient");
    }
    Axis axis = shape.axis(-1);
    Tensor result = Result.of(Shape.of(), targets.tape(), logits);
    if (!result.needsGradient()) {
      result.data()[0] = (float) loss.loss(logits.data(), axis, targets.data());
      return result;
    }
    float[] gradient = result.scratch(shape.size());
    result.data()[0] = (float) loss.lossAndGradient(logits.data(), axis, targets.data(), gradient);
    return result.by(new Loss(logits, gradient));
  }

  @Override
  public void backward(Tensor result) {
    logits.gradientSum().addGiven(gradient, result.gradientSum().array()[0]);
  }
}
