package dev.softmax;

import java.util.Locale;

/// Scores to probabilities, by softmax or by one of its relatives, and the loss that suits them:
/// what the last layer of a network can be.
///
/// | name | probabilities | loss against class `y` |
/// |---|---|---|
/// | `softmax`, `softmin` | [Softmax], and its logarithm | cross-entropy |
/// | `sparsemax`, `entmax15`, `entmax:α` | [Entmax] | its Fenchel-Young loss |
/// | `spherical` | [SphericalSoftmax] | `−log p_y` |
/// | `taylor`, `taylor:n` | [TaylorSoftmax] | `−log p_y` |
///
/// A Fenchel-Young loss is convex in the scores and its gradient is `p − e_y` (Blondel, Martins and
/// Niculae, Learning with Fenchel-Young Losses, JMLR 2020, proposition 2); cross-entropy is
/// softmax's. The Jacobians of spherical and Taylor softmax are not symmetric, so they are no
/// gradients and have none: their authors train them by the log-loss.
///
/// The vector-Jacobian product of softmax and entmax is a function of the probabilities, that of
/// the others of the scores: each member has its own. Members are immutable. Vectors with NaN are
/// NaN throughout.
public sealed interface OutputTransform permits Entmax, Softmax, SphericalSoftmax, TaylorSoftmax {
  /// What [#named] understands.
  String KNOWN =
      "softmax, softmin, sparsemax, entmax15, entmax:1.3, spherical, taylor and taylor:4";

  /// Targets that count nothing, as in [CrossEntropy].
  int IGNORED = -100;

  /// The transform of a name such as `entmax15`, `entmax:1.3` or `taylor:4`.
  ///
  /// @throws IllegalArgumentException if there is none of that name, or its number does not suit
  static OutputTransform named(String name) {
    int colon = name.indexOf(':');
    String kind = (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (colon >= 0) {
      double number;
      try {
        number = Double.parseDouble(name.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw unknown(name);
      }
      return switch (kind) {
        case "entmax" -> number == 1 ? Softmax.STANDARD : Entmax.of(number);
        case "taylor" -> {
          if (number != Math.rint(number)) {
            throw new IllegalArgumentException("taylor: order " + number + " is no whole number");
          }
          yield TaylorSoftmax.of((int) number);
        }
        case "spherical" -> SphericalSoftmax.of(number);
        default -> throw unknown(name);
      };
    }
    return switch (kind) {
      case "softmax" -> Softmax.STANDARD;
      case "softmin" -> Softmax.SOFTMIN;
      case "sparsemax" -> Entmax.SPARSEMAX;
      case "entmax15" -> Entmax.ENTMAX15;
      case "spherical" -> SphericalSoftmax.STANDARD;
      case "taylor" -> TaylorSoftmax.STANDARD;
      default -> throw unknown(name);
    };
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("there is no transform '" + name + "'; there are " + KNOWN);
  }

  /// A name that [#named] understands.
  String name();

  /// The same of scores divided by a temperature.
  ///
  /// @throws IllegalArgumentException if the temperature is negative, infinite, NaN, or 0 where
  ///     there is no limit
  OutputTransform withTemperature(double temperature);

  /// `scores (n)` → a new array `(n)`.
  default double[] apply(double[] scores) {
    double[] out = new double[scores.length];
    apply(scores, Axis.vector(scores.length), out);
    return out;
  }

  /// `scores (n)` → a new array `(n)`.
  default float[] apply(float[] scores) {
    float[] out = new float[scores.length];
    apply(scores, Axis.vector(scores.length), out);
    return out;
  }

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  void apply(double[] scores, Axis axis, double[] out);

  /// The vectors of `axis` in `scores` → the same places of `out`, which may be `scores` itself.
  ///
  /// @throws IllegalArgumentException if the axis ends past one of the arrays
  void apply(float[] scores, Axis axis, float[] out);

  /// The mean of the transform's own loss over the vectors of `axis`, NaN if no target counts.
  ///
  /// @param scores the vectors
  /// @param targets a class, or [#IGNORED], for each vector in the order of the array
  /// @throws IllegalArgumentException if the axis ends past the array, or the targets are not as
  ///     many as the vectors, or one is no class
  default double loss(double[] scores, Axis axis, int[] targets) {
    return lossAndGradient(scores, axis, targets, new double[scores.length]);
  }

  /// [#loss(double\[\], Axis, int\[\])], and its gradient by the scores.
  ///
  /// @param out receives the gradient in the places of the scores; not `scores` itself
  double lossAndGradient(double[] scores, Axis axis, int[] targets, double[] out);

  /// The mean of the transform's own loss over the vectors of `axis`, NaN if no target counts.
  ///
  /// @param scores the vectors
  /// @param targets a class, or [#IGNORED], for each vector in the order of the array
  /// @throws IllegalArgumentException as its `double` twin does
  default double loss(float[] scores, Axis axis, int[] targets) {
    return lossAndGradient(scores, axis, targets, new float[scores.length]);
  }

  /// [#loss(float\[\], Axis, int\[\])], and its gradient by the scores.
  ///
  /// @param out receives the gradient in the places of the scores; not `scores` itself
  double lossAndGradient(float[] scores, Axis axis, int[] targets, float[] out);
}
