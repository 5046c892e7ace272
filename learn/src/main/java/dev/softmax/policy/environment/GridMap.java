package dev.softmax.policy.environment;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// The map of a [GridWorld], drawn in letters, all lines of one length: `S` start, `G` goal, `#` wall,
/// `X` pit, which ends the episode, `C` cliff, which leads back to the start, `.` free.
public final class GridMap {
  /// The cliff of Sutton and Barto's example 6.6.
  public static final GridMap CLIFF =
      of(
          "cliff",
          """
          ............
          ............
          ............
          SCCCCCCCCCCG
          """);

  /// A short way along pits, and a longer one around.
  public static final GridMap PITS =
      of(
          "grid",
          """
          ...........
          .#########.
          .#.......#.
          S..XXXXX..G
          .#.......#.
          .#########.
          ...........
          """);

  private static final String LETTERS = "SG#XC.";

  /// More cells than this are not meant.
  private static final int MOST_CELLS = 1_000_000;

  private final String cells;
  private final int columns;
  private final int start;

  private GridMap(String cells, int columns, int start) {
    this.cells = cells;
    this.columns = columns;
    this.start = start;
  }

  /// The map in a file.
  ///
  /// @throws InputException if it cannot be read or is no map
  public static GridMap read(Path file) {
    try {
      return of(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /// A map.
  ///
  /// @param name what errors call it
  /// @param text its lines; blank ones at the end do not count
  /// @throws InputException naming line and column of what is wrong
  public static GridMap of(String name, String text) {
    List<String> lines = text.stripTrailing().lines().map(String::stripTrailing).toList();
    if (lines.isEmpty()) {
      throw new InputException(name + ": the map is empty");
    }
    int columns = lines.getFirst().length();
    if (columns == 0 || (long) columns * lines.size() > MOST_CELLS) {
      throw new InputException(
          "%s: a map of %d lines and %d columns; there may be 1 to %d cells"
              .formatted(name, lines.size(), columns, MOST_CELLS));
    }
    for (int row = 0; row < lines.size(); row++) {
      check(name, lines.get(row), row, columns);
    }
    String cells = String.join("", lines);
    int start = cells.indexOf('S');
    if (start < 0) {
      throw new InputException(name + ": the map has no start S in its lines 1 to " + lines.size());
    }
    int second = cells.indexOf('S', start + 1);
    if (second >= 0) {
      throw new InputException(
          "%s, %s: a second start S; the first is in %s"
              .formatted(name, place(second, columns), place(start, columns)));
    }
    if (cells.indexOf('G') < 0) {
      throw new InputException(name + ": the map has no goal G in its lines 1 to " + lines.size());
    }
    GridMap map = new GridMap(cells, columns, start);
    if (!map.leadsToGoal()) {
      throw new InputException(
          "%s: no way leads from the start in %s to a goal".formatted(name, place(start, columns)));
    }
    return map;
  }

  private static void check(String name, String line, int row, int columns) {
    for (int column = 0; column < line.length(); column++) {
      char letter = line.charAt(column);
      if (LETTERS.indexOf(letter) < 0) {
        throw new InputException(
            "%s, line %d, column %d: %s is none of S, G, #, X, C and ."
                .formatted(
                    name, row + 1, column + 1, InputException.quote(String.valueOf(letter))));
      }
    }
    if (line.length() != columns) {
      throw new InputException(
          "%s, line %d: %d columns, but line 1 has %d"
              .formatted(name, row + 1, line.length(), columns));
    }
  }

  private static String place(int cell, int columns) {
    return "line " + (cell / columns + 1) + ", column " + (cell % columns + 1);
  }

  private boolean leadsToGoal() {
    boolean[] seen = new boolean[cells.length()];
    ArrayDeque<Integer> next = new ArrayDeque<>(List.of(start));
    seen[start] = true;
    while (!next.isEmpty()) {
      int cell = next.remove();
      if (letter(cell) == 'G') {
        return true;
      }
      for (int move = 0; move < GridWorld.MOVES; move++) {
        int to = moved(cell, move);
        boolean deadly = letter(to) == 'X' || letter(to) == 'C';
        if (!seen[to] && !deadly) {
          seen[to] = true;
          next.add(to);
        }
      }
    }
    return false;
  }

  /// Number of lines.
  public int rows() {
    return cells.length() / columns;
  }

  /// Number of columns.
  public int columns() {
    return columns;
  }

  /// The letter of a cell; cells count line by line from 0.
  public char letter(int cell) {
    return cells.charAt(cell);
  }

  /// The cell of the start.
  public int start() {
    return start;
  }

  /// The cell that a move leads to: its neighbour, or itself at an edge or wall.
  int moved(int cell, int move) {
    int row = cell / columns + (move == GridWorld.UP ? -1 : move == GridWorld.DOWN ? 1 : 0);
    int column = cell % columns + (move == GridWorld.LEFT ? -1 : move == GridWorld.RIGHT ? 1 : 0);
    boolean outside = row < 0 || row >= rows() || column < 0 || column >= columns;
    int to = row * columns + column;
    return outside || letter(to) == '#' ? cell : to;
  }
}
