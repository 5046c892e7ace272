package dev.softmax.image;

/// Predictions of blocks from the samples above and to the left of them (RFC 6386, section 12).
final class Vp8Prediction {
  static final int DC = 0;
  static final int VERTICAL = 1;
  static final int HORIZONTAL = 2;
  static final int TRUE_MOTION = 3;

  private Vp8Prediction() {}

  /// Predicts a whole block of `plane.side` by a mode.
  ///
  /// @param row first row of the block
  /// @param column first column of the block
  static void block(Vp8Plane plane, int row, int column, int mode) {
    int side = plane.side;
    int at = plane.at(row, column);
    int above = at - plane.stride;
    int mean = mode == DC ? mean(plane, row, column) : 0;
    for (int y = 0; y < side; y++, at += plane.stride) {
      int left = plane.sample(at - 1);
      for (int x = 0; x < side; x++) {
        int value =
            switch (mode) {
              case DC -> mean;
              case VERTICAL -> plane.sample(above + x);
              case HORIZONTAL -> left;
              default -> Vp8Plane.clip(left + plane.sample(above + x) - plane.sample(above - 1));
            };
        plane.set(at + x, value);
      }
    }
  }

  private static int mean(Vp8Plane plane, int row, int column) {
    int side = plane.side;
    int at = plane.at(row, column);
    int sum = 0;
    int count = 0;
    for (int i = 0; row > 0 && i < side; i++, count++) {
      sum += plane.sample(at - plane.stride + i);
    }
    for (int i = 0; column > 0 && i < side; i++, count++) {
      sum += plane.sample(at - 1 + i * plane.stride);
    }
    return count == 0 ? 128 : (sum + count / 2) / count;
  }

  /// Predicts a block of 4 × 4 at `at`.
  ///
  /// @param mode 0 to 9 in the order of the RFC: DC, TM, VE, HE, LD, RD, VR, VL, HD, HU
  /// @param edge the samples around it: 0 and 1 the lowest to the left, 2 to 4 upwards, 5 the corner, 6 to
  ///     13 from left to right above, 14 the last again
  static void small(Vp8Plane plane, int at, int mode, int[] edge) {
    int mean = 4;
    for (int i = 0; i < 4; i++) {
      mean += edge[1 + i] + edge[6 + i];
    }
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int value =
            switch (mode) {
              case 0 -> mean >> 3;
              case 1 -> Vp8Plane.clip(edge[4 - y] + edge[6 + x] - edge[5]);
              case 2 -> three(edge, 6 + x);
              case 3 -> three(edge, 4 - y);
              case 4 -> three(edge, 7 + x + y);
              case 5 -> three(edge, 5 + x - y);
              case 6 -> verticalRight(edge, x, y);
              case 7 -> verticalLeft(edge, x, y);
              case 8 -> horizontalDown(edge, 2 * y - x);
              default -> horizontalUp(edge, x + 2 * y);
            };
        plane.set(at + y * plane.stride + x, value);
      }
    }
  }

  private static int two(int[] edge, int i) {
    return (edge[i] + edge[i + 1] + 1) >> 1;
  }

  private static int three(int[] edge, int i) {
    return (edge[i - 1] + 2 * edge[i] + edge[i + 1] + 2) >> 2;
  }

  private static int verticalRight(int[] edge, int x, int y) {
    if (2 * x < y - 1) {
      return three(edge, 6 - y); // below the corner's diagonal
    }
    int i = x - y / 2;
    return y % 2 == 0 ? two(edge, 5 + i) : three(edge, 5 + i);
  }

  private static int verticalLeft(int[] edge, int x, int y) {
    if (x == 3 && y >= 2) {
      return three(edge, 9 + y);
    }
    int i = x + y / 2;
    return y % 2 == 0 ? two(edge, 6 + i) : three(edge, 7 + i);
  }

  private static int horizontalDown(int[] edge, int i) {
    if (i < 0) {
      return three(edge, 4 - i);
    }
    return i % 2 == 0 ? two(edge, 4 - i / 2) : three(edge, 4 - i / 2);
  }

  private static int horizontalUp(int[] edge, int i) {
    if (i >= 6) {
      return edge[1];
    }
    return i % 2 == 0 ? two(edge, 3 - i / 2) : three(edge, 3 - i / 2);
  }
}
