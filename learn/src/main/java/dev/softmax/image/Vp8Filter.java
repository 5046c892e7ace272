package dev.softmax.image;

/// VP8's loop filters, which smooth the edges of blocks (RFC 6386, section 15).
final class Vp8Filter {
  private Vp8Filter() {}

  /// How much a macroblock is filtered.
  ///
  /// @param limit difference across an edge that is filtered
  /// @param inner difference beside an edge up to which it is
  /// @param threshold difference beside an edge from which on less is filtered
  record Strength(int limit, int inner, int threshold) {
    static Strength of(int level, int sharpness) {
      int inner = sharpness == 0 ? level : level >> (sharpness > 4 ? 2 : 1);
      if (sharpness > 0) {
        inner = Math.min(inner, 9 - sharpness);
      }
      inner = Math.max(inner, 1);
      return new Strength(2 * level + inner, inner, level >= 40 ? 2 : level >= 15 ? 1 : 0);
    }
  }

  /// Filters the edges of a macroblock, to the left and above and of its blocks of 4 × 4.
  static void macroblock(
      Vp8Plane plane, int row, int column, Strength strength, boolean inside, boolean simple) {
    int at = plane.at(row, column);
    for (int direction = 0; direction < 2; direction++) {
      int across = direction == 0 ? 1 : plane.stride;
      int along = direction == 0 ? plane.stride : 1;
      int position = direction == 0 ? column : row;
      for (int edge = 0; edge < (inside ? plane.side : 1); edge += 4) {
        if (edge == 0 && position == 0) {
          continue;
        }
        int limit = 2 * (strength.limit + (edge == 0 ? 4 : 0)) + 1;
        for (int i = 0; i < plane.side; i++) {
          int q = at + edge * across + i * along;
          if (simple) {
            simple(plane, q, across, limit);
          } else {
            normal(plane, q, across, limit, strength, edge == 0);
          }
        }
      }
    }
  }

  private static void simple(Vp8Plane plane, int q, int step, int limit) {
    if (4 * difference(plane, q - step, q) + difference(plane, q - 2 * step, q + step) <= limit) {
      two(plane, q, step);
    }
  }

  private static void normal(
      Vp8Plane plane, int q, int step, int limit, Strength strength, boolean outer) {
    int p0 = q - step;
    int p1 = p0 - step;
    if (4 * difference(plane, p0, q) + difference(plane, p1, q + step) > limit) {
      return;
    }
    for (int i = 1; i <= 3; i++) {
      if (difference(plane, q + i * step, q + (i - 1) * step) > strength.inner
          || difference(plane, p0 - i * step, p0 - (i - 1) * step) > strength.inner) {
        return;
      }
    }
    if (difference(plane, p1, p0) > strength.threshold
        || difference(plane, q + step, q) > strength.threshold) {
      two(plane, q, step);
    } else if (outer) {
      six(plane, q, step);
    } else {
      four(plane, q, step);
    }
  }

  private static int difference(Vp8Plane plane, int a, int b) {
    return Math.abs(plane.sample(a) - plane.sample(b));
  }

  private static int seven(int value) {
    return Math.min(Math.max(value, -128), 127);
  }

  private static int four(int value) {
    return Math.min(Math.max(value, -16), 15);
  }

  private static void two(Vp8Plane plane, int q, int step) {
    int outer = seven(plane.sample(q - 2 * step) - plane.sample(q + step));
    int a = 3 * (plane.sample(q) - plane.sample(q - step)) + outer;
    plane.add(q - step, four((a + 3) >> 3));
    plane.add(q, -four((a + 4) >> 3));
  }

  private static void four(Vp8Plane plane, int q, int step) {
    int a = 3 * (plane.sample(q) - plane.sample(q - step));
    int a1 = four((a + 4) >> 3);
    int a3 = (a1 + 1) >> 1;
    plane.add(q - 2 * step, a3);
    plane.add(q - step, four((a + 3) >> 3));
    plane.add(q, -a1);
    plane.add(q + step, -a3);
  }

  private static void six(Vp8Plane plane, int q, int step) {
    int outer = seven(plane.sample(q - 2 * step) - plane.sample(q + step));
    int a = seven(3 * (plane.sample(q) - plane.sample(q - step)) + outer);
    for (int i = 0; i < 3; i++) {
      int change = ((27 - 9 * i) * a + 63) >> 7;
      plane.add(q - (i + 1) * step, change);
      plane.add(q + i * step, -change);
    }
  }
}
