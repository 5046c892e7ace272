package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;
import dev.softmax.kernel.FloatGru;
import dev.softmax.kernel.FloatMatrix;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// States of a gated recurrent unit, see [Sequences#gru]. The gradients of all steps' products with the
/// weight are kept, and `dweight` is one product of them with the states before each step.
///
/// @param history states before each step, in the order of [FloatGru]; none where nothing is recorded
/// @param kept gates of each step, in the same order; after the backward pass the gradients of the
///     products with the weight
record Gru(
    Tensor gates,
    @Nullable Tensor start,
    Tensor weight,
    Tensor bias,
    int @Nullable [] lengths,
    float @Nullable [] history,
    float[] kept)
    implements Op {
  private static final float[] NOTHING = {};

  static Tensor apply(
      Tensor gates, @Nullable Tensor start, Tensor weight, Tensor bias, int @Nullable [] lengths) {
    check(gates, start, weight, bias);
    int hidden = weight.shape().length(1);
    checkLengths(gates.shape(), lengths);
    Shape shape = gates.shape().with(-1, hidden);
    Tensor y =
        start == null
            ? Result.of(shape, gates, weight, bias)
            : Result.of(shape, gates, start, weight, bias);
    boolean recorded = y.needsGradient();
    float[] history = recorded ? y.scratch(shape.size()) : null;
    float[] kept = recorded ? y.scratch(shape.with(-1, 4 * hidden).size()) : NOTHING;
    Gru op = new Gru(gates, start, weight, bias, lengths, history, kept);
    op.renew(y);
    return recorded ? y.by(op) : y;
  }

  /// The forward pass. The backward pass overwrites what was kept.
  @Override
  public void renew(Tensor result) {
    Shape shape = result.shape();
    FloatGru.forward(
        shape.length(0),
        shape.length(1),
        shape.length(2),
        gates.data(),
        start == null ? null : start.data(),
        weight.data(),
        bias.data(),
        lengths,
        result.data(),
        history,
        kept);
  }

  private static void check(Tensor gates, @Nullable Tensor start, Tensor weight, Tensor bias) {
    int hidden = weight.shape().rank() == 2 ? weight.shape().length(1) : -1;
    boolean fits =
        hidden > 0
            && weight.shape().length(0) == 3 * hidden
            && bias.shape().equals(Shape.of(3 * hidden))
            && gates.shape().rank() == 3
            && gates.shape().length(2) == 3 * hidden
            && (start == null || start.shape().equals(Shape.of(gates.shape().length(0), hidden)));
    if (!fits) {
      throw new IllegalArgumentException(
          "gru: gates "
              + gates.shape()
              + (start == null ? "" : " and start " + start.shape())
              + " but weight "
              + weight.shape()
              + " and bias "
              + bias.shape());
    }
  }

  private static void checkLengths(Shape gates, int @Nullable [] lengths) {
    int batch = gates.length(0);
    int steps = gates.length(1);
    if (lengths == null) {
      return;
    }
    if (lengths.length != batch) {
      throw new IllegalArgumentException("gru: " + lengths.length + " lengths but gates " + gates);
    }
    for (int b = 0; b < batch; b++) {
      if (lengths[b] < 1 || lengths[b] > steps) {
        throw new IllegalArgumentException(
            "gru: length " + lengths[b] + " of sequence " + b + " is not within 1 and " + steps);
      }
    }
  }

  @Override
  public void backward(Tensor result) {
    float[] states = Objects.requireNonNull(history);
    Shape shape = result.shape();
    int rows = shape.length(0) * shape.length(1);
    int hidden = shape.length(2);
    boolean first = gates.needsGradient() && gates.gradientSum().isEmpty();
    float[] dx = first ? gates.gradientSum().filled() : result.scratch(3 * shape.size());
    FloatGru.backward(
        shape.length(0),
        shape.length(1),
        hidden,
        result.gradientSum().array(),
        weight.data(),
        lengths,
        states,
        kept,
        dx,
        start != null && start.needsGradient() ? start.gradientSum().added() : null);
    if (gates.needsGradient() && !first) {
      gates.gradientSum().add(dx, 1);
    }
    if (weight.needsGradient()) {
      FloatMatrix g = new FloatMatrix(kept, 0, 3 * hidden, rows, 1, 4 * hidden);
      FloatMatrix h = FloatMatrix.of(states, rows, hidden);
      Products.add(g, h, weight.gradientSum(), 3 * hidden, hidden);
    }
    if (bias.needsGradient()) {
      float[] sums = result.scratch(4 * hidden);
      Arrays.fill(sums, 0, 4 * hidden, 0);
      FloatElements.addColumnSums(kept, 0, rows, 4 * hidden, sums, 0);
      FloatElements.addScaled(1, sums, 0, bias.gradientSum().added(), 0, 3 * hidden);
    }
  }
}
