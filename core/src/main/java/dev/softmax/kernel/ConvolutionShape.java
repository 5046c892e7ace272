package dev.softmax.kernel;

/// Sizes of a convolution of pictures `x (B, H, W, C)` by a weight `(O, C / groups, kh, kw)` into
/// `y (B, H', W', O)`.
///
/// @param pictures B
/// @param vertical H, H' and kh
/// @param horizontal W, W' and kw
/// @param channels C
/// @param outputs O
/// @param groups into how many groups C and O are cut; divides both
public record ConvolutionShape(
    int pictures,
    ConvolutionAxis vertical,
    ConvolutionAxis horizontal,
    int channels,
    int outputs,
    int groups) {

  static final ConvolutionShape NONE =
      new ConvolutionShape(0, ConvolutionAxis.NONE, ConvolutionAxis.NONE, 1, 1, 1);

  /// Elements under a filter in one channel.
  int taps() {
    return vertical.size() * horizontal.size();
  }

  /// Input channels of a group.
  int groupChannels() {
    return channels / groups;
  }

  /// Output channels of a group.
  int groupOutputs() {
    return outputs / groups;
  }

  /// Whether each channel is a group of its own.
  boolean isDepthwise() {
    return groups == channels && channels == outputs;
  }

  /// Elements of the weight.
  int weights() {
    return outputs * groupChannels() * taps();
  }

  /// Elements of one picture of `x`.
  int pictureSize() {
    return vertical.length() * horizontal.length() * channels;
  }

  /// Elements of one picture of `y`.
  int resultSize() {
    return vertical.places() * horizontal.places() * outputs;
  }
}
