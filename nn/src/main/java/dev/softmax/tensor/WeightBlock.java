package dev.softmax.tensor;

import org.jspecify.annotations.Nullable;

/// A block of a weight `(O, I)` that works as a linear layer of its own: of layers that are kept in one
/// tensor, such as the projections of attention, or of one whose input comes in parts.
///
/// @param weight the whole
/// @param bias of the whole, `(O)`, or none
/// @param row the first row of the block
/// @param rows how many: features out
/// @param column the first column of the block
/// @param columns how many: features in
public record WeightBlock(
    Tensor weight, @Nullable Tensor bias, int row, int rows, int column, int columns) {
  /// Checks that the block lies within the weight.
  ///
  /// @throws IllegalArgumentException if it does not, or the bias is not as long as the weight has rows
  public WeightBlock {
    Shape shape = weight.shape();
    if (shape.rank() != 2 || (bias != null && !bias.shape().equals(Shape.of(shape.length(0))))) {
      throw new IllegalArgumentException(
          "linear: weight " + shape + (bias == null ? "" : " but bias " + bias.shape()));
    }
    if (!isWithin(row, rows, shape.length(0)) || !isWithin(column, columns, shape.length(1))) {
      throw new IllegalArgumentException(
          "linear: weight "
              + shape
              + " but a block "
              + Shape.of(rows, columns)
              + " at row "
              + row
              + " and column "
              + column);
    }
  }

  private static boolean isWithin(int from, int count, int length) {
    return from >= 0 && count >= 0 && from <= length - count;
  }

  /// Some rows of a weight, with theirs of the bias.
  public static WeightBlock rows(Tensor weight, @Nullable Tensor bias, int from, int to) {
    return new WeightBlock(weight, bias, from, to - from, 0, weight.shape().length(-1));
  }

  /// Some columns of a weight, with the whole bias.
  public static WeightBlock columns(Tensor weight, @Nullable Tensor bias, int from, int to) {
    return new WeightBlock(weight, bias, 0, weight.shape().length(0), from, to - from);
  }
}
