package dev.softmax.bench.peers;

/// What a peer has fitted, as logits `W x + b`.
///
/// @param coefficients `W (K, D)`, row-major
/// @param intercepts `b (K)`
record Fitted(double[] coefficients, double[] intercepts) {

  /// How probabilities are made of logits.
  enum Link {
    /// Softmax.
    SOFTMAX,
    /// One classifier a class: sigmoids, divided by their sum.
    SIGMOIDS
  }

  /// Sum of `-log p` of the rows' classes.
  double crossEntropy(Table table, Link link) {
    int classes = table.classes();
    int columns = table.columns();
    double[] byColumn = new double[columns * classes];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < columns; j++) {
        byColumn[j * classes + k] = coefficients[k * columns + j];
      }
    }
    double total = 0;
    double[] logits = new double[classes];
    for (int i = 0; i < table.rows(); i++) {
      System.arraycopy(intercepts, 0, logits, 0, classes);
      for (int e = table.offsets()[i]; e < table.offsets()[i + 1]; e++) {
        int from = table.indices()[e] * classes;
        double x = table.values()[e];
        for (int k = 0; k < classes; k++) {
          logits[k] += x * byColumn[from + k];
        }
      }
      if (link == Link.SIGMOIDS) {
        for (int k = 0; k < classes; k++) {
          logits[k] = logSigmoid(logits[k]);
        }
      }
      total += logSumExp(logits) - logits[table.labels()[i]];
    }
    return total;
  }

  /// Sum of cross-entropies plus `‖W‖² / (2 C)`, after the mean of the classes' coefficients is taken
  /// off each: the same probabilities, and the least norm of them.
  double objective(Table table) {
    int columns = table.columns();
    double norm = 0;
    for (int j = 0; j < columns; j++) {
      double mean = 0;
      for (int k = 0; k < table.classes(); k++) {
        mean += coefficients[k * columns + j] / table.classes();
      }
      for (int k = 0; k < table.classes(); k++) {
        double w = coefficients[k * columns + j] - mean;
        norm += w * w;
      }
    }
    return crossEntropy(table, Link.SOFTMAX) + norm / (2 * table.c());
  }

  private static double logSigmoid(double x) {
    return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
  }

  private static double logSumExp(double[] x) {
    double top = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      top = Math.max(top, value);
    }
    double sum = 0;
    for (double value : x) {
      sum += Math.exp(value - top);
    }
    return top + Math.log(sum);
  }
}
