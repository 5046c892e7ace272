package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.io.InputException;
import dev.softmax.linear.Bounds;
import dev.softmax.linear.Options;
import java.util.Map;
import java.util.Optional;

/// What the coefficients of a softmax regression must keep to; intercepts are free.
///
/// @param reference the name of a class whose coefficients and intercept are 0; empty treats all alike
/// @param lowest least coefficient of a feature as the model counts it, `−∞` for none
/// @param highest largest coefficient, `+∞` for none
public record CoefficientLimits(Optional<String> reference, double lowest, double highest) {
  /// No limits.
  public static final CoefficientLimits NONE =
      new CoefficientLimits(Optional.empty(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /// Sees that something lies between the bounds.
  ///
  /// @throws IllegalArgumentException when nothing does, or with a reference 0 does not
  public CoefficientLimits {
    if (!(lowest <= highest)
        || lowest == Double.POSITIVE_INFINITY
        || highest == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "bounds: no coefficient lies between " + lowest + " and " + highest);
    }
    if (reference.isPresent() && !(lowest <= 0 && highest >= 0)) {
      throw new IllegalArgumentException(
          "bounds: the coefficients of the reference class are 0, which is not between %s and %s"
              .formatted(lowest, highest));
    }
  }

  private boolean bounded() {
    return lowest > Double.NEGATIVE_INFINITY || highest < Double.POSITIVE_INFINITY;
  }

  /// The options of a fit with these limits.
  ///
  /// @param source the data, for the message
  /// @throws InputException when there is no such class
  Options apply(Options options, ClassLabels labels, int features, String source) {
    Options limited = options;
    if (reference.isPresent()) {
      int index = labels.names().indexOf(reference.get());
      if (index < 0) {
        throw new InputException(
            "%s: no class %s to be the reference; there are %s"
                .formatted(
                    source,
                    InputException.quote(reference.get()),
                    String.join(", ", labels.names())));
      }
      limited = limited.withReference(index);
    }
    return bounded()
        ? limited.withBounds(
            Bounds.all(lowest, highest, Math.multiplyExact(labels.size(), features)))
        : limited;
  }

  /// As a model file keeps them.
  void put(Map<String, String> settings) {
    reference.ifPresent(name -> settings.put("reference", name));
    if (bounded()) {
      settings.put("bounds", lowest + "," + highest);
    }
  }
}
