package dev.softmax.policy.environment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A pole on a cart that is pushed left (action 0) or right (1), after Barto, Sutton and Anderson
/// (Neuronlike Adaptive Elements That Can Solve Difficult Learning Control Problems, 1983), with the
/// constants and the Euler steps of Gymnasium's `CartPole-v1`. Observations are the position in metres,
/// the velocity, the angle in radians, and its velocity. A step is worth 1; an episode ends when the cart
/// leaves ±2.4 or the pole ±12°, and is cut off after 500 steps.
public final class CartPole implements Environment {
  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + 1.0;

  /// Half the pole.
  private static final double LENGTH = 0.5;

  private static final double MOMENT = POLE_MASS * LENGTH;
  private static final double FORCE = 10.0;
  private static final double SECONDS = 0.02;
  private static final double WIDEST = 2.4;
  private static final double STEEPEST = 12 * 2 * Math.PI / 360;

  /// First values are within this much of 0.
  private static final double START = 0.05;

  private static final int LIMIT = 500;
  private static final Observations.Numbers OBSERVATIONS =
      new Observations.Numbers(WIDEST, 2, STEEPEST, 2);

  private final double[] state = new double[4];
  private int steps;
  private boolean running;

  /// A cart that waits for its first [#reset].
  public CartPole() {}

  @Override
  public Observations observations() {
    return OBSERVATIONS;
  }

  @Override
  public int actions() {
    return 2;
  }

  @Override
  public double[] reset(RandomGenerator random) {
    double[] first = new double[state.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = START * (2 * random.nextDouble() - 1);
    }
    return resetTo(first);
  }

  /// Begins an episode at a state of one's own.
  ///
  /// @param first position, velocity, angle, velocity of the angle
  /// @throws IllegalArgumentException if these are not four finite numbers
  public double[] resetTo(double... first) {
    boolean finite = first.length == state.length;
    for (double value : first) {
      finite &= Double.isFinite(value);
    }
    if (!finite) {
      throw new IllegalArgumentException(
          "cart pole: a state is four finite numbers, not " + Arrays.toString(first));
    }
    System.arraycopy(first, 0, state, 0, state.length);
    steps = 0;
    running = true;
    return first.clone();
  }

  @Override
  public Step step(int action) {
    if (action != 0 && action != 1) {
      throw new IllegalArgumentException("cart pole: action " + action + " of 0 and 1");
    }
    if (!running) {
      throw new IllegalStateException("cart pole: no episode is under way");
    }
    move(action == 1 ? FORCE : -FORCE);
    steps++;
    boolean fell = Math.abs(state[0]) > WIDEST || Math.abs(state[2]) > STEEPEST;
    boolean truncated = steps >= LIMIT;
    running = !fell && !truncated;
    return new Step(state.clone(), 1, fell, truncated);
  }

  /// In the order of Gymnasium's operations, so that rounding is the same.
  private void move(double force) {
    double velocity = state[1];
    double turning = state[3];
    double cosine = Math.cos(state[2]);
    double sine = Math.sin(state[2]);
    double push = (force + MOMENT * (turning * turning) * sine) / TOTAL_MASS;
    double turn =
        (GRAVITY * sine - cosine * push)
            / (LENGTH * (4.0 / 3.0 - POLE_MASS * (cosine * cosine) / TOTAL_MASS));
    double acceleration = push - MOMENT * turn * cosine / TOTAL_MASS;
    state[0] += SECONDS * velocity;
    state[1] += SECONDS * acceleration;
    state[2] += SECONDS * turning;
    state[3] += SECONDS * turn;
  }
}
