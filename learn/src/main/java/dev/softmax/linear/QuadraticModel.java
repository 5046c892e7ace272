package dev.softmax.linear;

/// The second-order model of the smooth part around a point, over the coordinates that may move,
/// and the steps from the point that coordinate descent has made on it.
sealed interface QuadraticModel permits MarginModel, GramModel {
  /// Minimises the model with its penalty along each coordinate in turn.
  ///
  /// @return the largest least-norm subgradient met
  double sweep();

  /// Readings of the active columns that so many sweeps and what they began with took.
  long passes(int sweeps);

  /// The steps `(K, D + 1)` so far.
  double[] steps();

  /// Writes what the steps add to the logits, `(K, N)`.
  void logits(double[] out);

  /// The point that a model is made around.
  ///
  /// @param columns the features
  /// @param penalty what is asked of each coordinate
  /// @param point the point `(K, D + 1)`
  /// @param slope derivative of the smooth part there
  /// @param probabilities `(K, N)`
  /// @param weights `(N)`
  /// @param active the coordinates that may move, ascending
  /// @param damping added to each curvature, so that flat directions have no endless steps
  record Around(
      FeatureColumns columns,
      CoordinatePenalty penalty,
      double[] point,
      double[] slope,
      double[] probabilities,
      double[] weights,
      int[] active,
      double damping) {

    /// What is added to the curvature of a coordinate's cross-entropies.
    double ridge(int coordinate) {
      return penalty.l2(coordinate) + damping;
    }

    int columnOf(int coordinate) {
      return coordinate % (columns.columns() + 1);
    }

    /// Where the class of a coordinate begins in arrays `(K, N)`.
    int classOf(int coordinate) {
      return coordinate / (columns.columns() + 1) * columns.rows();
    }

    /// The model for which some dozens of sweeps cost least.
    QuadraticModel model() {
      double entries = 0;
      for (int i : active) {
        entries += columns.entries(columnOf(i));
      }
      double products = (double) active.length * active.length * columns.rows();
      return active.length <= GramModel.LARGEST && products <= GramModel.FASTER * entries
          ? new GramModel(this)
          : new MarginModel(this);
    }
  }
}
