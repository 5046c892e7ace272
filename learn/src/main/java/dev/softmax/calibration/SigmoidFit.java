package dev.softmax.calibration;

import java.util.Arrays;

/// A sigmoid of scores by Platt's method (Platt 2000, section 2.2): the least log-loss against targets that are not quite
/// 0 and 1, `(n₁ + 1)/(n₁ + 2)` and `1/(n₀ + 2)` for `n₁` rows of the class and `n₀` others, so that there always is one. By
/// Newton's method with halved steps (Lin, Lin, Weng 2007).
final class SigmoidFit {
  private static final int MOST_STEPS = 100;

  /// Promised decrease of the log-loss, relative to it, below which a step is the last: from there Newton's method
  /// doubles the right digits, to all.
  private static final double NEAR = 1e-12;

  private static final double LEAST_STEP = 1e-10;

  /// What keeps the second derivatives positive where all scores are equal, relative to them.
  private static final double LIFT = 1e-12;

  private final double[] scores;
  private final double[] targets;
  private double slope;
  private double offset;

  private SigmoidFit(double[] scores, double[] targets, double offset) {
    this.scores = scores;
    this.targets = targets;
    this.offset = offset;
  }

  static SigmoidCalibration of(CalibrationData data) {
    int classes = data.classes();
    double[] centred = SigmoidCalibration.centred(data.logits(), classes);
    double[] slopes = new double[classes];
    double[] offsets = new double[classes];
    for (int k = 0; k < classes; k++) {
      SigmoidFit fit = fit(data, centred, k);
      slopes[k] = fit.slope;
      offsets[k] = fit.offset;
      if (classes == 2) {
        // Of two classes one is enough: the other's scores are the negative ones.
        slopes[1] = fit.slope;
        offsets[1] = -fit.offset;
        break;
      }
    }
    return new SigmoidCalibration(slopes, offsets);
  }

  private static SigmoidFit fit(CalibrationData data, double[] centred, int k) {
    int rows = data.size();
    int own = data.counts()[k];
    double[] scores = new double[rows];
    double[] targets = new double[rows];
    for (int row = 0; row < rows; row++) {
      scores[row] = centred[row * data.classes() + k];
      targets[row] = data.labels()[row] == k ? (own + 1.0) / (own + 2) : 1.0 / (rows - own + 2);
    }
    // Steps are in scores of size 1, whatever their unit is.
    double unit = Arrays.stream(scores).map(Math::abs).max().orElseThrow();
    if (unit > 0) {
      Arrays.setAll(scores, row -> scores[row] / unit);
    }
    SigmoidFit fit = new SigmoidFit(scores, targets, Math.log((own + 1.0) / (rows - own + 1)));
    fit.minimise();
    fit.slope = unit > 0 ? fit.slope / unit : 0;
    return fit;
  }

  private void minimise() {
    double loss = loss(slope, offset);
    for (int step = 0; step < MOST_STEPS; step++) {
      double bySlope = 0;
      double byOffset = 0;
      double slopes = 0;
      double both = 0;
      double offsets = 0;
      for (int row = 0; row < scores.length; row++) {
        double p = Math.exp(SigmoidCalibration.logSigmoid(slope * scores[row] + offset));
        double error = p - targets[row];
        double curvature = p * (1 - p);
        bySlope += error * scores[row];
        byOffset += error;
        slopes += curvature * scores[row] * scores[row];
        both += curvature * scores[row];
        offsets += curvature;
      }
      slopes += LIFT * offsets + Double.MIN_NORMAL;
      offsets += LIFT * offsets + Double.MIN_NORMAL;
      double determinant = slopes * offsets - both * both;
      double slopeStep = (offsets * bySlope - both * byOffset) / determinant;
      double offsetStep = (slopes * byOffset - both * bySlope) / determinant;
      // What the step promises, by the second derivatives; so near the end it is taken unseen.
      double promised = bySlope * slopeStep + byOffset * offsetStep;
      double length = 1;
      if (promised > NEAR * loss) {
        double next = loss(slope - slopeStep, offset - offsetStep);
        while (!(next <= loss) && length > LEAST_STEP) {
          length /= 2;
          next = loss(slope - length * slopeStep, offset - length * offsetStep);
        }
        loss = Math.min(loss, next);
      }
      slope -= length * slopeStep;
      offset -= length * offsetStep;
      if (!(promised > NEAR * loss)) {
        return;
      }
    }
  }

  private double loss(double a, double b) {
    double sum = 0;
    for (int row = 0; row < scores.length; row++) {
      double x = a * scores[row] + b;
      sum -=
          targets[row] * SigmoidCalibration.logSigmoid(x)
              + (1 - targets[row]) * SigmoidCalibration.logSigmoid(-x);
    }
    return sum;
  }
}
