package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import dev.softmax.LinearCrossEntropy;
import dev.softmax.LinearGradients;
import dev.softmax.LinearLogits;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `hidden · weightᵀ + bias`. The forward pass keeps the log-sum-exp of each row and
/// as many logits as [LinearCrossEntropy] does; the backward pass computes the others again and adds
/// straight to the gradients, which are too large for copies that wait for a factor.
record LinearLoss(
    Tensor hidden,
    Tensor weight,
    @Nullable Tensor bias,
    Indices targets,
    LinearCrossEntropy loss,
    float[] memory)
    implements Op {

  static Tensor apply(
      Tensor hidden, Tensor weight, @Nullable Tensor bias, Indices targets, CrossEntropy loss) {
    check(hidden.shape(), weight.shape(), bias == null ? null : bias.shape(), targets.shape());
    LinearCrossEntropy head = LinearCrossEntropy.of(loss);
    LinearLogits logits = logits(hidden, weight, bias);
    Tensor result =
        bias == null
            ? Result.of(Shape.of(), targets.tape(), hidden, weight)
            : Result.of(Shape.of(), targets.tape(), hidden, weight, bias);
    if (!result.needsGradient()) {
      result.data()[0] = (float) head.loss(logits, targets.data());
      return result;
    }
    float[] memory = result.scratch(head.memory(logits));
    LinearLoss op = new LinearLoss(hidden, weight, bias, targets, head, memory);
    op.renew(result);
    return result.by(op);
  }

  /// The forward pass. The backward pass uses the memory up.
  @Override
  public void renew(Tensor result) {
    LinearLogits logits = logits(hidden, weight, bias);
    result.data()[0] = (float) loss.forward(logits, targets.data(), memory);
  }

  private static void check(Shape hidden, Shape weight, @Nullable Shape bias, Shape targets) {
    if (hidden.rank() < 1 || weight.rank() != 2 || hidden.length(-1) != weight.length(1)) {
      throw new IllegalArgumentException(
          "linear cross-entropy: hidden " + hidden + " but weight " + weight);
    }
    if (bias != null && !bias.equals(Shape.of(weight.length(0)))) {
      throw new IllegalArgumentException(
          "linear cross-entropy: weight " + weight + " but bias " + bias);
    }
    if (!hidden.isFollowing(targets)) {
      throw new IllegalArgumentException(
          "linear cross-entropy: hidden " + hidden + " but targets " + targets);
    }
  }

  private static LinearLogits logits(Tensor hidden, Tensor weight, @Nullable Tensor bias) {
    Shape shape = hidden.shape();
    LinearLogits logits =
        new LinearLogits(
            hidden.data(),
            shape.product(0, shape.rank() - 1),
            weight.data(),
            weight.shape().length(0),
            weight.shape().length(1));
    return logits.withBias(bias == null ? null : bias.data());
  }

  @Override
  public void backward(Tensor result) {
    boolean replace = isEmpty(hidden) && isEmpty(weight) && (bias == null || isEmpty(bias));
    LinearGradients gradients =
        new LinearGradients(
            gradient(hidden, replace),
            gradient(weight, replace),
            bias == null ? null : gradient(bias, replace));
    float factor = result.gradientSum().array()[0];
    loss.backward(
        logits(hidden, weight, bias),
        targets.data(),
        new LinearCrossEntropy.Backward(memory, factor, !replace),
        gradients);
  }

  private static boolean isEmpty(Tensor input) {
    return !input.needsGradient() || input.gradientSum().isEmpty();
  }

  private static float @Nullable [] gradient(Tensor input, boolean replace) {
    if (!input.needsGradient()) {
      return null;
    }
    return replace ? input.gradientSum().filled() : input.gradientSum().added();
  }
}
