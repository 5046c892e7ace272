package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Blocks of eight rows for the product's packed factors, by vectors of eight elements, whatever the
/// vectors of the rest.
final class SimdFloatBlocks {
  /// Rows, and columns, of a block.
  static final int ROWS = 8;

  /// Whether the machine has vectors of eight.
  static final boolean FAST = ROWS <= SimdFloatTiles.WIDTH;

  private static final VectorSpecies<Float> F =
      VectorSpecies.of(float.class, VectorShape.forBitSize(FAST ? ROWS * Float.SIZE : 128));

  /// What takes the first halves of two vectors in turns, and the second halves.
  private static final float[] FIRST = {0, 8, 1, 9, 2, 10, 3, 11};

  private static final float[] SECOND = {4, 12, 5, 13, 6, 14, 7, 15};

  private SimdFloatBlocks() {}

  /// `y[p][i] = x[i][p]` for eight rows of `x`, those from `count` on the same as the one before, and
  /// `depth`, which is a multiple of eight, elements of each. Interleaving rows `i` and `i + 4` turns
  /// the bits of an element's number (row, column) by one; three times exchanges row and column.
  static void transpose(
      float[] x, int at, int stride, int count, int depth, float[] y, int to, int width) {
    FloatVector first = FloatVector.fromArray(F, FIRST, 0);
    FloatVector second = FloatVector.fromArray(F, SECOND, 0);
    int last = count - 1;
    int i1 = at + Math.min(1, last) * stride;
    int i2 = at + Math.min(2, last) * stride;
    int i3 = at + Math.min(3, last) * stride;
    int i4 = at + Math.min(4, last) * stride;
    int i5 = at + Math.min(5, last) * stride;
    int i6 = at + Math.min(6, last) * stride;
    int i7 = at + Math.min(7, last) * stride;
    for (int p = 0; p < depth; p += ROWS) {
      FloatVector a0 = FloatVector.fromArray(F, x, at + p);
      FloatVector a1 = FloatVector.fromArray(F, x, i1 + p);
      FloatVector a2 = FloatVector.fromArray(F, x, i2 + p);
      FloatVector a3 = FloatVector.fromArray(F, x, i3 + p);
      FloatVector a4 = FloatVector.fromArray(F, x, i4 + p);
      FloatVector a5 = FloatVector.fromArray(F, x, i5 + p);
      FloatVector a6 = FloatVector.fromArray(F, x, i6 + p);
      FloatVector a7 = FloatVector.fromArray(F, x, i7 + p);
      FloatVector b0 = first.selectFrom(a0, a4);
      FloatVector b1 = second.selectFrom(a0, a4);
      FloatVector b2 = first.selectFrom(a1, a5);
      FloatVector b3 = second.selectFrom(a1, a5);
      FloatVector b4 = first.selectFrom(a2, a6);
      FloatVector b5 = second.selectFrom(a2, a6);
      FloatVector b6 = first.selectFrom(a3, a7);
      FloatVector b7 = second.selectFrom(a3, a7);
      FloatVector c0 = first.selectFrom(b0, b4);
      FloatVector c1 = second.selectFrom(b0, b4);
      FloatVector c2 = first.selectFrom(b1, b5);
      FloatVector c3 = second.selectFrom(b1, b5);
      FloatVector c4 = first.selectFrom(b2, b6);
      FloatVector c5 = second.selectFrom(b2, b6);
      FloatVector c6 = first.selectFrom(b3, b7);
      FloatVector c7 = second.selectFrom(b3, b7);
      int next = to + p * width;
      first.selectFrom(c0, c4).intoArray(y, next);
      second.selectFrom(c0, c4).intoArray(y, next + width);
      first.selectFrom(c1, c5).intoArray(y, next + 2 * width);
      second.selectFrom(c1, c5).intoArray(y, next + 3 * width);
      first.selectFrom(c2, c6).intoArray(y, next + 4 * width);
      second.selectFrom(c2, c6).intoArray(y, next + 5 * width);
      first.selectFrom(c3, c7).intoArray(y, next + 6 * width);
      second.selectFrom(c3, c7).intoArray(y, next + 7 * width);
    }
  }

  /// `y[p][i] = x[p][i]` for eight `i` and `more`, at most eight, beyond them, and `depth` rows,
  /// `step` apart.
  static void copy(float[] x, int at, int step, int more, int depth, float[] y, int to, int width) {
    for (int p = 0; p < depth; p++) {
      FloatVector left = FloatVector.fromArray(F, x, at + p * step);
      FloatVector right = FloatVector.fromArray(F, x, at + p * step + more);
      left.intoArray(y, to + p * width);
      right.intoArray(y, to + p * width + more);
    }
  }
}
