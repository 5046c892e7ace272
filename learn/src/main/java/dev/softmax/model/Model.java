package dev.softmax.model;

/// A fitted model with all it needs to meet new data. Kept in one file by [ModelFile].
public sealed interface Model permits Classifier, LanguageModel {
  /// The kind, as the file names it: `table`, `sparse`, `text`, `fasttext`, `image` or `language`.
  String kind();

  /// What it was trained on, and how.
  TrainingSummary training();
}
