package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Products of few rows, which read each element of `b` once: there is nothing to gain from packing
/// it. `a` has `rows` rows `aRow` apart, with elements `aStep` apart.
final class SimdDoubleThin {
  private static final VectorSpecies<Double> F = SimdFloatLanes.D;
  private static final int WIDTH = F.length();

  /// Sums that are taken at once.
  static final int SUMS = 8;

  /// Whether [#dots] can be called: it takes vectors of eight elements or more.
  static final boolean DOTS = WIDTH >= SUMS;

  private SimdDoubleThin() {}

  /// One row of `c` and eight vectors of its columns: `c = a b`, or `c += a b`, with consecutive
  /// columns and rows of `b` that are `bRow` apart.
  static void one(
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bRow,
      int depth,
      double[] c,
      int cAt,
      boolean add) {
    DoubleVector s0 = DoubleVector.zero(F);
    DoubleVector s1 = DoubleVector.zero(F);
    DoubleVector s2 = DoubleVector.zero(F);
    DoubleVector s3 = DoubleVector.zero(F);
    DoubleVector s4 = DoubleVector.zero(F);
    DoubleVector s5 = DoubleVector.zero(F);
    DoubleVector s6 = DoubleVector.zero(F);
    DoubleVector s7 = DoubleVector.zero(F);
    for (int p = 0; p < depth; p++) {
      DoubleVector x = DoubleVector.broadcast(F, a[aAt + p * aStep]);
      int at = bAt + p * bRow;
      s0 = DoubleVector.fromArray(F, b, at).fma(x, s0);
      s1 = DoubleVector.fromArray(F, b, at + WIDTH).fma(x, s1);
      s2 = DoubleVector.fromArray(F, b, at + 2 * WIDTH).fma(x, s2);
      s3 = DoubleVector.fromArray(F, b, at + 3 * WIDTH).fma(x, s3);
      s4 = DoubleVector.fromArray(F, b, at + 4 * WIDTH).fma(x, s4);
      s5 = DoubleVector.fromArray(F, b, at + 5 * WIDTH).fma(x, s5);
      s6 = DoubleVector.fromArray(F, b, at + 6 * WIDTH).fma(x, s6);
      s7 = DoubleVector.fromArray(F, b, at + 7 * WIDTH).fma(x, s7);
    }
    if (add) {
      s0 = s0.add(DoubleVector.fromArray(F, c, cAt));
      s1 = s1.add(DoubleVector.fromArray(F, c, cAt + WIDTH));
      s2 = s2.add(DoubleVector.fromArray(F, c, cAt + 2 * WIDTH));
      s3 = s3.add(DoubleVector.fromArray(F, c, cAt + 3 * WIDTH));
      s4 = s4.add(DoubleVector.fromArray(F, c, cAt + 4 * WIDTH));
      s5 = s5.add(DoubleVector.fromArray(F, c, cAt + 5 * WIDTH));
      s6 = s6.add(DoubleVector.fromArray(F, c, cAt + 6 * WIDTH));
      s7 = s7.add(DoubleVector.fromArray(F, c, cAt + 7 * WIDTH));
    }
    s0.intoArray(c, cAt);
    s1.intoArray(c, cAt + WIDTH);
    s2.intoArray(c, cAt + 2 * WIDTH);
    s3.intoArray(c, cAt + 3 * WIDTH);
    s4.intoArray(c, cAt + 4 * WIDTH);
    s5.intoArray(c, cAt + 5 * WIDTH);
    s6.intoArray(c, cAt + 6 * WIDTH);
    s7.intoArray(c, cAt + 7 * WIDTH);
  }

