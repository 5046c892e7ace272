package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Probabilities of `float` rows that are no longer than a vector, from the exponentials that [FewFloatLogs] kept.
final class FewFloatShares {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();
  private static final int HALF = WIDTH / 2;

  /// For each number of classes, where each element in memory has its lane, and its row.
  private static final float[] LANE = new float[(WIDTH + 1) * WIDTH];

  private static final float[] ROW = new float[(WIDTH + 1) * WIDTH];

  static {
    for (int n = 2; n <= WIDTH; n++) {
      int half = FewFloatRows.places(n) / 2;
      int elements = n * (WIDTH / FewFloatRows.places(n));
      for (int i = 0; i < elements; i++) {
        int k = i % n;
        LANE[n * WIDTH + i] = i / n * half + k % half + (k < half ? 0 : HALF);
        ROW[n * WIDTH + i] = Math.floorDiv(i, n);
      }
    }
  }

  private FewFloatShares() {}

  /// Whether rows of `n` classes are kept.
  static boolean takes(int n) {
    return WIDTH > 1 && n > 1 && n <= WIDTH;
  }

  /// `y = scale softmax(x)` row by row.
  ///
  /// @param kept the exponentials; those of the last rows are overwritten
  /// @param factors of each row `scale` divided by the sum of its exponentials
  /// @param high room for a number a row, and a vector more
  /// @param low the same
  static void products(
      float[] kept,
      double[] factors,
      float[] high,
      float[] low,
      float[] y,
      int to,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      double factor = factors[r] * 0x1p-65;
      high[r] = (float) factor;
      low[r] = (float) (factor - high[r]);
    }
    int each = WIDTH / FewFloatRows.places(n);
    FloatVector lane = FloatVector.fromArray(F, LANE, n * WIDTH);
    FloatVector row = FloatVector.fromArray(F, ROW, n * WIDTH);
    // What a store writes past its rows the next one writes over; with a mask it would take a sixth
    // longer.
    int free = rows - Math.ceilDiv(WIDTH, n);
    int from = 0;
    int r = 0;
    for (; r <= free; r += each) {
      FloatVector e = lane.selectFrom(FloatVector.fromArray(F, kept, from));
      FloatVector h = row.selectFrom(FloatVector.fromArray(F, high, r));
      FloatVector l = row.selectFrom(FloatVector.fromArray(F, low, r));
      e.fma(h, e.mul(l)).intoArray(y, to + r * n);
      from += WIDTH;
    }
    for (; r < rows; r += each) {
      FloatVector e = lane.selectFrom(FloatVector.fromArray(F, kept, from));
      FloatVector h = row.selectFrom(FloatVector.fromArray(F, high, r));
      FloatVector l = row.selectFrom(FloatVector.fromArray(F, low, r));
      e.fma(h, e.mul(l)).intoArray(kept, from);
      System.arraycopy(kept, from, y, to + r * n, Math.min(each, rows - r) * n);
      from += WIDTH;
    }
  }
}
