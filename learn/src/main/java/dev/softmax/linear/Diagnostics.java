package dev.softmax.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Looks for what makes a fit unreliable, in one pass over its rows, dense or sparse.
///
/// With a penalty separated classes have coefficients all the same; then only data where every class is
/// told by a single feature is worth a word, since such a feature often is the class in disguise. Without
/// one, each separated class is.
public final class Diagnostics {
  /// Sparse features whose sizes differ more than this are worth a word.
  private static final double SCALES = 1e3;

  /// A class of fewer rows than this is.
  private static final int FEW = 5;

  /// Rows whose logits are looked at together; nearly always the first ones show that a class is not
  /// separated.
  private static final int ROWS = 1024;

  private final SoftmaxRegression model;
  private final FitData data;
  private final Options options;

  private Diagnostics(SoftmaxRegression model, FitData data, Options options) {
    this.model = model;
    this.data = data;
    this.options = options;
  }

  /// What there is to say of a fit, the most important first; empty where all is well. Of rows that are
  /// shares of classes, only how the fit ended.
  ///
  /// @param model a model that [SoftmaxRegression#fit] made of the data
  /// @param data the rows it was fitted to
  /// @param options how; scales are not looked at where `standardise` is set
  /// @throws IllegalArgumentException if they do not fit each other
  public static List<Diagnosis> of(SoftmaxRegression model, FitData data, Options options) {
    if (model.features() != data.features().columns() || model.classes() != data.classes()) {
      throw new IllegalArgumentException(
          "diagnostics: coefficients (%d, %d) but %d classes and %d features"
              .formatted(
                  model.classes(), model.features(), data.classes(), data.features().columns()));
    }
    return new Diagnostics(model, data, options).run();
  }

  private List<Diagnosis> run() {
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
    if (data.targets() instanceof Targets.Classes(int[] labels, int classes)) {
      if (scaled() || !penalised() || mayBeSeparated(labels)) {
        FeatureRanges ranges = FeatureRanges.of(data.features(), labels, classes);
        found.addAll(separations(ranges, labels));
        if (scaled()) {
          found.addAll(scales(ranges));
        }
      }
      found.addAll(fewRows(labels, classes));
    }
    return found;
  }

  /// Whether scales are looked at. Of sparse rows standardisation takes the scales alone away, and one pass
  /// over them is short.
  private boolean scaled() {
    return data.features() instanceof SparseFeatures || !options.standardise();
  }

  private boolean penalised() {
    return options.c() < Double.POSITIVE_INFINITY;
  }

  /// Whether the first rows leave it open that a single feature tells each class: what tells a class in all
  /// rows does so in some. Spares the pass over all rows nearly always.
  private boolean mayBeSeparated(int[] labels) {
    int[] rows = IntStream.range(0, Math.min(labels.length, ROWS)).toArray();
    int[] some = Arrays.copyOf(labels, rows.length);
    FeatureRanges ranges = FeatureRanges.of(data.select(rows).features(), some, model.classes());
    return IntStream.of(some)
        .distinct()
        .allMatch(
            k ->
                Arrays.stream(some).allMatch(label -> label == k)
                    || first(ranges, k, FeatureRanges.Telling.ALWAYS).isPresent());
  }

  private List<Diagnosis> separations(FeatureRanges ranges, int[] labels) {
    int classes = model.classes();
    List<Diagnosis> found = new ArrayList<>();
    // Of two classes each is told as the other is.
    for (int k = classes == 2 ? 1 : 0; k < classes; k++) {
      OptionalInt always = first(ranges, k, FeatureRanges.Telling.ALWAYS);
      if (always.isPresent()) {
        found.add(new Diagnosis.Separated(k, always, true));
      } else if (penalised()) {
        return List.of();
      } else {
        OptionalInt nearly = first(ranges, k, FeatureRanges.Telling.NEARLY);
        if (nearly.isPresent()) {
          found.add(new Diagnosis.Separated(k, nearly, false));
        }
      }
    }
    if (!penalised()) {
      boolean[] known = new boolean[classes];
      found.forEach(one -> known[((Diagnosis.Separated) one).classIndex()] = true);
      for (int k : together(labels)) {
        if (!known[k] && !(classes == 2 && known[1 - k])) {
          found.add(new Diagnosis.Separated(k, OptionalInt.empty(), true));
          known[k] = true;
        }
      }
    }
    return found;
  }

  private static OptionalInt first(FeatureRanges ranges, int k, FeatureRanges.Telling telling) {
    return IntStream.range(0, ranges.columns())
        .filter(j -> ranges.telling(k, j) == telling)
        .findFirst();
  }

  /// The classes that the fitted logits tell from each other one in every row of both: that proves them
  /// separated.
  private int[] together(int[] labels) {
    int classes = model.classes();
    boolean[] told = new boolean[classes];
    Arrays.fill(told, true);
    int left = classes;
    for (int from = 0; from < labels.length && left > 0; from += ROWS) {
      int[] rows = IntStream.range(from, Math.min(labels.length, from + ROWS)).toArray();
      double[] logits = model.logits(data.select(rows).features());
      for (int i = 0; i < rows.length; i++) {
        int own = labels[from + i];
        double truth = logits[i * classes + own];
        for (int k = 0; k < classes; k++) {
          if (k != own && !(truth > logits[i * classes + k])) {
            told[k] = false;
            told[own] = false;
          }
        }
      }
      left = 0;
      for (boolean one : told) {
        left += one ? 1 : 0;
      }
    }
    return IntStream.range(0, classes).filter(k -> told[k]).toArray();
  }

  /// Features that are all the same, or far from each other in size. A feature that no sparse row has is how
  /// such files are.
  private List<Diagnosis> scales(FeatureRanges ranges) {
    List<Diagnosis> found = new ArrayList<>();
    int smallest = -1;
    int largest = -1;
    for (int j = 0; j < ranges.columns(); j++) {
      if (ranges.size(j) == 0 && data.features() instanceof SparseFeatures) {
        continue;
      }
      if (ranges.isConstant(j)) {
        found.add(new Diagnosis.Constant(j));
        continue;
      }
      smallest = smallest < 0 || ranges.size(j) < ranges.size(smallest) ? j : smallest;
      largest = largest < 0 || ranges.size(j) > ranges.size(largest) ? j : largest;
    }
    if (!options.standardise()
        && smallest >= 0
        && ranges.size(largest) > SCALES * ranges.size(smallest)) {
      found.addFirst(
          new Diagnosis.Unscaled(smallest, largest, ranges.size(largest) / ranges.size(smallest)));
    }
    return found;
  }

  private static List<Diagnosis> fewRows(int[] labels, int classes) {
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
