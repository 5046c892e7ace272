package dev.softmax.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Looks for what makes coefficients of a softmax regression unreliable.
public final class Diagnostics {
  /// Deviations that differ more than this are worth a word.
  private static final double SCALES = 1e3;

  /// A class of fewer rows than this is.
  private static final int FEW = 5;

  private final DenseFeatures features;
  private final int[] labels;
  private final int classes;

  private Diagnostics(DenseFeatures features, int[] labels, int classes) {
    this.features = features;
    this.labels = labels;
    this.classes = classes;
  }

  /// What there is to say of a fit, in the order of importance; empty where all is well.
  ///
  /// @param model a model that [SoftmaxRegression#fit] made of the data
  /// @param data the rows it was fitted to
  /// @param options how
  /// @throws IllegalArgumentException if they do not fit each other
  public static List<Diagnosis> of(SoftmaxRegression model, DenseData data, Options options) {
    if (model.features() != data.columns() || model.classes() != data.classes()) {
      throw new IllegalArgumentException(
          "diagnostics: coefficients (%d, %d) but %d classes and %d features"
              .formatted(model.classes(), model.features(), data.classes(), data.columns()));
    }
    DenseFeatures features = new DenseFeatures(data.features(), data.rows(), data.columns());
    Diagnostics all = new Diagnostics(features, data.labels(), data.classes());
    List<Diagnosis> found = new ArrayList<>();
    model
        .report()
        .filter(report -> !report.converged())
        .ifPresent(
            report ->
                found.add(
                    new Diagnosis.NotConverged(
                        report.gradientNorm(),
                        options.stopping().tolerance(),
                        report.iterations())));
    found.addAll(all.separations(model));
    found.addAll(all.scales(options.standardise()));
    found.addAll(all.fewRows());
    return found;
  }

  private List<Diagnosis> separations(SoftmaxRegression model) {
    List<Diagnosis> found = new ArrayList<>();
    double[] logits = model.logits(features);
    for (int k = 0; k < classes; k++) {
      int least = found.size();
      for (int j = 0; j < features.columns() && found.size() == least; j++) {
        alone(k, j).ifPresent(found::add);
      }
      if (found.size() == least && together(k, logits)) {
        found.add(new Diagnosis.Separated(k, OptionalInt.empty(), true));
      }
    }
    return found;
  }

  /// Whether a feature alone tells a class: all its values are on one side of all others, or of all but
  /// equal ones.
  private Optional<Diagnosis> alone(int k, int j) {
    double ownLow = Double.POSITIVE_INFINITY;
    double ownHigh = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < labels.length; i++) {
      double value = features.values()[i * features.columns() + j];
      if (labels[i] == k) {
        ownLow = Math.min(ownLow, value);
        ownHigh = Math.max(ownHigh, value);
      } else {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    boolean constant = Math.min(ownLow, low) == Math.max(ownHigh, high);
    if (constant || ownLow > ownHigh || low > high) {
      return Optional.empty();
    }
    boolean perfect = ownLow > high || ownHigh < low;
    return perfect || ownLow >= high || ownHigh <= low
        ? Optional.of(new Diagnosis.Separated(k, OptionalInt.of(j), perfect))
        : Optional.empty();
  }

  /// Whether the fitted logits tell a class from each other one in every row of both: that proves it
  /// separated.
  private boolean together(int k, double[] logits) {
    boolean own = false;
    boolean other = false;
    for (int i = 0; i < labels.length; i++) {
      int at = i * classes;
      if (labels[i] == k) {
        own = true;
        for (int c = 0; c < classes; c++) {
          if (c != k && !(logits[at + k] > logits[at + c])) {
            return false;
          }
        }
      } else {
        other = true;
        if (!(logits[at + labels[i]] > logits[at + k])) {
          return false;
        }
      }
    }
    return own && other;
  }

  private List<Diagnosis> scales(boolean standardised) {
    int columns = features.columns();
    double[] mean = new double[columns];
    double[] square = new double[columns];
    int rows = labels.length;
    for (int i = 0; i < rows * columns; i++) {
      mean[i % columns] += features.values()[i] / rows;
    }
    for (int i = 0; i < rows * columns; i++) {
      double distance = features.values()[i] - mean[i % columns];
      square[i % columns] += distance * distance / rows;
    }
    List<Diagnosis> found = new ArrayList<>();
    int smallest = -1;
    int largest = -1;
    for (int j = 0; j < columns; j++) {
      if (Math.sqrt(square[j]) <= 1e-12 * Math.abs(mean[j])) {
        found.add(new Diagnosis.Constant(j));
        continue;
      }
      smallest = smallest < 0 || square[j] < square[smallest] ? j : smallest;
      largest = largest < 0 || square[j] > square[largest] ? j : largest;
    }
    if (!standardised && smallest >= 0) {
      double ratio = Math.sqrt(square[largest] / square[smallest]);
      if (ratio > SCALES) {
        found.addFirst(new Diagnosis.Unscaled(smallest, largest, ratio));
      }
    }
    return found;
  }

  private List<Diagnosis> fewRows() {
    int[] counts = new int[classes];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    List<Diagnosis> found = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      if (counts[k] < FEW) {
        found.add(new Diagnosis.FewRows(k, counts[k]));
      }
    }
    return found;
  }
}
