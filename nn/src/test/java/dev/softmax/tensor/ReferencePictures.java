package dev.softmax.tensor;

import java.util.Arrays;

/// Convolution and pooling of pictures in plain `double` loops, to take slopes of.
final class ReferencePictures {
  private ReferencePictures() {}

  /// Arguments of the golden file: strides, dilations, padding (above, below, left, right) and groups.
  static double[] convolution(int[][] shapes, int[] shape, int[] arguments, double[][] x) {
    int outputs = shape[3];
    int depth = shapes[1][1];
    double[] y = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < y.length; i++) {
      int output = i % outputs;
      int first = output / (outputs / arguments[8]) * depth;
      y[i] = x.length == 3 ? x[2][output] : 0;
      for (int f = 0; f < depth * shapes[1][2] * shapes[1][3]; f++) {
        int column = f % shapes[1][3];
        int row = f / shapes[1][3] % shapes[1][2];
        int channel = f / shapes[1][3] / shapes[1][2];
        int at =
            pixel(
                shapes[0],
                shape,
                i,
                row * arguments[2] - arguments[4],
                column * arguments[3] - arguments[6],
                arguments);
        if (at >= 0) {
          int weight = output * depth * shapes[1][2] * shapes[1][3] + f;
          y[i] += x[0][at + first + channel] * x[1][weight];
        }
      }
    }
    return y;
  }

  /// Where the pixel begins that lies some rows and columns from that of a result; −1 outside.
  private static int pixel(int[] of, int[] shape, int i, int down, int across, int[] strides) {
    int place = i / shape[3];
    int column = place % shape[2] * strides[1] + across;
    int row = place / shape[2] % shape[1] * strides[0] + down;
    boolean inside = row >= 0 && row < of[1] && column >= 0 && column < of[2];
    return inside ? ((place / shape[2] / shape[1] * of[1] + row) * of[2] + column) * of[3] : -1;
  }

  /// Arguments of the golden file: size, strides, dilations, padding.
  static double[] pool(boolean max, int[] of, int[] shape, int[] arguments, double[] x) {
    int[] strides = {arguments[2], arguments[3]};
    double[] y = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < y.length; i++) {
      y[i] = max ? Double.NEGATIVE_INFINITY : 0;
      for (int row = 0; row < arguments[0]; row++) {
        for (int column = 0; column < arguments[1]; column++) {
          int down = row * arguments[4] - arguments[6];
          int across = column * arguments[5] - arguments[8];
          int at = pixel(of, shape, i, down, across, strides);
          double value = at < 0 ? (max ? Double.NEGATIVE_INFINITY : 0) : x[at + i % shape[3]];
          y[i] = max ? Math.max(y[i], value) : y[i] + value / (arguments[0] * arguments[1]);
        }
      }
    }
    return y;
  }
}
