package dev.softmax.nn;

import dev.softmax.tensor.Tensor;

/// Zeroes elements of `x (…)` at random on a tape of training, and divides the others by the share that
/// is kept (Srivastava et al., 2014); elsewhere it gives `x` itself.
///
/// @param rate share of elements that are zeroed, at least 0 and less than 1
public record Dropout(double rate) implements Layer {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the rate is out of its range
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout: a rate of " + rate + " must be at least 0 and less than 1");
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.dropout(rate);
  }

  @Override
  public Layer frozen() {
    return x -> x;
  }
}
