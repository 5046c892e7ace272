package dev.softmax.linear;

import java.util.Arrays;

/// Deviations of features, and the features divided by them. Deviations are of the population, rows
/// by their weights; a feature that is the same in all rows has 1.
///
/// Sparse features are only divided, so that zeros stay zeros. With intercepts that is all: without
/// a penalty on them they take up any shift of the features, and the answer is the same. Dense
/// features are shifted to mean 0 as well if there are intercepts, since it takes fewer steps then.
final class Standardisation {
  /// Deviation, next to the largest magnitude, below which a column is constant but for rounding.
  private static final double ROUNDING = 1e-12;

  private final double[] means;
  private final double[] deviations;

  private Standardisation(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  static Standardisation of(FitData data) {
    int columns = data.features().columns();
    double[] weights = data.weights().orElseGet(() -> ones(data.rows()));
    double total = Arrays.stream(weights).sum();
    Entries entries = entries(data.features());
    double[] means = new double[columns];
    double[] rest = new double[columns];
    double[] largest = new double[columns];
    double[] last = new double[columns];
    Arrays.fill(rest, total);
    entries.forEach(
        (row, column, value) -> {
          means[column] += weights[row] / total * value;
          rest[column] -= weights[row];
          largest[column] = Math.max(largest[column], Math.abs(value));
          last[column] = value;
        });
    double[] squares = new double[columns];
    for (int j = 0; j < columns; j++) {
      squares[j] = Math.max(rest[j], 0) / total * means[j] * means[j];
    }
    entries.forEach(
        (row, column, value) -> {
          double from = value - means[column];
          squares[column] += weights[row] / total * from * from;
        });
    for (int j = 0; j < columns; j++) {
      double deviation = Math.sqrt(squares[j]);
      boolean constant = deviation <= ROUNDING * largest[j];
      squares[j] = constant ? 1 : deviation;
      // Not the mean, whose rounding would be all that is left of the column.
      means[j] = constant ? last[j] : means[j];
    }
    return new Standardisation(means, squares);
  }

  /// The features divided by their deviations; dense ones with mean 0 as well where `centred`.
  Features apply(Features features, boolean centred) {
    return switch (features) {
      case SparseFeatures sparse -> {
        double[] values = sparse.values().clone();
        for (int e = 0; e < values.length; e++) {
          values[e] /= deviations[sparse.indices()[e]];
        }
        yield new SparseFeatures(sparse.offsets(), sparse.indices(), values, sparse.columns());
      }
      case DenseFeatures dense -> {
        double[] values = dense.values().clone();
        int columns = dense.columns();
        for (int i = 0; i < values.length; i++) {
          double from = centred ? means[i % columns] : 0;
          values[i] = (values[i] - from) / deviations[i % columns];
        }
        yield new DenseFeatures(values, dense.rows(), columns);
      }
    };
  }

  /// Makes a point for the features as they are, `(D + 1, K)` or `(D, K)`, one for what
  /// [#apply] made of them.
  void enter(double[] point, int classes, boolean centred) {
    move(point, classes, centred, 1);
  }

  /// Undoes [#enter].
  void leave(double[] point, int classes, boolean centred) {
    move(point, classes, centred, -1);
  }

  private void move(double[] point, int classes, boolean centred, int direction) {
    int bias = deviations.length * classes;
    for (int j = 0; j < deviations.length; j++) {
      for (int k = 0; k < classes; k++) {
        int i = j * classes + k;
        double plain = direction > 0 ? point[i] : point[i] / deviations[j];
        if (centred) {
          point[bias + k] += direction * plain * means[j];
        }
        point[i] = direction > 0 ? plain * deviations[j] : plain;
      }
    }
  }

  private static double[] ones(int rows) {
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Entries entries(Features features) {
    return switch (features) {
      case SparseFeatures sparse ->
          visitor -> {
            for (int row = 0; row < sparse.rows(); row++) {
              for (int e = sparse.offsets()[row]; e < sparse.offsets()[row + 1]; e++) {
                visitor.visit(row, sparse.indices()[e], sparse.values()[e]);
              }
            }
          };
      case DenseFeatures dense ->
          visitor -> {
            for (int row = 0; row < dense.rows(); row++) {
              for (int j = 0; j < dense.columns(); j++) {
                visitor.visit(row, j, dense.values()[row * dense.columns() + j]);
              }
            }
          };
    };
  }

  /// Shows what is written down of features, row by row.
  @FunctionalInterface
  private interface Entries {
    void forEach(EntryVisitor visitor);
  }

  @FunctionalInterface
  private interface EntryVisitor {
    void visit(int row, int column, double value);
  }
}
