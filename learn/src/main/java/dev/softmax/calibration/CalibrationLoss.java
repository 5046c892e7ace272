package dev.softmax.calibration;

/// The mean log-loss of what calibrations make of logits.
final class CalibrationLoss {
  private CalibrationLoss() {}

  /// Mean of `−ln p(true class)`, in nats; not cut off, so that it is infinite where a true class has probability 0.
  static double of(Calibration calibration, CalibrationData data) {
    int classes = data.classes();
    return switch (calibration) {
      // In logarithms, so that a probability that underflows still counts as what it is.
      case TemperatureCalibration(double temperature) -> softmax(data.logits(), temperature, data);
      case VectorCalibration vector -> softmax(vector.scaled(data.logits(), classes), 1, data);
      case MatrixCalibration matrix -> softmax(matrix.scaled(data.logits(), classes), 1, data);
      case DirichletCalibration dirichlet ->
          softmax(dirichlet.scaled(data.logits(), classes), 1, data);
      case IsotonicCalibration isotonic -> plain(isotonic, data);
      case SigmoidCalibration sigmoid -> plain(sigmoid, data);
      case EnsembleCalibration ensemble -> plain(ensemble, data);
    };
  }

  private static double softmax(double[] logits, double temperature, CalibrationData data) {
    double sum = 0;
    double[] z = new double[data.classes()];
    for (int row = 0; row < data.size(); row++) {
      int from = row * z.length;
      double truth = logits[from + data.labels()[row]];
      for (int k = 0; k < z.length; k++) {
        z[k] = (logits[from + k] - truth) / temperature;
      }
      sum += LogSoftmax.logSumExp(z, 0, z.length);
    }
    return sum / data.size();
  }

  private static double plain(Calibration calibration, CalibrationData data) {
    double[] probabilities = calibration.probabilities(data.logits(), data.classes());
    double sum = 0;
    for (int row = 0; row < data.size(); row++) {
      sum -= Math.log(probabilities[row * data.classes() + data.labels()[row]]);
    }
    return sum / data.size();
  }
}
