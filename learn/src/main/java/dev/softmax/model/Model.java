package dev.softmax.model;

import dev.softmax.data.ClassLabels;

/// A fitted model with all it needs to meet new data. Kept in one file by [ModelFile].
public sealed interface Model permits FastTextClassifier, TableClassifier, TextClassifier {
  /// The kind, as the file names it: `table`, `text` or `fasttext`.
  String kind();

  /// The classes it tells apart.
  ClassLabels labels();

  /// What it was trained on, and how.
  TrainingSummary training();
}
