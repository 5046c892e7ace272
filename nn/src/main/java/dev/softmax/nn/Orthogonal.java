package dev.softmax.nn;

import dev.softmax.tensor.Shape;
import java.util.random.RandomGenerator;

/// Orthonormal vectors by Gram-Schmidt on normal ones. Since each keeps its direction, their frame is
/// uniformly distributed, as after a QR decomposition whose R has a positive diagonal.
final class Orthogonal {
  private Orthogonal() {}

  static void fill(float[] values, Shape shape, double gain, RandomGenerator random) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException("orthogonal: a shape " + shape + " is no matrix");
    }
    int rows = shape.length(0);
    int columns = rows == 0 ? 0 : shape.size() / rows;
    boolean wide = rows <= columns;
    double[][] frame = frame(Math.min(rows, columns), Math.max(rows, columns), random);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = (float) (gain * (wide ? frame[i][j] : frame[j][i]));
      }
    }
  }

  private static double[][] frame(int count, int length, RandomGenerator random) {
    double[][] frame = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        frame[i][j] = random.nextGaussian();
      }
      // Twice is enough (Kahan): what rounding leaves the first time is gone after the second.
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < i; k++) {
          add(frame[i], -dot(frame[i], frame[k]), frame[k]);
        }
      }
      double scale = 1 / Math.sqrt(dot(frame[i], frame[i]));
      for (int j = 0; j < length; j++) {
        frame[i][j] *= scale;
      }
    }
    return frame;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] b) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * b[j];
    }
  }
}
