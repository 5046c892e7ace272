package dev.softmax.nn;

import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;

/// Adds fixed waves of the position to `x (B, T, C)` (Vaswani et al. 2017, section 3.5): feature `2 i`
/// of position `p` gets `sin(p / 10000^(2 i / C))`, feature `2 i + 1` the cosine. Positions that are
/// learned are an [Embedding] of the positions 0 to T − 1, added likewise.
///
/// Sines and cosines are computed once, in double.
///
/// @param table `(positions, C)`, a constant
public record SinusoidalPositions(Tensor table) implements Layer {
  private static final double BASE = 10_000;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the table is no matrix
  public SinusoidalPositions {
    if (table.shape().rank() != 2) {
      throw new IllegalArgumentException("positions: a table " + table.shape());
    }
  }

  /// Waves for sequences of up to so many positions.
  ///
  /// @param width C
  /// @throws IllegalArgumentException if one is less than 1
  public static SinusoidalPositions of(int width, int positions) {
    if (width < 1 || positions < 1) {
      throw new IllegalArgumentException(
          "positions: " + positions + " positions of " + width + " features");
    }
    float[] table = new float[Shape.of(positions, width).size()];
    for (int j = 0; j < width; j++) {
      double frequency = Math.pow(BASE, -(double) (j - j % 2) / width);
      for (int p = 0; p < positions; p++) {
        double angle = p * frequency;
        table[p * width + j] = (float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return new SinusoidalPositions(Tensor.of(table, positions, width));
  }

  /// Adds the waves of the positions from 0.
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, 0);
  }

  /// Adds the waves of the positions from `from`: how many steps came before.
  ///
  /// @throws IllegalArgumentException if x is not `(B, T, C)`, or a step is beyond the last position
  public Tensor forward(Tensor x, int from) {
    Shape shape = x.shape();
    if (shape.rank() != 3
        || shape.length(2) != table.shape().length(1)
        || from < 0
        || from > table.shape().length(0) - shape.length(1)) {
      throw new IllegalArgumentException(
          "positions: x " + shape + " from position " + from + " but a table " + table.shape());
    }
    return x.plus(table.slice(0, from, from + shape.length(1)));
  }
}
