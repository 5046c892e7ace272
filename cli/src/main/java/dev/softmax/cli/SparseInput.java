package dev.softmax.cli;

import dev.softmax.data.LibsvmReader;
import dev.softmax.data.SparseRows;
import dev.softmax.model.SparseClassifier;

/// Reads sparse rows for a model of them.
final class SparseInput {
  private SparseInput() {}

  /// Reads a file of LIBSVM's form as the model's training data were read.
  ///
  /// @param labelled whether every line must have a label
  static SparseRows read(String word, SparseClassifier model, boolean labelled, Streams streams) {
    SparseRows rows = LibsvmReader.read(TableInput.path(word), model.reading(labelled));
    warn(streams, rows, model.regression().features());
    return rows;
  }

  /// Says how much of rows a model with so many features leaves out.
  static void warn(Streams streams, SparseRows rows, int features) {
    int entries = rows.values().length;
    int unknown = entries - rows.firstFeatures(features).values().length;
    if (unknown > 0) {
      streams
          .err()
          .println(
              "softmax: warning: %s: %d of %d entries have indices above %d, the largest of the training data, and count for nothing"
                  .formatted(rows.source(), unknown, entries, features - 1 + rows.base()));
    }
  }
}
