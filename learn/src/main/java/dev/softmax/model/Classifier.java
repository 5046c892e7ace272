package dev.softmax.model;

import dev.softmax.data.ClassLabels;

/// A model that tells classes apart.
public sealed interface Classifier extends Model
    permits FastTextClassifier, ImageClassifier, TableClassifier, TextClassifier {
  /// The classes it tells apart.
  ClassLabels labels();
}
