package dev.softmax.tensor;

/// How filters move over pictures.
///
/// @param vertical along the height
/// @param horizontal along the width
/// @param groups into how many groups input and output channels are cut; each output channel sees its
///     own group of input channels only
public record ConvolutionOptions(Window vertical, Window horizontal, int groups) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if there is no group
  public ConvolutionOptions {
    if (groups < 1) {
      throw new IllegalArgumentException("convolution: " + groups + " groups");
    }
  }

  /// Square filters of a size that move by one, without padding, in one group.
  public static ConvolutionOptions of(int size) {
    return new ConvolutionOptions(Window.of(size), Window.of(size), 1);
  }

  /// These with a stride on both axes.
  public ConvolutionOptions withStride(int value) {
    return new ConvolutionOptions(vertical.withStride(value), horizontal.withStride(value), groups);
  }

  /// These with as much padding on all four sides.
  public ConvolutionOptions withPadding(int value) {
    return withPadding(value, value);
  }

  /// These with padding above and on the left, and below and on the right.
  public ConvolutionOptions withPadding(int before, int after) {
    return new ConvolutionOptions(
        vertical.withPadding(before, after), horizontal.withPadding(before, after), groups);
  }

  /// These with a dilation on both axes.
  public ConvolutionOptions withDilation(int value) {
    return new ConvolutionOptions(
        vertical.withDilation(value), horizontal.withDilation(value), groups);
  }

  /// These with channels cut into groups.
  public ConvolutionOptions withGroups(int value) {
    return new ConvolutionOptions(vertical, horizontal, value);
  }
}
