package dev.softmax;

import org.jspecify.annotations.Nullable;

/// Logits `hidden (N, D) · weightᵀ (D, V) + bias (V)` that are not computed yet: those of a linear layer
/// over a vocabulary of `V`. The arrays are row-major, shared and not copied.
///
/// @param hidden at least `N · D`
/// @param rows `N`
/// @param weight at least `V · D`
/// @param vocabulary `V`
/// @param width `D`
/// @param bias at least `V`, or `null` for none
public record LinearLogits(
    float[] hidden, int rows, float[] weight, int vocabulary, int width, float @Nullable [] bias) {

  /// Checks that the arrays hold these shapes.
  ///
  /// @throws IllegalArgumentException naming the array and its shape, if one does not
  public LinearLogits {
    if (rows < 0 || vocabulary < 1 || width < 1) {
      throw new IllegalArgumentException(
          "linear logits: hidden ("
              + rows
              + ", "
              + width
              + ") and weight ("
              + vocabulary
              + ", "
              + width
              + "): a vocabulary and a width are at least 1");
    }
    check("hidden", hidden.length, rows, width);
    check("weight", weight.length, vocabulary, width);
    if (bias != null && bias.length < vocabulary) {
      throw new IllegalArgumentException(
          "linear logits: weight ("
              + vocabulary
              + ", "
              + width
              + ") but bias ("
              + bias.length
              + ")");
    }
  }

  /// Without a bias.
  ///
  /// @throws IllegalArgumentException naming the array and its shape, if it does not hold it
  public LinearLogits(float[] hidden, int rows, float[] weight, int vocabulary, int width) {
    this(hidden, rows, weight, vocabulary, width, null);
  }

  /// Of arrays that hold whole rows of `width` and nothing else, without a bias.
  ///
  /// @throws IllegalArgumentException if one does not, or the weight has no row
  public static LinearLogits of(float[] hidden, float[] weight, int width) {
    if (width < 1 || hidden.length % width != 0 || weight.length % width != 0) {
      throw new IllegalArgumentException(
          "linear logits: hidden ("
              + hidden.length
              + ") and weight ("
              + weight.length
              + ") are no whole rows of "
              + width);
    }
    return new LinearLogits(hidden, hidden.length / width, weight, weight.length / width, width);
  }

  /// The same with a bias, or with none.
  public LinearLogits withBias(float @Nullable [] bias) {
    return new LinearLogits(hidden, rows, weight, vocabulary, width, bias);
  }

  static void check(String what, int length, int rows, int columns) {
    if ((long) rows * columns > length) {
      throw new IllegalArgumentException(
          "linear logits: " + what + " (" + rows + ", " + columns + ") of an array of " + length);
    }
  }
}
