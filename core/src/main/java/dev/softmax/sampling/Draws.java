package dev.softmax.sampling;

import dev.softmax.kernel.Philox;

/// The random numbers of one step of a chain: a function of the seed, the step's place in the chain,
/// the number of tokens chosen before, and an index. What another step draws changes nothing here.
final class Draws {
  private final long seed;
  private final int place;
  private long time;

  Draws(long seed, int place) {
    this.seed = seed;
    this.place = place;
  }

  /// Says how many tokens have been chosen before.
  void at(long chosen) {
    time = chosen;
  }

  /// A number from 0 to 1 (exclusive).
  double uniform() {
    return uniform(0);
  }

  /// A number from 0 to 1 (exclusive) for an index such as a token.
  double uniform(int index) {
    return Philox.uniform(seed, time, (long) place << 32 | index);
  }
}
