package dev.softmax.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.softmax.image.PreparedPictures;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The input of a model as pictures. A length of 0 is any.
///
/// @param name the input's name
/// @param channelsLast whether it is `(B, H, W, C)`, not `(B, C, H, W)`
/// @param bytes whether its numbers are bytes without sign, not `float`
/// @param batch pictures in a run
/// @param height `H`
/// @param width `W`
/// @param channels `C`, 1 or 3
record PictureInput(
    String name,
    boolean channelsLast,
    boolean bytes,
    int batch,
    int height,
    int width,
    int channels) {
  private static final int RANK = 4;

  /// Rows or columns of a picture are no more than this, so that sizes stay in an `int`.
  private static final int MAX_SIDE = 30_000;

  /// An input as pictures; null if it is something else. Which axis has the channels is told by its
  /// length, 1 or 3; where two could have them, it is the second, ONNX's own.
  static @Nullable PictureInput of(String name, TensorInfo info) {
    long[] shape = info.getShape();
    boolean bytes = info.type == OnnxJavaType.UINT8;
    if (shape.length != RANK || (info.type != OnnxJavaType.FLOAT && !bytes)) {
      return null;
    }
    boolean channelsLast = !isChannels(shape[1]);
    long channels = shape[channelsLast ? 3 : 1];
    long height = shape[channelsLast ? 1 : 2];
    long width = shape[channelsLast ? 2 : 3];
    if (!isChannels(channels)
        || shape[0] > Integer.MAX_VALUE
        || height > MAX_SIDE
        || width > MAX_SIDE
        || shape[0] == 0
        || height == 0
        || width == 0) {
      return null;
    }
    return new PictureInput(
        name, channelsLast, bytes, any(shape[0]), any(height), any(width), (int) channels);
  }

  private static boolean isChannels(long length) {
    return length == 1 || length == 3;
  }

  private static int any(long length) {
    return (int) Math.max(0, length);
  }

  /// A tensor for a message, such as `float (?, 10)`.
  static String describe(TensorInfo info) {
    return Arrays.stream(info.getShape())
        .mapToObj(length -> length < 0 ? "?" : Long.toString(length))
        .collect(
            Collectors.joining(
                ", ", info.type.name().toLowerCase(java.util.Locale.ROOT) + " (", ")"));
  }

  /// Whether pictures of this size can be given to it.
  boolean suits(int high, int wide, int deep) {
    return deep == channels && (height == 0 || height == high) && (width == 0 || width == wide);
  }

  /// The shape of a run of so many pictures.
  long[] shape(int count, PreparedPictures pictures) {
    int high = pictures.height();
    int wide = pictures.width();
    return channelsLast
        ? new long[] {count, high, wide, channels}
        : new long[] {count, channels, high, wide};
  }

  /// Its pictures for a message, such as `(3, 224, 224)`.
  @Override
  public String toString() {
    String high = height == 0 ? "?" : Integer.toString(height);
    String wide = width == 0 ? "?" : Integer.toString(width);
    return channelsLast
        ? "(%s, %s, %d)".formatted(high, wide, channels)
        : "(%d, %s, %s)".formatted(channels, high, wide);
  }
}
