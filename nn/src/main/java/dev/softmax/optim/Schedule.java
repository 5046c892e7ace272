package dev.softmax.optim;

/// The learning rate of each step: a pure function of the step's number, so that a training that goes
/// on finds the rate where it was. Steps count from 0. Whoever knows only the number of epochs
/// multiplies it by the steps of one.
public sealed interface Schedule {
  /// The learning rate of a step.
  ///
  /// @param step its number from 0
  double rate(long step);

  /// The rate that the schedule was made with: the highest, unless others were made to grow.
  double given();

  /// Always the same.
  record Constant(double rate) implements Schedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if the rate is negative or not finite
    public Constant {
      Check.atLeastZero("learning rate", rate);
    }

    @Override
    public double given() {
      return rate;
    }

    @Override
    public double rate(long step) {
      return rate;
    }
  }

  /// Multiplied by a factor every so many steps: `rate · factor^⌊step / every⌋`; PyTorch's `StepLR`.
  ///
  /// @param rate at first
  /// @param every number of steps with the same rate, at least 1
  /// @param factor at least 0
  record Step(double rate, long every, double factor) implements Schedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Step {
      Check.atLeastZero("learning rate", rate);
      Check.atLeastOne("steps", every);
      Check.atLeastZero("factor", factor);
    }

    @Override
    public double given() {
      return rate;
    }

    @Override
    public double rate(long step) {
      long times = step / every;
      return rate * Math.pow(factor, (double) times);
    }
  }

  /// Half a cosine from the first rate to the last (Loshchilov and Hutter, 2017, equation 5), which then
  /// stays: `last + (rate − last) (1 + cos(π · step / steps)) / 2`; PyTorch's `CosineAnnealingLR`.
  ///
  /// @param rate at first
  /// @param last from step `steps` on
  /// @param steps at least 1
  record Cosine(double rate, double last, long steps) implements Schedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Cosine {
      Check.atLeastZero("learning rate", rate);
      Check.atLeastZero("last learning rate", last);
      Check.atLeastOne("steps", steps);
    }

    @Override
    public double given() {
      return rate;
    }

    @Override
    public double rate(long step) {
      return between(rate, last, Math.min(1, (double) step / steps));
    }
  }

  /// Straight up to the first rate of another schedule, which then begins: step `s` has the share
  /// `(s + 1) / (steps + 1)` of it, so that no step has a rate of zero.
  ///
  /// @param steps of warm-up, at least 1
  /// @param after what follows
  record WarmUp(long steps, Schedule after) implements Schedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there is no step of warm-up
    public WarmUp {
      Check.atLeastOne("steps of warm-up", steps);
    }

    @Override
    public double given() {
      return after.given();
    }

    @Override
    public double rate(long step) {
      return step < steps ? after.rate(0) * (step + 1) / (steps + 1) : after.rate(step - steps);
    }
  }

  /// Up to the highest rate and down to almost nothing, both as half a cosine (Smith and Topin, 2019);
  /// PyTorch's `OneCycleLR`.
  ///
  /// @param highest the highest rate
  /// @param steps of the whole cycle, at least 2; from then on the last rate stays
  /// @param rising share of the steps that rise, more than 0 and less than 1
  /// @param start the highest rate over the first, more than 0
  /// @param end the first rate over the last, more than 0
  record OneCycle(double highest, long steps, double rising, double start, double end)
      implements Schedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public OneCycle {
      Check.atLeastZero("highest learning rate", highest);
      Check.atLeastOne("steps less one", steps - 1);
      Check.positive("rising share", rising);
      Check.share("rising share", rising);
      Check.positive("start", start);
      Check.positive("end", end);
    }

    /// A cycle with PyTorch's defaults: 30 % of the steps rise from a 25th, and the end is a 10,000th of
    /// the start.
    public static OneCycle of(double highest, long steps) {
      return new OneCycle(highest, steps, 0.3, 25, 1e4);
    }

    @Override
    public double given() {
      return highest;
    }

    @Override
    public double rate(long step) {
      double top = rising * steps - 1;
      double first = highest / start;
      double at = Math.min(step, steps - 1);
      return at <= top
          ? between(first, highest, top <= 0 ? 1 : at / top)
          : between(highest, first / end, (at - top) / (steps - 1 - top));
    }
  }

  /// The point of half a cosine from `from` to `to`.
  private static double between(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
