package dev.softmax.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the rows of a table count, and belong to, in training.
///
/// @param weights a column of weights, none negative: 2 is the row written twice; none: all rows count the
///     same
/// @param balanced whether all classes count the same, however many rows they have
/// @param probabilities columns of the probabilities of the classes, which have the columns' names; none: each
///     row belongs to the class in the target column
public record RowOptions(Optional<String> weights, boolean balanced, List<String> probabilities) {
  /// The setting of a model file that says that there was no column of classes beside those of their
  /// probabilities, so that rows are measured by the likeliest.
  static final String LIKELIEST = "targetIsLikeliest";

  /// Rows of one class each, that all count the same.
  public static final RowOptions PLAIN = new RowOptions(Optional.empty(), false, List.of());

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException when there is one column of probabilities only, or one is there twice
  public RowOptions {
    probabilities = List.copyOf(probabilities);
    if (probabilities.size() == 1
        || probabilities.stream().distinct().count() < probabilities.size()) {
      throw new IllegalArgumentException(
          "columns of probabilities must be two or more, all different, and not "
              + String.join(", ", probabilities));
    }
  }

  /// As a model file keeps them.
  void put(Map<String, String> settings) {
    weights.ifPresent(column -> settings.put("weights", column));
    if (balanced) {
      settings.put("balanced", "true");
    }
    if (!probabilities.isEmpty()) {
      settings.put("targetProbabilities", String.join(",", probabilities));
    }
  }
}
