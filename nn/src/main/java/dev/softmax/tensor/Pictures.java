package dev.softmax.tensor;

import dev.softmax.kernel.ActivationKind;
import org.jspecify.annotations.Nullable;

/// Operations on pictures `(B, H, W, C)`: B pictures of H rows, W columns and C channels, which are last.
/// The mean over a whole picture is `x.mean(1, 2)`.
public final class Pictures {
  private Pictures() {}

  /// `x (B, H, W, C)`, `weight (O, C / groups, kh, kw)`, `bias (O)` → `(B, H′, W′, O)`: filters moved
  /// over pictures, whose padding is zeros. As everywhere in the field, filters are not turned.
  ///
  /// @param bias none where it is null
  /// @throws IllegalArgumentException if the shapes do not suit each other and the options
  public static Tensor convolution(
      Tensor x, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return Convolution.apply(x, weight, bias, options);
  }

  /// `x (B, H, W, C)` → `(B, H′, W′, C)`: the largest under each window. Padding counts as −∞, NaN as
  /// larger than all; the gradient goes to the first of equals, row by row.
  ///
  /// @throws IllegalArgumentException if x has another rank, or a window lies in the padding
  public static Tensor maxPool(Tensor x, Window vertical, Window horizontal) {
    return MaxPool.apply(x, vertical, horizontal);
  }

  /// `x (B, H, W, C)` → `(B, H′, W′, C)`: the mean under each window, padding counted as zeros.
  ///
  /// @throws IllegalArgumentException if x has another rank
  public static Tensor averagePool(Tensor x, Window vertical, Window horizontal) {
    return AveragePool.apply(x, vertical, horizontal);
  }

  /// `x (…, C)`, `gamma (C)`, `beta (C)` → `(…, C)`: each channel to mean 0 and variance 1 over all pixels
  /// of the batch, then times gamma plus beta; otherwise as [Tensor#batchNorm].
  ///
  /// @throws IllegalArgumentException if the shapes differ, or there is one pixel to train on
  public static Tensor norm(Tensor x, Tensor gamma, Tensor beta, RunningStatistics running) {
    return PixelNorm.apply(x, gamma, beta, running, null, false);
  }

  /// `max(norm(x) + shortcut, 0)`, in one pass over memory.
  ///
  /// @param shortcut of the shape of x; none where it is null
  /// @throws IllegalArgumentException if the shapes differ
  public static Tensor normRelu(
      Tensor x, Tensor gamma, Tensor beta, RunningStatistics running, @Nullable Tensor shortcut) {
    return PixelNorm.apply(x, gamma, beta, running, shortcut, true);
  }

  /// `x (B, H, W, C)` → `(B, ⌈H / stride⌉, ⌈W / stride⌉, before + C + after)`: pixels a stride apart, with
  /// channels of zeros in front and behind: the shortcut without parameters of He et al. (2016), option A.
  ///
  /// @throws IllegalArgumentException if x has another rank, or a number is out of its range
  public static Tensor thinned(Tensor x, int stride, int before, int after) {
    return Thinned.apply(x, stride, before, after);
  }

  /// `min(max(x, 0), 6)`; its slope at 0 and 6 is 0.
  public static Tensor relu6(Tensor x) {
    return Activate.apply(ActivationKind.RELU6, x);
  }
}
