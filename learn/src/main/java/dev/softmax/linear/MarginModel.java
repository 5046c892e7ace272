package dev.softmax.linear;

/// A [QuadraticModel] that keeps what the steps add to the logits and reads the Hessian through the
/// columns of the features: a step costs two readings of its column.
final class MarginModel implements QuadraticModel {
  private final Around around;
  private final double[] steps;
  private final double[] curvatures;

  /// `w p`.
  private final double[] scaled;

  /// What the steps add to the logits, and its mean by the probabilities of each row.
  private final double[] added;

  private final double[] means;

  MarginModel(Around around) {
    this.around = around;
    FeatureColumns columns = around.columns();
    double[] p = around.probabilities();
    steps = new double[around.point().length];
    scaled = new double[p.length];
    added = new double[p.length];
    means = new double[columns.rows()];
    double[] diagonal = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      scaled[i] = around.weights()[i % means.length] * p[i];
      diagonal[i] = scaled[i] * (1 - p[i]);
    }
    curvatures = new double[around.active().length];
    for (int a = 0; a < curvatures.length; a++) {
      int i = around.active()[a];
      curvatures[a] =
          columns.squares(around.columnOf(i), diagonal, around.classOf(i)) + around.ridge(i);
    }
  }

  @Override
  public double sweep() {
    FeatureColumns columns = around.columns();
    CoordinatePenalty penalty = around.penalty();
    double largest = 0;
    for (int a = 0; a < curvatures.length; a++) {
      int i = around.active()[a];
      int column = around.columnOf(i);
      int at = around.classOf(i);
      double slope =
          around.slope()[i]
              + columns.curved(column, scaled, added, at, means)
              + around.ridge(i) * steps[i];
      double w = around.point()[i] + steps[i];
      largest = Math.max(largest, Math.abs(penalty.subgradient(i, w, slope)));
      double d = penalty.step(i, w, slope, curvatures[a]);
      if (d != 0) {
        steps[i] = w + d - around.point()[i];
        columns.add(column, d, added, at);
        columns.addTimes(column, d, around.probabilities(), at, means);
      }
    }
    return largest;
  }

  @Override
  public long passes(int sweeps) {
    return 1 + 2L * sweeps;
  }

  @Override
  public double[] steps() {
    return steps;
  }

  @Override
  public void logits(double[] out) {
    System.arraycopy(added, 0, out, 0, added.length);
  }
}
