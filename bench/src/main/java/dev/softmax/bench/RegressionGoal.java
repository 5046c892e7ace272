package dev.softmax.bench;

import dev.softmax.linear.SoftmaxRegression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a fit is to reach.
///
/// @param measure what is measured of it
/// @param value at most this
/// @param c inverse strength of the penalty to fit with
record RegressionGoal(Measure measure, double value, double c) {

  /// What is measured of a fit.
  enum Measure {
    /// Sum of the cross-entropies plus `‖W‖² / (2 C)`.
    OBJECTIVE,
    /// Sum of the cross-entropies.
    CROSS_ENTROPY
  }

  /// What a peer has reached: the file `PEER-NAME.goal` that `bench/peers/jvm_peers.py` writes, one line
  /// `MEASURE VALUE C`.
  static RegressionGoal of(String peer, String name) {
    Path file = RegressionData.folder().resolve(peer + "-" + name + ".goal");
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      return new RegressionGoal(
          Measure.valueOf(words[0].replace('-', '_').toUpperCase(Locale.ROOT)),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// The measure of a model that was just fitted.
  ///
  /// @param fitted inverse strength of the penalty it was fitted with
  double of(SoftmaxRegression model, double fitted) {
    double objective = model.report().orElseThrow().objective();
    if (measure == Measure.OBJECTIVE || Double.isInfinite(fitted)) {
      return objective;
    }
    double norm = 0;
    for (double w : model.coefficients()) {
      norm += w * w;
    }
    return objective - norm / (2 * fitted);
  }
}
