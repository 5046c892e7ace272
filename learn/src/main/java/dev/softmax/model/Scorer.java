package dev.softmax.model;

import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.network.FeatureNetwork;

/// What a classifier of tables makes of its features. Letters: `N` rows, `D` features, `K` classes.
public sealed interface Scorer {
  /// Number of features `D`.
  int features();

  /// Number of classes `K`.
  int classes();

  /// `features (N, D)` → logits `(N, K)`, both row-major.
  double[] logits(double[] features, int rows);

  /// A softmax regression: one linear layer, fitted to its optimum.
  ///
  /// @param model the regression
  record Regression(SoftmaxRegression model) implements Scorer {
    @Override
    public int features() {
      return model.features();
    }

    @Override
    public int classes() {
      return model.classes();
    }

    @Override
    public double[] logits(double[] features, int rows) {
      return model.logits(features, rows);
    }
  }

  /// A perceptron with hidden layers.
  ///
  /// @param model the network
  record Network(FeatureNetwork model) implements Scorer {
    @Override
    public int features() {
      return model.features();
    }

    @Override
    public int classes() {
      return model.classes();
    }

    @Override
    public double[] logits(double[] features, int rows) {
      return model.logits(features, rows);
    }
  }
}
