package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Rows of tables on vectors.
final class SimdBags {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Float> QUARTER = SimdSums.QUARTER;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdBags() {}

  /// `out = factor Σ` of the rows `tokens[from .. to)` of `width` elements, at least a vector. Up to
  /// eight vectors of the row are summed in registers; the last one overlaps the one before it.
  static void sum(
      float[] table, int width, int[] tokens, int from, int to, float factor, float[] out, int at) {
    int i = 0;
    while (width - i > 7 * WIDTH) {
      eight(table, width, tokens, from, to, factor, out, at, i);
      i += 8 * WIDTH;
    }
    if (width - i > 4 * WIDTH) {
      seven(table, width, tokens, from, to, factor, out, at, i);
      return;
    }
    if (width - i > WIDTH) {
      four(table, width, tokens, from, to, factor, out, at, i);
    } else if (width > i) {
      one(table, width, tokens, from, to, factor, out, at, Math.min(i, width - WIDTH));
    }
  }

  private static void eight(
      float[] table,
      int width,
      int[] tokens,
      int from,
      int to,
      float factor,
      float[] out,
      int at,
      int i) {
    int last = width - WIDTH;
    // The first four lie within the row.
    int i5 = Math.min(i + 5 * WIDTH, last);
    int i6 = Math.min(i + 6 * WIDTH, last);
    int i7 = Math.min(i + 7 * WIDTH, last);
    int i4 = Math.min(i + 4 * WIDTH, last);
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int t = from; t < to; t++) {
      int row = tokens[t] * width;
      s0 = s0.add(FloatVector.fromArray(F, table, row + i));
      s1 = s1.add(FloatVector.fromArray(F, table, row + i + WIDTH));
      s2 = s2.add(FloatVector.fromArray(F, table, row + i + 2 * WIDTH));
      s3 = s3.add(FloatVector.fromArray(F, table, row + i + 3 * WIDTH));
      s4 = s4.add(FloatVector.fromArray(F, table, row + i4));
      s5 = s5.add(FloatVector.fromArray(F, table, row + i5));
      s6 = s6.add(FloatVector.fromArray(F, table, row + i6));
      s7 = s7.add(FloatVector.fromArray(F, table, row + i7));
    }
    s0.mul(factor).intoArray(out, at + i);
    s1.mul(factor).intoArray(out, at + i + WIDTH);
    s2.mul(factor).intoArray(out, at + i + 2 * WIDTH);
    s3.mul(factor).intoArray(out, at + i + 3 * WIDTH);
    s4.mul(factor).intoArray(out, at + i4);
    s5.mul(factor).intoArray(out, at + i5);
    s6.mul(factor).intoArray(out, at + i6);
    s7.mul(factor).intoArray(out, at + i7);
  }

  /// [#eight] without the last vector, which would be read twice: rows of 100 are the common case.
  private static void seven(
      float[] table,
      int width,
      int[] tokens,
      int from,
      int to,
      float factor,
      float[] out,
      int at,
      int i) {
    int last = width - WIDTH;
    int i5 = Math.min(i + 5 * WIDTH, last);
    int i6 = Math.min(i + 6 * WIDTH, last);
    int i4 = Math.min(i + 4 * WIDTH, last);
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    for (int t = from; t < to; t++) {
      int row = tokens[t] * width;
      s0 = s0.add(FloatVector.fromArray(F, table, row + i));
      s1 = s1.add(FloatVector.fromArray(F, table, row + i + WIDTH));
      s2 = s2.add(FloatVector.fromArray(F, table, row + i + 2 * WIDTH));
      s3 = s3.add(FloatVector.fromArray(F, table, row + i + 3 * WIDTH));
      s4 = s4.add(FloatVector.fromArray(F, table, row + i4));
      s5 = s5.add(FloatVector.fromArray(F, table, row + i5));
      s6 = s6.add(FloatVector.fromArray(F, table, row + i6));
    }
    s0.mul(factor).intoArray(out, at + i);
    s1.mul(factor).intoArray(out, at + i + WIDTH);
    s2.mul(factor).intoArray(out, at + i + 2 * WIDTH);
    s3.mul(factor).intoArray(out, at + i + 3 * WIDTH);
    s4.mul(factor).intoArray(out, at + i4);
    s5.mul(factor).intoArray(out, at + i5);
    s6.mul(factor).intoArray(out, at + i6);
  }

  private static void four(
      float[] table,
      int width,
      int[] tokens,
      int from,
      int to,
      float factor,
      float[] out,
      int at,
      int i) {
    int last = width - WIDTH;
    int i1 = Math.min(i + WIDTH, last);
    int i2 = Math.min(i + 2 * WIDTH, last);
    int i3 = Math.min(i + 3 * WIDTH, last);
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int t = from; t < to; t++) {
      int row = tokens[t] * width;
      s0 = s0.add(FloatVector.fromArray(F, table, row + i));
      s1 = s1.add(FloatVector.fromArray(F, table, row + i1));
      s2 = s2.add(FloatVector.fromArray(F, table, row + i2));
      s3 = s3.add(FloatVector.fromArray(F, table, row + i3));
    }
    s0.mul(factor).intoArray(out, at + i);
    s1.mul(factor).intoArray(out, at + i1);
    s2.mul(factor).intoArray(out, at + i2);
    s3.mul(factor).intoArray(out, at + i3);
  }

  private static void one(
      float[] table,
      int width,
      int[] tokens,
      int from,
      int to,
      float factor,
      float[] out,
      int at,
      int i) {
    FloatVector s = FloatVector.zero(F);
    for (int t = from; t < to; t++) {
      s = s.add(FloatVector.fromArray(F, table, tokens[t] * width + i));
    }
    s.mul(factor).intoArray(out, at + i);
  }

  /// `y += factor x` of `n` elements. No vector overlaps one just stored, which the processor would have
  /// to wait for.
  static void addRow(float[] x, int from, float factor, float[] y, int to, int n) {
    int whole = F.loopBound(n);
    int quarters = QUARTER.loopBound(n);
    FloatVector f = FloatVector.broadcast(F, factor);
    FloatVector q = FloatVector.broadcast(QUARTER, factor);
    int i = 0;
    for (; i < whole; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, from + i);
      v.fma(f, FloatVector.fromArray(F, y, to + i)).intoArray(y, to + i);
    }
    for (; i < quarters; i += 4) {
      FloatVector v = FloatVector.fromArray(QUARTER, x, from + i);
      v.fma(q, FloatVector.fromArray(QUARTER, y, to + i)).intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = Math.fma(x[from + i], factor, y[to + i]);
    }
  }
}
