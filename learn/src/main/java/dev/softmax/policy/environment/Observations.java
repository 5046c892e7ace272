package dev.softmax.policy.environment;

import java.util.Arrays;

/// What an [Environment] shows of itself.
public sealed interface Observations {
  /// Length of an observation.
  int length();

  /// One of a finite number of states: an observation is its number, from 0, alone in an array.
  ///
  /// @param count number of states, at least 1
  record States(int count) implements Observations {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there are none
    public States {
      if (count < 1) {
        throw new IllegalArgumentException("environment: " + count + " states");
      }
    }

    @Override
    public int length() {
      return 1;
    }

    /// The state that an observation is.
    ///
    /// @throws IllegalArgumentException if it is none
    public int of(double[] observation) {
      double number = observation.length == 1 ? observation[0] : Double.NaN;
      int state = (int) number;
      if (state != number || state < 0 || state >= count) {
        throw new IllegalArgumentException(
            "environment: the observation %s is not one of %d states"
                .formatted(Arrays.toString(observation), count));
      }
      return state;
    }
  }

  /// Numbers of about known sizes, by which a network divides them.
  ///
  /// @param scales one a number, positive; copied
  record Numbers(double... scales) implements Observations {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there are none, or one is not positive and finite
    public Numbers {
      scales = scales.clone();
      if (scales.length == 0) {
        throw new IllegalArgumentException("environment: observations of no numbers");
      }
      for (double scale : scales) {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("environment: a scale of " + scale);
        }
      }
    }

    /// Of sizes about 1.
    public static Numbers of(int length) {
      double[] ones = new double[length];
      Arrays.fill(ones, 1);
      return new Numbers(ones);
    }

    @Override
    public int length() {
      return scales.length;
    }
  }
}
