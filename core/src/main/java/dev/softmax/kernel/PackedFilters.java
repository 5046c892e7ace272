package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// The filters of a convolution for inference, laid out once as the tiles read them, with a bias and
/// bounds of the results. Immutable; any number of threads may use it at once.
///
/// Filters of a group lie in strips of one or two vectors of output channels, `[strip][tap][input][width]`,
/// those of channels that are groups of their own `[tap][channel]`. Channels beyond the last are 0.
public final class PackedFilters {
  /// Elements of a vector, 0 for the scalar kernels.
  private static final int VECTOR = Kernels.choice().bits() / Float.SIZE;

  private final ConvolutionShape shape;
  private final int width;
  private final float[] weights;
  private final float[] bias;
  private final float least;
  private final float most;

  /// Made when it is first asked for; whoever makes it makes the same.
  private volatile float[] transformed = new float[0];

  private PackedFilters(
      ConvolutionShape shape, float[] weights, float[] bias, float least, float most) {
    this.shape = shape;
    this.width = width(shape);
    this.weights = weights;
    this.bias = bias;
    this.least = least;
    this.most = most;
  }

  private static int width(ConvolutionShape shape) {
    int outputs = shape.groupOutputs();
    if (VECTOR == 0) {
      return outputs;
    }
    return outputs <= VECTOR ? VECTOR : 2 * VECTOR;
  }

  /// A copy of a weight `(O, C / groups, kh, kw)` and a bias `(O)`, or none.
  ///
  /// @param shape the sizes of the filters; how many and which pictures is asked for later
  public static PackedFilters of(ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    assert weight.length >= shape.weights() && (bias == null || bias.length >= shape.outputs());
    int width = width(shape);
    int strips = (shape.groupOutputs() + width - 1) / width;
    float[] shifts =
        new float[shape.isDepthwise() ? shape.outputs() : shape.groups() * strips * width];
    float[] packed =
        new float
            [shape.isDepthwise()
                ? shape.weights()
                : shifts.length * shape.taps() * shape.groupChannels()];
    PackedFilters filters =
        new PackedFilters(shape, packed, shifts, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    for (int output = 0; output < shape.outputs(); output++) {
      if (bias != null) {
        shifts[filters.biasAt(output)] = bias[output];
      }
      int from = output * shape.groupChannels() * shape.taps();
      for (int input = 0; input < shape.groupChannels(); input++) {
        for (int tap = 0; tap < shape.taps(); tap++) {
          packed[filters.weightAt(output, input, tap)] = weight[from + input * shape.taps() + tap];
        }
      }
    }
    return filters;
  }

  /// These with results `scale · y + shift`, both `(O)`.
  public PackedFilters scaled(double[] scale, double[] shift) {
    float[] packed = weights.clone();
    float[] shifts = bias.clone();
    for (int output = 0; output < shape.outputs(); output++) {
      int at = biasAt(output);
      shifts[at] = (float) (scale[output] * shifts[at] + shift[output]);
      for (int input = 0; input < shape.groupChannels(); input++) {
        for (int tap = 0; tap < shape.taps(); tap++) {
          int i = weightAt(output, input, tap);
          packed[i] = (float) (scale[output] * packed[i]);
        }
      }
    }
    return new PackedFilters(shape, packed, shifts, least, most);
  }

  /// These with results cut at two bounds; NaN stays. They share the weights.
  public PackedFilters within(float least, float most) {
    return new PackedFilters(shape, weights, bias, least, most);
  }

  /// Convolves pictures: `y = clamp(x ∗ weight + bias + shortcut)`.
  ///
  /// @param size of the pictures; the filters as they were given
  /// @param shortcut of the size of `y`, or none; may be `y`
  public void apply(ConvolutionShape size, float[] x, float @Nullable [] shortcut, float[] y) {
    assert size.weights() == shape.weights() && size.groups() == shape.groups();
    FilterCall.run(this, size, x, shortcut, y);
  }

  /// The sizes that the filters were made for.
  ConvolutionShape shape() {
    return shape;
  }

  /// The same with fewer multiplications for pictures of a size, where that suits.
  @Nullable WinogradPass winograd(ConvolutionShape size) {
    ConvolutionAxis v = size.vertical();
    ConvolutionAxis h = size.horizontal();
    int depth = size.groupChannels();
    int columns = size.groupOutputs();
    if (!WinogradPass.suits(v, h, size.groups(), depth, columns)) {
      return null;
    }
    float[] u = transformed;
    if (u.length == 0) {
      u = WinogradPass.transformed(weights, depth, columns, u);
      transformed = u;
    }
    return new WinogradPass(v, h, depth, columns, u, bias, least, most);
  }

  /// Output channels of a strip.
  int width() {
    return width;
  }

  /// Strips of a group.
  int strips() {
    return (shape.groupOutputs() + width - 1) / width;
  }

  /// Where the filters of a strip of a group begin.
  int stripAt(int group, int strip) {
    return (group * strips() + strip) * width * shape.taps() * shape.groupChannels();
  }

  /// Where the bias of an output channel is; strips are as wide there.
  int biasAt(int output) {
    if (shape.isDepthwise()) {
      return output;
    }
    int group = output / shape.groupOutputs();
    return group * strips() * width + output % shape.groupOutputs();
  }

  private int weightAt(int output, int input, int tap) {
    if (shape.isDepthwise()) {
      return tap * shape.outputs() + output;
    }
    int place = output % shape.groupOutputs();
    return stripAt(output / shape.groupOutputs(), place / width)
        + (tap * shape.groupChannels() + input) * width
        + place % width;
  }

  float[] weights() {
    return weights;
  }

  float[] bias() {
    return bias;
  }

  float least() {
    return least;
  }

  float most() {
    return most;
  }

  /// Whether results are cut at all.
  boolean cuts() {
    return least > Float.NEGATIVE_INFINITY || most < Float.POSITIVE_INFINITY;
  }
}
