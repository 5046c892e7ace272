package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.io.InputException;
import java.util.SplittableRandom;

/// The choice of the rows or texts that measure a model.
final class HoldOut {
  private HoldOut() {}

  /// Holds a share of labelled rows out, by class.
  ///
  /// @param source the data, for the message
  /// @param rows what they are called there: `row` or `text`
  /// @throws InputException when none can be held out
  static StratifiedSplit of(
      ClassLabels.Labelled all, String source, String rows, SplitOptions options) {
    StratifiedSplit split =
        StratifiedSplit.of(
            all.classes(),
            all.labels().size(),
            options.split(),
            new SplittableRandom(options.seed()));
    if (split.test().length == 0) {
      throw new InputException(
          "%s: no %s can be held out of %d %ss in %d classes; use a larger split, or none"
              .formatted(source, rows, all.rows().length, rows, all.labels().size()));
    }
    return split;
  }

  /// What is held out.
  ///
  /// @param split share of the rows
  /// @param seed of the choice
  record SplitOptions(double split, long seed) {}
}
