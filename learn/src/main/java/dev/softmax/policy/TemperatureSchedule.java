package dev.softmax.policy;

import java.util.Locale;

/// The temperature of each step of learning: by the number of the step, or adapted to the values that
/// are acted on.
public sealed interface TemperatureSchedule
    permits Mellowmax,
        TargetEntropy,
        TemperatureSchedule.Constant,
        TemperatureSchedule.Exponential,
        TemperatureSchedule.Linear,
        TemperatureSchedule.Logarithmic {
  /// The temperature of a step, which is positive.
  ///
  /// @param step its number from 0
  /// @param values `(n)` of the actions; only [TargetEntropy] and [Mellowmax] look at them
  /// @throws IllegalArgumentException if the schedule needs values and these make no policy
  double at(long step, double... values);

  private static void check(String name, double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s schedule: temperature %s must be positive and finite"
              .formatted(name.toLowerCase(Locale.ROOT), temperature));
    }
  }

  /// The same temperature at each step.
  ///
  /// @param temperature positive
  record Constant(double temperature) implements TemperatureSchedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if it is not
    public Constant {
      check("constant", temperature);
    }

    @Override
    public double at(long step, double... values) {
      return temperature;
    }
  }

  /// From one temperature to another in equal steps, where it stays.
  ///
  /// @param from at step 0
  /// @param to at step `steps` and after
  /// @param steps at least 1
  record Linear(double from, double to, long steps) implements TemperatureSchedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Linear {
      check("linear", from);
      check("linear", to);
      if (steps < 1) {
        throw new IllegalArgumentException("linear schedule: " + steps + " steps");
      }
    }

    @Override
    public double at(long step, double... values) {
      double done = Math.min(1, (double) step / steps);
      return from * (1 - done) + to * done;
    }
  }

  /// `max(least, from · factorˢᵗᵉᵖ)`.
  ///
  /// @param from at step 0
  /// @param factor within 0 and 1
  /// @param least where it stays
  record Exponential(double from, double factor, double least) implements TemperatureSchedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Exponential {
      check("exponential", from);
      check("exponential", least);
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            "exponential schedule: factor " + factor + " is not above 0 and up to 1");
      }
    }

    @Override
    public double at(long step, double... values) {
      return Math.max(least, from * Math.pow(factor, (double) step));
    }
  }

  /// `scale / ln(step + 2)`, which falls so slowly that every action is tried for ever (as in Hajek,
  /// Cooling Schedules for Optimal Annealing, 1988).
  ///
  /// @param scale positive
  record Logarithmic(double scale) implements TemperatureSchedule {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if it is not
    public Logarithmic {
      check("logarithmic", scale);
    }

    @Override
    public double at(long step, double... values) {
      return scale / Math.log(step + 2.0);
    }
  }
}
