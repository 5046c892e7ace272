package dev.softmax.cli;

import dev.softmax.policy.environment.Environment;
import dev.softmax.policy.environment.GridMap;
import dev.softmax.policy.environment.GridWorld;
import dev.softmax.policy.learning.LearnedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A map with the way on it that a policy takes, as arrows.
final class GridPath {
  private static final String ARROWS = "↑→↓←";

  private GridPath() {}

  /// The lines of the map; where the way crosses a cell twice, the arrow is the last.
  static List<String> of(GridMap map, LearnedPolicy policy) {
    int cells = map.rows() * map.columns();
    StringBuilder letters = new StringBuilder();
    for (int cell = 0; cell < cells; cell++) {
      letters.append(map.letter(cell));
    }
    // Whoever has not arrived after that many steps goes round in a circle.
    GridWorld world = GridWorld.of(map).withLimit(cells);
    double[] at = world.reset(new SplittableRandom(0));
    boolean over = false;
    while (!over) {
      int action = policy.policy(at).greedy();
      letters.setCharAt((int) at[0], ARROWS.charAt(action));
      Environment.Step step = world.step(action);
      at = step.observation();
      over = step.ends();
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < map.rows(); row++) {
      lines.add(letters.substring(row * map.columns(), (row + 1) * map.columns()));
    }
    return lines;
  }
}
