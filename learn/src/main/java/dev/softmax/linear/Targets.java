package dev.softmax.linear;

import dev.softmax.io.InputException;

/// What rows belong to: one class each, or shares of all classes. Arrays are shared, not copied.
public sealed interface Targets {
  /// Number of rows `N`.
  int rows();

  /// Number of classes `K`.
  int classes();

  /// One class for each row.
  ///
  /// @param labels `(N)`, from 0 to `classes` (exclusive)
  /// @param classes number of classes `K`, at least 1
  record Classes(int[] labels, int classes) implements Targets {
    /// Checks every label.
    ///
    /// @throws IllegalArgumentException if there is no class, or a label is not a class
    public Classes {
      if (classes < 1) {
        throw new IllegalArgumentException("softmax regression: " + classes + " classes");
      }
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] < 0 || labels[row] >= classes) {
          throw new IllegalArgumentException(
              "softmax regression: label "
                  + labels[row]
                  + " in row "
                  + (row + 1)
                  + " but "
                  + classes
                  + " classes");
        }
      }
    }

    @Override
    public int rows() {
      return labels.length;
    }
  }

  /// A probability of each class for each row.
  ///
  /// @param probabilities `(N, K)`, none negative; each row sums to 1 within 1e-6
  /// @param classes number of classes `K`, at least 1
  record Shares(double[] probabilities, int classes) implements Targets {
    /// How far from 1 a row may sum: shares are often written with six digits.
    private static final double SLACK = 1e-6;

    /// Checks every row.
    ///
    /// @throws IllegalArgumentException if the probabilities are no rows of `classes`
    /// @throws InputException if one is negative or NaN, or a row does not sum to 1; it names row and
    ///     class, from 1
    public Shares {
      if (classes < 1 || probabilities.length % classes != 0) {
        throw new IllegalArgumentException(
            "softmax regression: "
                + probabilities.length
                + " soft targets are no rows of "
                + classes
                + " classes");
      }
      for (int row = 0; row < probabilities.length / classes; row++) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          double share = probabilities[row * classes + k];
          if (!(share >= 0)) {
            throw new InputException(
                "softmax regression: soft target "
                    + share
                    + " in row "
                    + (row + 1)
                    + ", class "
                    + (k + 1)
                    + " is not 0 or more");
          }
          sum += share;
        }
        if (!(Math.abs(sum - 1) <= SLACK)) {
          throw new InputException(
              "softmax regression: soft targets in row "
                  + (row + 1)
                  + " sum to "
                  + sum
                  + ", not to 1");
        }
      }
    }

    @Override
    public int rows() {
      return probabilities.length / classes;
    }
  }
}
