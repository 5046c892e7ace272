package dev.softmax.linear;

import java.util.Optional;

/// The features that a solver meets, made of those of the data, and the way between their points:
/// standardised if the options say so, and sparse ones folded.
final class FitFeatures {
  private final Features features;
  private final Optional<Standardisation> standardisation;
  private final Optional<FoldedColumns> folded;
  private final boolean centred;
  private final int classes;

  private FitFeatures(FitData data, Options options) {
    classes = data.classes();
    standardisation =
        options.standardise() ? Optional.of(Standardisation.of(data)) : Optional.empty();
    centred = options.fitIntercept() && data.features() instanceof DenseFeatures;
    Features scaled =
        standardisation
            .map(scales -> scales.apply(data.features(), centred))
            .orElse(data.features());
    // What else is asked is asked of each coefficient by itself.
    boolean folding = !PenalisedFit.suits(options);
    folded =
        folding && scaled instanceof SparseFeatures sparse
            ? Optional.of(FoldedColumns.of(sparse))
            : Optional.empty();
    features = folded.<Features>map(FoldedColumns::features).orElse(scaled);
  }

  static FitFeatures of(FitData data, Options options) {
    return new FitFeatures(data, options);
  }

  Features features() {
    return features;
  }

  /// A point for the data's features → one for these. The array may be changed.
  double[] enter(double[] point) {
    standardisation.ifPresent(scales -> scales.enter(point, classes, centred));
    return folded.map(columns -> columns.fold(point, classes)).orElse(point);
  }

  /// A point for these features → one for the data's. The array may be changed.
  double[] leave(double[] point) {
    double[] all = folded.map(columns -> columns.unfold(point, classes)).orElse(point);
    standardisation.ifPresent(scales -> scales.leave(all, classes, centred));
    return all;
  }
}
