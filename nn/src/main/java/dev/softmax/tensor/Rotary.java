package dev.softmax.tensor;

import dev.softmax.kernel.FloatRotary;

/// `y = R x` with the rotations `R` of the positions; `dx = Rᵀ dy`, the rotations back.
record Rotary(Tensor x, RotaryPositions positions, int from) implements Op {

  static Tensor apply(Tensor x, RotaryPositions positions, int from) {
    Shape shape = x.shape();
    if (shape.rank() != 3 || shape.length(2) % positions.width() != 0) {
      throw new IllegalArgumentException(
          "rotary: x " + shape + " is not (B, T, H · " + positions.width() + ")");
    }
    if (from < 0 || from > positions.positions() - shape.length(1)) {
      throw new IllegalArgumentException(
          "rotary: x "
              + shape
              + " from position "
              + from
              + ", but there are "
              + positions.positions()
              + " positions");
    }
    Tensor y = Result.of(shape, x);
    Rotary op = new Rotary(x, positions, from);
    op.rotate(x.data(), y.data(), false);
    return y.by(op);
  }

  private void rotate(float[] source, float[] target, boolean back) {
    FloatRotary.rotate(
        source,
        target,
        x.shape().product(0, 2),
        x.shape().length(2),
        x.shape().length(1),
        from,
        positions.width(),
        positions.cos(),
        positions.sin(),
        positions.pairing() == RotaryPositions.Pairing.ADJACENT,
        back);
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = x.gradientSum();
    if (sum.isEmpty()) {
      rotate(result.gradientSum().array(), sum.filled(), true);
    } else {
      // The result's gradient has been read for the last time.
      float[] dx = result.gradientSum().consumed();
      rotate(dx, dx, true);
      sum.add(dx, 1);
    }
  }
}
