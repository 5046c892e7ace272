package dev.softmax.calibration;

import java.util.OptionalInt;

/// A sigmoid of each class's logit, the classes apart, divided by their sum: `σ(a_k s_k + b_k)` with `s_k` the logit less
/// the mean of the row's (Platt 2000; Zadrozny & Elkan 2002, section 5). For a softmax regression that is what scikit-learn's
/// `CalibratedClassifierCV(method="sigmoid")` does, whose scores sum to 0 in each row by themselves.
///
/// @param slopes `a (K)`, copied
/// @param offsets `b (K)`, copied
public record SigmoidCalibration(double[] slopes, double[] offsets) implements Calibration {
  /// Its name.
  public static final String NAME = "sigmoid";

  /// Copies the numbers.
  ///
  /// @throws IllegalArgumentException if the lengths differ or are less than 2, or a number is not finite
  public SigmoidCalibration {
    Parameters.requireShapes(NAME, slopes, offsets, offsets.length);
    slopes = slopes.clone();
    offsets = offsets.clone();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalInt classes() {
    return OptionalInt.of(offsets.length);
  }

  /// A copy of the slopes `(K)`.
  @Override
  public double[] slopes() {
    return slopes.clone();
  }

  /// A copy of the offsets `(K)`.
  @Override
  public double[] offsets() {
    return offsets.clone();
  }

  @Override
  public double[] probabilities(double[] logits, int classes) {
    requireClasses(classes);
    double[] out = centred(logits, classes);
    for (int from = 0; from < out.length; from += classes) {
      // By their logarithms, so that rows far from all classes have a sum, too.
      double most = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        out[from + k] = logSigmoid(slopes[k] * out[from + k] + offsets[k]);
        most = Math.max(most, out[from + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        out[from + k] = Math.exp(out[from + k] - most);
        sum += out[from + k];
      }
      for (int k = 0; k < classes; k++) {
        out[from + k] /= sum;
      }
    }
    return out;
  }

  /// The logits less the mean of their row, in a new array.
  static double[] centred(double[] logits, int classes) {
    if (logits.length % classes != 0) {
      throw new IllegalArgumentException(
          "sigmoid calibration: %d logits are no rows of %d".formatted(logits.length, classes));
    }
    double[] out = logits.clone();
    for (int from = 0; from < out.length; from += classes) {
      double mean = 0;
      for (int k = from; k < from + classes; k++) {
        mean += out[k] / classes;
      }
      for (int k = from; k < from + classes; k++) {
        out[k] -= mean;
      }
    }
    return out;
  }

  /// `ln σ(x) = −ln(1 + e^−x)`.
  static double logSigmoid(double x) {
    return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
  }
}
