package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [SparseProduct] on vectors. Rows of `width` elements lie next to each other without padding: the
/// last vector of a row overlaps the one before it, and both are loaded before either is stored.
/// Rows narrower than a vector take vectors of half or a quarter of its length, so that they do not
/// reach into the next row.
final class SimdSparseRows {
  private static final VectorShape SHAPE = Kernels.shape();
  private static final VectorSpecies<Double> WIDE = VectorSpecies.of(double.class, SHAPE);
  private static final VectorSpecies<Double> HALF = narrower(2);
  private static final VectorSpecies<Double> QUARTER = narrower(4);
  private static final int WIDTH = WIDE.length();

  private SimdSparseRows() {}

  private static VectorSpecies<Double> narrower(int parts) {
    int bits = Math.max(128, SHAPE.vectorBitSize() / parts);
    return VectorSpecies.of(double.class, VectorShape.forBitSize(bits));
  }

  /// [SparseProduct#multiplyAdd] for a width of two and more.
  static void multiplyAdd(
      SparseMatrix x, int from, int to, double[] b, int width, double[] out, int at) {
    if (width < HALF.length()) {
      quarters(x, from, to, b, width, out, at, width - QUARTER.length());
      return;
    }
    if (width < WIDTH) {
      halves(x, from, to, b, width, out, at, width - HALF.length());
      return;
    }
    int last = width - WIDTH;
    int first = 0;
    while (first < width) {
      int rest = width - first;
      if (rest > 4 * WIDTH && rest < 5 * WIDTH) {
        // What would be left for a call of its own is less than a vector.
        three(x, from, to, b, width, out, at, first, first + 2 * WIDTH);
        first += 3 * WIDTH;
      } else if (rest > 3 * WIDTH) {
        four(x, from, to, b, width, out, at, first, Math.min(first + 3 * WIDTH, last));
        first += 4 * WIDTH;
      } else if (rest > 2 * WIDTH) {
        three(x, from, to, b, width, out, at, first, last);
        first = width;
      } else if (rest > WIDTH) {
        two(x, from, to, b, width, out, at, first, last);
        first = width;
      } else {
        one(x, from, to, b, width, out, at, first);
        first = width;
      }
    }
  }

  /// [SparseProduct#addOuter] for a width of two and more.
  static void addOuter(SparseMatrix x, int row, double[] a, int at, int width, double[] out) {
    if (width < HALF.length()) {
      outerQuarters(x, row, a, at, width, out, width - QUARTER.length());
      return;
    }
    if (width < WIDTH) {
      outerHalves(x, row, a, at, width, out, width - HALF.length());
      return;
    }
    int first = 0;
    for (; width - first >= 3 * WIDTH; first += WIDTH) {
      outerOne(x, row, a, at, width, out, first);
    }
    if (width - first > 2 * WIDTH) {
      outerOne(x, row, a, at, width, out, first);
      first += WIDTH;
    }
    if (width - first > WIDTH) {
      outerTwo(x, row, a, at, width, out, first, width - WIDTH);
    } else {
      outerOne(x, row, a, at, width, out, first);
    }
  }

