package dev.softmax.policy.learning;

import dev.softmax.policy.Exploration;
import dev.softmax.policy.TemperatureSchedule;

/// How values of actions in states are learned.
///
/// @param stepSize `α`, above 0 and up to 1
/// @param discount `γ`, within 0 and 1
/// @param initial value of every action at first
/// @param exploration how actions are chosen; its steps are those of the environment
public record TabularOptions(
    double stepSize, double discount, double initial, Exploration exploration) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public TabularOptions {
    if (!(stepSize > 0 && stepSize <= 1)) {
      throw new IllegalArgumentException(
          "tabular learning: step size " + stepSize + " is not above 0 and up to 1");
    }
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException(
          "tabular learning: discount " + discount + " is not within 0 and 1");
    }
    if (!Double.isFinite(initial)) {
      throw new IllegalArgumentException("tabular learning: initial value " + initial);
    }
  }

  /// Step size 0.5, no discount, values from 0, softmax at temperature 1.
  public static TabularOptions defaults() {
    return new TabularOptions(
        0.5, 1, 0, new Exploration.Softmax(new TemperatureSchedule.Constant(1)));
  }

  /// These options with another step size.
  public TabularOptions withStepSize(double stepSize) {
    return new TabularOptions(stepSize, discount, initial, exploration);
  }

  /// These options with another discount.
  public TabularOptions withDiscount(double discount) {
    return new TabularOptions(stepSize, discount, initial, exploration);
  }

  /// These options with other first values.
  public TabularOptions withInitial(double initial) {
    return new TabularOptions(stepSize, discount, initial, exploration);
  }

  /// These options with another way to choose actions.
  public TabularOptions withExploration(Exploration exploration) {
    return new TabularOptions(stepSize, discount, initial, exploration);
  }
}
