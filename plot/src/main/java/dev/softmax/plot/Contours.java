package dev.softmax.plot;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lines of equal value on a grid, by marching squares (Lorensen and Cline 1987 in two dimensions):
/// each cell's sides that the level crosses are joined, and the pieces are chained to long lines.
final class Contours {
  private final Surface surface;
  private final double level;
  private final int columns;
  // From each crossed side to the one or two sides it is joined with; sorted, so that the lines
  // come
  // in the same order each time.
  private final Map<Integer, List<Integer>> joined = new TreeMap<>();

  private Contours(Surface surface, double level) {
    this.surface = surface;
    this.level = level;
    this.columns = surface.xs.length;
  }

  /// The lines of one level in the surface's coordinates; a closed one ends where it starts.
  static List<List<Point2D>> of(Surface surface, double level) {
    Contours contours = new Contours(surface, level);
    for (int row = 0; row + 1 < surface.ys.length; row++) {
      for (int column = 0; column + 1 < contours.columns; column++) {
        contours.cell(row, column);
      }
    }
    return contours.lines();
  }

  /// Side of the grid from point (row, column) to the right.
  private int across(int row, int column) {
    return 2 * (row * columns + column);
  }

  /// Side of the grid from point (row, column) upwards.
  private int up(int row, int column) {
    return across(row, column) + 1;
  }

  private boolean above(int row, int column) {
    return surface.values[row][column] >= level;
  }

  private void cell(int row, int column) {
    boolean a = above(row, column);
    boolean b = above(row, column + 1);
    boolean c = above(row + 1, column + 1);
    boolean d = above(row + 1, column);
    List<Integer> crossed = new ArrayList<>(4);
    if (a != b) {
      crossed.add(across(row, column));
    }
    if (b != c) {
      crossed.add(up(row, column + 1));
    }
    if (c != d) {
      crossed.add(across(row + 1, column));
    }
    if (d != a) {
      crossed.add(up(row, column));
    }
    if (crossed.size() == 2) {
      join(crossed.get(0), crossed.get(1));
    } else if (crossed.size() == 4) {
      // A saddle: its middle decides which corners hang together.
      double[] low = surface.values[row];
      double[] high = surface.values[row + 1];
      double middle =
          low[column] / 4 + low[column + 1] / 4 + high[column] / 4 + high[column + 1] / 4;
      boolean cutOffB = (middle >= level) == a;
      join(crossed.get(0), crossed.get(cutOffB ? 1 : 3));
      join(crossed.get(2), crossed.get(cutOffB ? 3 : 1));
    }
  }

  private void join(int side, int other) {
    joined.computeIfAbsent(side, key -> new ArrayList<>(2)).add(other);
    joined.computeIfAbsent(other, key -> new ArrayList<>(2)).add(side);
  }

  private List<List<Point2D>> lines() {
    List<List<Point2D>> lines = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    // Lines that end at the edge of the grid start there; what is left then are closed lines.
    for (boolean closed : new boolean[] {false, true}) {
      for (Map.Entry<Integer, List<Integer>> start : joined.entrySet()) {
        if (used.contains(start.getKey()) || (!closed && start.getValue().size() == 2)) {
          continue;
        }
        List<Point2D> line = new ArrayList<>();
        @Nullable Integer side = start.getKey();
        while (side != null) {
          used.add(side);
          line.add(point(side));
          side =
              joined.getOrDefault(side, List.of()).stream()
                  .filter(next -> !used.contains(next))
                  .findFirst()
                  .orElse(null);
        }
        if (closed) {
          line.add(line.getFirst());
        }
        lines.add(line);
      }
    }
    return lines;
  }

  /// Where the level crosses a side, linear between its ends.
  private Point2D point(int side) {
    int row = side / 2 / columns;
    int column = side / 2 % columns;
    boolean upwards = side % 2 == 1;
    double from = surface.values[row][column];
    double to = upwards ? surface.values[row + 1][column] : surface.values[row][column + 1];
    double part = new Range(from, to).share(level);
    double x = surface.xs[column];
    double y = surface.ys[row];
    return upwards
        ? new Point2D.Double(x, y * (1 - part) + surface.ys[row + 1] * part)
        : new Point2D.Double(x * (1 - part) + surface.xs[column + 1] * part, y);
  }
}