  private static void one(
      SparseMatrix x, int from, int to, double[] b, int width, double[] out, int at, int first) {
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      DoubleVector s0 = DoubleVector.fromArray(WIDE, out, y + first);
      int end = offsets[row + 1];
      for (int e = offsets[row]; e < end; e++) {
        int source = indices[e] * width;
        DoubleVector value = DoubleVector.broadcast(WIDE, values[e]);
        s0 = value.fma(DoubleVector.fromArray(WIDE, b, source + first), s0);
      }
      s0.intoArray(out, y + first);
    }
  }

  private static void two(
      SparseMatrix x,
      int from,
      int to,
      double[] b,
      int width,
      double[] out,
      int at,
      int first,
      int last) {
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      DoubleVector s0 = DoubleVector.fromArray(WIDE, out, y + first);
      DoubleVector s1 = DoubleVector.fromArray(WIDE, out, y + last);
      int end = offsets[row + 1];
      for (int e = offsets[row]; e < end; e++) {
        int source = indices[e] * width;
        DoubleVector value = DoubleVector.broadcast(WIDE, values[e]);
        s0 = value.fma(DoubleVector.fromArray(WIDE, b, source + first), s0);
        s1 = value.fma(DoubleVector.fromArray(WIDE, b, source + last), s1);
      }
      s0.intoArray(out, y + first);
      s1.intoArray(out, y + last);
    }
  }

  private static void three(
      SparseMatrix x,
      int from,
      int to,
      double[] b,
      int width,
      double[] out,
      int at,
      int first,
      int last) {
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      DoubleVector s0 = DoubleVector.fromArray(WIDE, out, y + first);
      DoubleVector s1 = DoubleVector.fromArray(WIDE, out, y + first + WIDTH);
      DoubleVector s2 = DoubleVector.fromArray(WIDE, out, y + last);
      int end = offsets[row + 1];
      for (int e = offsets[row]; e < end; e++) {
        int source = indices[e] * width;
        DoubleVector value = DoubleVector.broadcast(WIDE, values[e]);
        s0 = value.fma(DoubleVector.fromArray(WIDE, b, source + first), s0);
        s1 = value.fma(DoubleVector.fromArray(WIDE, b, source + first + WIDTH), s1);
        s2 = value.fma(DoubleVector.fromArray(WIDE, b, source + last), s2);
      }
      s0.intoArray(out, y + first);
      s1.intoArray(out, y + first + WIDTH);
      s2.intoArray(out, y + last);
    }
  }

  private static void four(
      SparseMatrix x,
      int from,
      int to,
      double[] b,
      int width,
      double[] out,
      int at,
      int first,
      int last) {
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      DoubleVector s0 = DoubleVector.fromArray(WIDE, out, y + first);
      DoubleVector s1 = DoubleVector.fromArray(WIDE, out, y + first + WIDTH);
      DoubleVector s2 = DoubleVector.fromArray(WIDE, out, y + first + 2 * WIDTH);
      DoubleVector s3 = DoubleVector.fromArray(WIDE, out, y + last);
      int end = offsets[row + 1];
      for (int e = offsets[row]; e < end; e++) {
        int source = indices[e] * width;
        DoubleVector value = DoubleVector.broadcast(WIDE, values[e]);
        s0 = value.fma(DoubleVector.fromArray(WIDE, b, source + first), s0);
        s1 = value.fma(DoubleVector.fromArray(WIDE, b, source + first + WIDTH), s1);
        s2 = value.fma(DoubleVector.fromArray(WIDE, b, source + first + 2 * WIDTH), s2);
        s3 = value.fma(DoubleVector.fromArray(WIDE, b, source + last), s3);
      }
      s0.intoArray(out, y + first);
      s1.intoArray(out, y + first + WIDTH);
      s2.intoArray(out, y + first + 2 * WIDTH);
      s3.intoArray(out, y + last);
    }
  }

  private static void halves(
      SparseMatrix x, int from, int to, double[] b, int width, double[] out, int at, int last) {
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      DoubleVector s0 = DoubleVector.fromArray(HALF, out, y);
      DoubleVector s1 = DoubleVector.fromArray(HALF, out, y + last);
      int end = offsets[row + 1];
      for (int e = offsets[row]; e < end; e++) {
        int source = indices[e] * width;
        DoubleVector value = DoubleVector.broadcast(HALF, values[e]);
        s0 = value.fma(DoubleVector.fromArray(HALF, b, source), s0);
        s1 = value.fma(DoubleVector.fromArray(HALF, b, source + last), s1);
      }
      s0.intoArray(out, y);
      s1.intoArray(out, y + last);
    }
  }

  private static void quarters(
      SparseMatrix x, int from, int to, double[] b, int width, double[] out, int at, int last) {
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      DoubleVector s0 = DoubleVector.fromArray(QUARTER, out, y);
      DoubleVector s1 = DoubleVector.fromArray(QUARTER, out, y + last);
      int end = offsets[row + 1];
      for (int e = offsets[row]; e < end; e++) {
        int source = indices[e] * width;
        DoubleVector value = DoubleVector.broadcast(QUARTER, values[e]);
        s0 = value.fma(DoubleVector.fromArray(QUARTER, b, source), s0);
        s1 = value.fma(DoubleVector.fromArray(QUARTER, b, source + last), s1);
      }
      s0.intoArray(out, y);
      s1.intoArray(out, y + last);
    }
  }

  private static void outerOne(
      SparseMatrix x, int row, double[] a, int at, int width, double[] out, int first) {
    int[] indices = x.indices();
    double[] values = x.values();
    DoubleVector a0 = DoubleVector.fromArray(WIDE, a, at + first);
    int end = x.offsets()[row + 1];
    for (int e = x.offsets()[row]; e < end; e++) {
      int to = indices[e] * width;
      DoubleVector value = DoubleVector.broadcast(WIDE, values[e]);
      DoubleVector y0 = value.fma(a0, DoubleVector.fromArray(WIDE, out, to + first));
      y0.intoArray(out, to + first);
    }
  }

  private static void outerTwo(
      SparseMatrix x, int row, double[] a, int at, int width, double[] out, int first, int last) {
    int[] indices = x.indices();
    double[] values = x.values();
    DoubleVector a0 = DoubleVector.fromArray(WIDE, a, at + first);
    DoubleVector a1 = DoubleVector.fromArray(WIDE, a, at + last);
    int end = x.offsets()[row + 1];
    for (int e = x.offsets()[row]; e < end; e++) {
      int to = indices[e] * width;
      DoubleVector value = DoubleVector.broadcast(WIDE, values[e]);
      DoubleVector y0 = value.fma(a0, DoubleVector.fromArray(WIDE, out, to + first));
      DoubleVector y1 = value.fma(a1, DoubleVector.fromArray(WIDE, out, to + last));
      y0.intoArray(out, to + first);
      y1.intoArray(out, to + last);
    }
  }

  private static void outerHalves(
      SparseMatrix x, int row, double[] a, int at, int width, double[] out, int last) {
    int[] indices = x.indices();
    double[] values = x.values();
    DoubleVector a0 = DoubleVector.fromArray(HALF, a, at);
    DoubleVector a1 = DoubleVector.fromArray(HALF, a, at + last);
    int end = x.offsets()[row + 1];
    for (int e = x.offsets()[row]; e < end; e++) {
      int to = indices[e] * width;
      DoubleVector value = DoubleVector.broadcast(HALF, values[e]);
      DoubleVector y0 = value.fma(a0, DoubleVector.fromArray(HALF, out, to));
      DoubleVector y1 = value.fma(a1, DoubleVector.fromArray(HALF, out, to + last));
      y0.intoArray(out, to);
      y1.intoArray(out, to + last);
    }
  }

  private static void outerQuarters(
      SparseMatrix x, int row, double[] a, int at, int width, double[] out, int last) {
    int[] indices = x.indices();
    double[] values = x.values();
    DoubleVector a0 = DoubleVector.fromArray(QUARTER, a, at);
    DoubleVector a1 = DoubleVector.fromArray(QUARTER, a, at + last);
    int end = x.offsets()[row + 1];
    for (int e = x.offsets()[row]; e < end; e++) {
      int to = indices[e] * width;
      DoubleVector value = DoubleVector.broadcast(QUARTER, values[e]);
      DoubleVector y0 = value.fma(a0, DoubleVector.fromArray(QUARTER, out, to));
      DoubleVector y1 = value.fma(a1, DoubleVector.fromArray(QUARTER, out, to + last));
      y0.intoArray(out, to);
      y1.intoArray(out, to + last);
    }
  }
}
