package dev.softmax.policy.environment;

import java.util.random.RandomGenerator;

/// Walks on a [GridMap], a step up, right, down or left at a time; walls and edges let nobody through.
/// Episodes begin at the start and end at a goal, in a pit, or when their steps are used up. States are
/// the cells, line by line.
public final class GridWorld implements Environment {
  static final int UP = 0;
  static final int RIGHT = 1;
  static final int DOWN = 2;
  static final int LEFT = 3;
  static final int MOVES = 4;

  private final GridMap map;
  private final Rewards rewards;
  private final int limit;
  private final Observations.States states;
  private int cell = -1;
  private int steps;

  /// What steps are worth.
  ///
  /// @param step each step, that to a goal too
  /// @param fall a step into a pit or off the cliff
  public record Rewards(double step, double fall) {
    /// −1 a step and −100 a fall, as on Sutton and Barto's cliff.
    public static final Rewards STANDARD = new Rewards(-1, -100);

    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if one is not finite
    public Rewards {
      if (!Double.isFinite(step) || !Double.isFinite(fall)) {
        throw new IllegalArgumentException("grid world: rewards " + step + " and " + fall);
      }
    }
  }

  private GridWorld(GridMap map, Rewards rewards, int limit) {
    this.map = map;
    this.rewards = rewards;
    this.limit = limit;
    states = new Observations.States(map.rows() * map.columns());
  }

  /// A world of [Rewards#STANDARD] and at most 1,000 steps an episode.
  public static GridWorld of(GridMap map) {
    return new GridWorld(map, Rewards.STANDARD, 1000);
  }

  /// The cliff of Sutton and Barto (Reinforcement Learning, 2nd edition, example 6.6).
  public static GridWorld cliffWalking() {
    return of(GridMap.CLIFF);
  }

  /// A new world with other rewards.
  public GridWorld withRewards(Rewards rewards) {
    return new GridWorld(map, rewards, limit);
  }

  /// A new world with another limit of the steps of an episode.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public GridWorld withLimit(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("grid world: a limit of " + steps + " steps");
    }
    return new GridWorld(map, rewards, steps);
  }

  /// The map.
  public GridMap map() {
    return map;
  }

  @Override
  public Observations.States observations() {
    return states;
  }

  @Override
  public int actions() {
    return MOVES;
  }

  @Override
  public double[] reset(RandomGenerator random) {
    steps = 0;
    cell = map.start();
    return new double[] {cell};
  }

  @Override
  public Step step(int action) {
    if (action < 0 || action >= MOVES) {
      throw new IllegalArgumentException("grid world: action " + action + " of 0 to 3");
    }
    if (cell < 0) {
      throw new IllegalStateException("grid world: no episode is under way");
    }
    steps++;
    int to = map.moved(cell, action);
    char letter = map.letter(to);
    boolean fell = letter == 'X' || letter == 'C';
    int seen = letter == 'C' ? map.start() : to;
    boolean terminated = letter == 'G' || letter == 'X';
    boolean truncated = !terminated && steps >= limit;
    cell = terminated || truncated ? -1 : seen;
    double reward = fell ? rewards.fall() : rewards.step();
    return new Step(new double[] {seen}, reward, terminated, truncated);
  }
}
