package dev.softmax.kernel;

/// Products with features of rows that lie in strips of 64: `x[strip][column][lane]`, where a lane is a
/// row. Vectors then are full whatever the numbers of columns and classes are; `w (columns, K)` and `g`
/// are row-major.
public final class FloatFeatures {
  /// Rows of a strip.
  public static final int STRIP = 64;

  /// Numbers that [#transposed] needs to work.
  public static final int ROOM = 20 * 16;

  /// Columns of a strip are a multiple of this.
  public static final int COLUMNS = 4;

  private FloatFeatures() {}

  /// `z[k][lane] += Σ_j x[j][lane] w[j][k]` of one strip.
  public static void forward(
      float[] x, int xAt, int columns, float[] w, int wAt, int classes, float[] z, int zAt) {
    int bits = Kernels.choice().bits();
    if (bits == 0) {
      plainForward(x, xAt, columns, w, wAt, classes, z, zAt);
      return;
    }
    int k = 0;
    for (; bits == 512 && k + 5 <= classes; k += 5) {
      SimdFloatFeatures.forward5(x, xAt, columns, w, wAt + k, classes, z, zAt + k * STRIP);
    }
    for (; k + 2 <= classes; k += 2) {
      SimdFloatFeatures.forward2(x, xAt, columns, w, wAt + k, classes, z, zAt + k * STRIP);
    }
    if (k < classes) {
      SimdFloatFeatures.forward1(x, xAt, columns, w, wAt + k, classes, z, zAt + k * STRIP);
    }
  }

  /// `g[j][k] += Σ x[strip][j][lane] r[strip][k][lane]` over some strips.
  ///
  /// @param columns a multiple of [#COLUMNS]
  /// @param xStrip distance between strips of `x`
  /// @param room [#ROOM] numbers, overwritten
  public static void transposed(
      float[] x,
      int xAt,
      int columns,
      int xStrip,
      int strips,
      float[] r,
      int rAt,
      int classes,
      double[] g,
      int gAt,
      float[] room) {
    int bits = Kernels.choice().bits();
    int rStrip = classes * STRIP;
    for (int j = 0; j < columns; j += COLUMNS) {
      int at = xAt + j * STRIP;
      int to = gAt + j * classes;
      if (bits == 0) {
        plainTransposed(x, at, xStrip, strips, r, rAt, classes, g, to);
        continue;
      }
      int k = 0;
      for (; bits == 512 && k + 5 <= classes; k += 5) {
        SimdFloatFeatures.transposed5(
            x, at, xStrip, strips, r, rAt + k * STRIP, rStrip, g, to + k, classes, room);
      }
      for (; k + 2 <= classes; k += 2) {
        SimdFloatFeatures.transposed2(
            x, at, xStrip, strips, r, rAt + k * STRIP, rStrip, g, to + k, classes, room);
      }
      if (k < classes) {
        SimdFloatFeatures.transposed1(
            x, at, xStrip, strips, r, rAt + k * STRIP, rStrip, g, to + k, classes, room);
      }
    }
  }

  /// `out = x` as numbers from 0 to 255.
  ///
  /// @param n a multiple of [#STRIP]
  public static void unpack(byte[] x, int at, float[] out, int to, int n) {
    if (Kernels.choice().bits() > 0 && SimdFloatFeatures.UNPACKS) {
      SimdFloatFeatures.unpack(x, at, out, to, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[to + i] = x[at + i] & 0xff;
    }
  }

  private static void plainForward(
      float[] x, int xAt, int columns, float[] w, int wAt, int classes, float[] z, int zAt) {
    for (int k = 0; k < classes; k++) {
      int to = zAt + k * STRIP;
      for (int j = 0; j < columns; j++) {
        float weight = w[wAt + j * classes + k];
        for (int lane = 0; lane < STRIP; lane++) {
          z[to + lane] += x[xAt + j * STRIP + lane] * weight;
        }
      }
    }
  }

  /// [#COLUMNS] columns.
  private static void plainTransposed(
      float[] x,
      int xAt,
      int xStrip,
      int strips,
      float[] r,
      int rAt,
      int classes,
      double[] g,
      int gAt) {
    for (int j = 0; j < COLUMNS; j++) {
      for (int k = 0; k < classes; k++) {
        double sum = 0;
        for (int strip = 0; strip < strips; strip++) {
          int at = xAt + strip * xStrip + j * STRIP;
          int from = rAt + (strip * classes + k) * STRIP;
          for (int lane = 0; lane < STRIP; lane++) {
            sum += (double) x[at + lane] * r[from + lane];
          }
        }
        g[gAt + j * classes + k] += sum;
      }
    }
  }
}
