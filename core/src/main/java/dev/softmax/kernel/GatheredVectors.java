package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Functions of one vector at a time, computed in double: each vector of an array is gathered, and
/// what becomes of it is put into its places of another array. For functions whose cost is not in
/// the gathering. Element `k` of vector `(o, i)` is at `at + (o * size + k) * inner + i`.
public final class GatheredVectors {
  private static final int TASK = 8192;
  private static final Pool<Room> ROOMS = new Pool<>(Room::new);

  private GatheredVectors() {}

  /// Where the vectors lie, as in [dev.softmax.Axis].
  ///
  /// @param at index of the first element
  /// @param outer number of vectors one after another
  /// @param size length of each
  /// @param inner distance of their elements, and number of vectors side by side
  public record Layout(int at, int outer, int size, int inner) {
    /// Number of vectors.
    public int vectors() {
      return outer * inner;
    }

    /// Index of the first element of a vector.
    public int first(int vector) {
      return at + vector / inner * size * inner + vector % inner;
    }
  }

  /// `y = f(x)`, of the first `n` elements.
  @FunctionalInterface
  public interface Function {
    /// Writes `y[0 .. n)`.
    void apply(double[] x, double[] y, int n);
  }

  /// A gradient `v` of `f` times the Jacobian at `x`, of the first `n` elements.
  @FunctionalInterface
  public interface Product {
    /// Writes `out[0 .. n)`.
    void apply(double[] x, double[] v, double[] out, int n);
  }

  private static final class Room {
    double[] x = new double[0];
    double[] v = new double[0];
    double[] y = new double[0];

    void fit(int n) {
      if (x.length < n) {
        x = new double[n];
        v = new double[n];
        y = new double[n];
      }
    }
  }

  private interface Step {
    void of(int vector, Room room);
  }

  private static void forEach(Layout layout, Step step) {
    int each = Math.max(1, TASK / Math.max(1, layout.size));
    IntConsumer task =
        index -> {
          Room room = ROOMS.take();
          try {
            room.fit(layout.size);
            int end = Math.min(layout.vectors(), (index + 1) * each);
            for (int vector = index * each; vector < end; vector++) {
              step.of(vector, room);
            }
          } finally {
            ROOMS.give(room);
          }
        };
    Parallel.forEach((layout.vectors() + each - 1) / each, task);
  }

  /// The vectors of `x` → the same places of `y`, which may be `x`.
  public static void map(double[] x, double[] y, Layout layout, Function f) {
    forEach(
        layout,
        (vector, room) -> {
          int first = layout.first(vector);
          gather(x, first, layout, room.x);
          f.apply(room.x, room.y, layout.size);
          scatter(room.y, y, first, layout);
        });
  }

  /// The vectors of `x` → the same places of `y`, which may be `x`.
  public static void map(float[] x, float[] y, Layout layout, Function f) {
    forEach(
        layout,
        (vector, room) -> {
          int first = layout.first(vector);
          gather(x, first, layout, room.x);
          f.apply(room.x, room.y, layout.size);
          scatter(room.y, y, first, layout);
        });
  }

  /// The vectors of `x` and `v` → the same places of `out`, which may be `v`.
  public static void product(double[] x, double[] v, double[] out, Layout layout, Product f) {
    forEach(
        layout,
        (vector, room) -> {
          int first = layout.first(vector);
          gather(x, first, layout, room.x);
          gather(v, first, layout, room.v);
          f.apply(room.x, room.v, room.y, layout.size);
          scatter(room.y, out, first, layout);
        });
  }

  /// The vectors of `x` and `v` → the same places of `out`, which may be `v`.
  public static void product(float[] x, float[] v, float[] out, Layout layout, Product f) {
    forEach(
        layout,
        (vector, room) -> {
          int first = layout.first(vector);
          gather(x, first, layout, room.x);
          gather(v, first, layout, room.v);
          f.apply(room.x, room.v, room.y, layout.size);
          scatter(room.y, out, first, layout);
        });
  }

  private static void gather(double[] from, int first, Layout layout, double[] row) {
    for (int k = 0; k < layout.size; k++) {
      row[k] = from[first + k * layout.inner];
    }
  }

  private static void gather(float[] from, int first, Layout layout, double[] row) {
    for (int k = 0; k < layout.size; k++) {
      row[k] = from[first + k * layout.inner];
    }
  }

  private static void scatter(double[] row, double[] to, int first, Layout layout) {
    for (int k = 0; k < layout.size; k++) {
      to[first + k * layout.inner] = row[k];
    }
  }

  private static void scatter(double[] row, float[] to, int first, Layout layout) {
    for (int k = 0; k < layout.size; k++) {
      to[first + k * layout.inner] = (float) row[k];
    }
  }
}
