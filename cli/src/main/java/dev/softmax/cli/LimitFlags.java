package dev.softmax.cli;

import dev.softmax.model.CoefficientLimits;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the coefficients of a softmax regression must keep to.
final class LimitFlags {
  @Option(
      names = "--reference",
      paramLabel = "CLASS",
      description =
          "A class whose coefficients are 0, so that the others' are against it (default: all"
              + " alike).")
  private @Nullable String reference;

  @Option(
      names = "--bounds",
      paramLabel = "LOW,HIGH",
      split = ",",
      description =
          "The least and the largest coefficient, such as -1,1 or 0,inf, of features as the model"
              + " counts them (numbers of tables by standard deviations).")
  private @Nullable List<String> bounds;

  @Option(names = "--nonnegative", description = "No coefficient below 0: --bounds 0,inf.")
  private boolean nonnegative;

  /// The first of them that was given, or nothing.
  String given() {
    return reference != null
        ? "--reference"
        : bounds != null ? "--bounds" : nonnegative ? "--nonnegative" : "";
  }

  CoefficientLimits limits() {
    if (bounds != null && nonnegative) {
      throw new UsageException("give --bounds or --nonnegative, not both");
    }
    if (bounds != null && bounds.size() != 2) {
      throw new UsageException("--bounds takes two numbers, LOW,HIGH");
    }
    double low =
        bounds != null
            ? number(bounds.getFirst())
            : nonnegative ? 0 : CoefficientLimits.NONE.lowest();
    double high = bounds != null ? number(bounds.getLast()) : CoefficientLimits.NONE.highest();
    try {
      return new CoefficientLimits(Optional.ofNullable(reference), low, high);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private static double number(String text) {
    try {
      return switch (text) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new UsageException("--bounds: '" + text + "' is not a number, nor inf or -inf");
    }
  }
}