  /// Up to four rows of `c` and two vectors of its columns: `c = a b`, or `c += a b`. Rows from `rows`
  /// on are the one before once more.
  static void four(
      double[] a,
      int aAt,
      int aRow,
      int aStep,
      int rows,
      double[] b,
      int bAt,
      int bRow,
      int depth,
      double[] c,
      int cAt,
      int cRow,
      boolean add) {
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    DoubleVector o0 = DoubleVector.zero(F);
    DoubleVector o1 = DoubleVector.zero(F);
    DoubleVector p0 = DoubleVector.zero(F);
    DoubleVector p1 = DoubleVector.zero(F);
    DoubleVector q0 = DoubleVector.zero(F);
    DoubleVector q1 = DoubleVector.zero(F);
    DoubleVector r0 = DoubleVector.zero(F);
    DoubleVector r1 = DoubleVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int at = bAt + p * bRow;
      int i = p * aStep;
      DoubleVector b0 = DoubleVector.fromArray(F, b, at);
      DoubleVector b1 = DoubleVector.fromArray(F, b, at + WIDTH);
      DoubleVector x0 = DoubleVector.broadcast(F, a[aAt + i]);
      o0 = b0.fma(x0, o0);
      o1 = b1.fma(x0, o1);
      DoubleVector x1 = DoubleVector.broadcast(F, a[a1 + i]);
      p0 = b0.fma(x1, p0);
      p1 = b1.fma(x1, p1);
      DoubleVector x2 = DoubleVector.broadcast(F, a[a2 + i]);
      q0 = b0.fma(x2, q0);
      q1 = b1.fma(x2, q1);
      DoubleVector x3 = DoubleVector.broadcast(F, a[a3 + i]);
      r0 = b0.fma(x3, r0);
      r1 = b1.fma(x3, r1);
    }
    int c1 = cAt + Math.min(1, rows - 1) * cRow;
    int c2 = cAt + Math.min(2, rows - 1) * cRow;
    int c3 = cAt + Math.min(3, rows - 1) * cRow;
    if (add) {
      o0 = o0.add(DoubleVector.fromArray(F, c, cAt));
      o1 = o1.add(DoubleVector.fromArray(F, c, cAt + WIDTH));
      p0 = p0.add(DoubleVector.fromArray(F, c, c1));
      p1 = p1.add(DoubleVector.fromArray(F, c, c1 + WIDTH));
      q0 = q0.add(DoubleVector.fromArray(F, c, c2));
      q1 = q1.add(DoubleVector.fromArray(F, c, c2 + WIDTH));
      r0 = r0.add(DoubleVector.fromArray(F, c, c3));
      r1 = r1.add(DoubleVector.fromArray(F, c, c3 + WIDTH));
    }
    o0.intoArray(c, cAt);
    o1.intoArray(c, cAt + WIDTH);
    p0.intoArray(c, c1);
    p1.intoArray(c, c1 + WIDTH);
    q0.intoArray(c, c2);
    q1.intoArray(c, c2 + WIDTH);
    r0.intoArray(c, c3);
    r1.intoArray(c, c3 + WIDTH);
  }

  /// `to[k] = sum_p a[p] b[k][p]` for eight columns `k` of `b`, those from `count` on the same as the
  /// one before; elements of `a`, and of a column, are consecutive, columns `bColumn` apart.
  /// `to` has room for eight sums and eight vectors.
  static void dots(
      double[] a, int aAt, double[] b, int bAt, int bColumn, int count, int depth, double[] to) {
    int last = count - 1;
    int b1 = bAt + Math.min(1, last) * bColumn;
    int b2 = bAt + Math.min(2, last) * bColumn;
    int b3 = bAt + Math.min(3, last) * bColumn;
    int b4 = bAt + Math.min(4, last) * bColumn;
    int b5 = bAt + Math.min(5, last) * bColumn;
    int b6 = bAt + Math.min(6, last) * bColumn;
    int b7 = bAt + Math.min(7, last) * bColumn;
    DoubleVector s0 = DoubleVector.zero(F);
    DoubleVector s1 = DoubleVector.zero(F);
    DoubleVector s2 = DoubleVector.zero(F);
    DoubleVector s3 = DoubleVector.zero(F);
    DoubleVector s4 = DoubleVector.zero(F);
    DoubleVector s5 = DoubleVector.zero(F);
    DoubleVector s6 = DoubleVector.zero(F);
    DoubleVector s7 = DoubleVector.zero(F);
    int bound = F.loopBound(depth);
    for (int p = 0; p < bound; p += WIDTH) {
      DoubleVector x = DoubleVector.fromArray(F, a, aAt + p);
      s0 = DoubleVector.fromArray(F, b, bAt + p).fma(x, s0);
      s1 = DoubleVector.fromArray(F, b, b1 + p).fma(x, s1);
      s2 = DoubleVector.fromArray(F, b, b2 + p).fma(x, s2);
      s3 = DoubleVector.fromArray(F, b, b3 + p).fma(x, s3);
      s4 = DoubleVector.fromArray(F, b, b4 + p).fma(x, s4);
      s5 = DoubleVector.fromArray(F, b, b5 + p).fma(x, s5);
      s6 = DoubleVector.fromArray(F, b, b6 + p).fma(x, s6);
      s7 = DoubleVector.fromArray(F, b, b7 + p).fma(x, s7);
    }
    // Added up one by one: a tree of permutations is shorter, but leaves vectors as objects where
    // the
    // compiler does not see through all of it.
    s0.intoArray(to, SUMS);
    s1.intoArray(to, SUMS + WIDTH);
    s2.intoArray(to, SUMS + 2 * WIDTH);
    s3.intoArray(to, SUMS + 3 * WIDTH);
    s4.intoArray(to, SUMS + 4 * WIDTH);
    s5.intoArray(to, SUMS + 5 * WIDTH);
    s6.intoArray(to, SUMS + 6 * WIDTH);
    s7.intoArray(to, SUMS + 7 * WIDTH);
    for (int k = 0; k < SUMS; k++) {
      int at = SUMS + k * WIDTH;
      double even = 0;
      double odd = 0;
      for (int lane = 0; lane < WIDTH; lane += 2) {
        even += to[at + lane];
        odd += to[at + lane + 1];
      }
      to[k] = even + odd;
    }
    for (int column = 0; column < count && bound < depth; column++) {
      int at = bAt + column * bColumn;
      for (int p = bound; p < depth; p++) {
        to[column] = Math.fma(a[aAt + p], b[at + p], to[column]);
      }
    }
  }
}
