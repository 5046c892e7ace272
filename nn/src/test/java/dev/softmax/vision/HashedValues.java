package dev.softmax.vision;

import dev.softmax.nn.Part;
import dev.softmax.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The weights of `golden/vision/networks.py`, which computes the same numbers.
final class HashedValues {
  private HashedValues() {}

  /// Numbers from −1 (with) to 1 (without), multiples of 2⁻²³.
  static double[] uniform(String name, int size) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.US_ASCII));
    int start = (int) sum.getValue();
    double[] numbers = new double[size];
    for (int i = 0; i < size; i++) {
      int h = i * 0x9E3779B9 + start;
      h ^= h >>> 16;
      h *= 0x85EBCA6B;
      h ^= h >>> 13;
      h *= 0xC2B2AE35;
      h ^= h >>> 16;
      numbers[i] = (h >>> 8) / (double) (1 << 23) - 1;
    }
    return numbers;
  }

  /// Fills parameters and buffers.
  static <P extends Part> P fill(P part) {
    part.state()
        .forEach(
            (name, tensor) -> {
              if (!name.endsWith("num_batches_tracked")) {
                fill(name, tensor);
              }
            });
    return part;
  }

  private static void fill(String name, Tensor tensor) {
    int size = tensor.shape().size();
    double[] numbers = uniform(name, size);
    double scale = 0.1;
    double shift = 0;
    if (tensor.shape().rank() > 1) {
      int fan = size / tensor.shape().length(0);
      scale = Math.sqrt(6.0 / fan);
    } else if (name.endsWith("running_var")) {
      scale = 0.3;
      shift = 1;
    } else if (name.endsWith("weight")) {
      scale = 0.2;
      shift = 0.7;
    }
    for (int i = 0; i < size; i++) {
      tensor.data()[i] = (float) (shift + scale * numbers[i]);
    }
  }

  /// Pictures `(B, H, W, C)`.
  static float[] pictures(int count, int channels, int size) {
    double[] numbers = uniform("pictures", count * size * size * channels);
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers[i];
    }
    return values;
  }
}
