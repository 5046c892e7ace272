package dev.softmax.symbolic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// Softmax by the textbook's formula and by the stable one, step by step, with the numbers that
/// `double` arithmetic really gives.
///
/// @param logits the point
/// @param naive exponentials, their sum, the quotients, and the logarithms of those
/// @param stable the maximum, differences from it, exponentials of those, their sum, the
///     quotients, and the logarithms as differences
/// @param differencesExact whether no difference from the maximum was rounded
public record StabilityWalk(
    List<Double> logits, List<Step> naive, List<Step> stable, boolean differencesExact) {

  /// One step.
  ///
  /// @param formula what is computed
  /// @param values what comes out: one number, or one for each logit
  /// @param note what happened; empty where nothing did
  public record Step(String formula, List<Double> values, String note) {}

  /// Walks through one point at temperature 1.
  ///
  /// @param logits finite numbers, two or more
  /// @return all steps
  /// @throws IllegalArgumentException if there are fewer or one is not finite
  public static StabilityWalk of(double... logits) {
    if (logits.length < 2 || !Arrays.stream(logits).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "stability: " + Arrays.toString(logits) + " are not two or more finite numbers");
    }
    double max = Arrays.stream(logits).max().orElseThrow();
    boolean exact =
        Arrays.stream(logits)
            .allMatch(
                x ->
                    new BigDecimal(x)
                            .subtract(new BigDecimal(max))
                            .compareTo(new BigDecimal(x - max))
                        == 0);
    return new StabilityWalk(list(logits), naive(logits), stable(logits, max), exact);
  }

  private static List<Double> list(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static double[] map(double[] x, DoubleUnaryOperator f) {
    return Arrays.stream(x).map(f).toArray();
  }

  private static List<Step> naive(double[] x) {
    List<Step> steps = new ArrayList<>();
    double[] e = map(x, Math::exp);
    steps.add(new Step("e_i = exp(x_i)", list(e), exponentials(x, e, "x")));
    double sum = Arrays.stream(e).sum();
    boolean finite = Arrays.stream(e).allMatch(Double::isFinite);
    String overflow =
        Double.isFinite(sum)
            ? sum == 0 ? "every exponential underflowed" : ""
            : finite ? "the sum overflows" : "infinity and anything is infinity";
    steps.add(new Step("z = sum_i e_i", list(sum), overflow));
    double[] p = map(e, value -> value / sum);
    steps.add(new Step("p_i = e_i / z", list(p), quotients(e, sum, p)));
    double[] logs = map(p, Math::log);
    boolean lost = Arrays.stream(p).anyMatch(v -> v == 0);
    steps.add(
        new Step(
            "log p_i", list(logs), lost ? "the logarithm of a probability that became 0" : ""));
    return steps;
  }

  private static List<Step> stable(double[] x, double max) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("m = max_i x_i", list(max), ""));
    double[] d = map(x, value -> value - max);
    steps.add(new Step("d_i = x_i - m", list(d), "none is above 0, and one is 0"));
    double[] e = map(d, Math::exp);
    String note = exponentials(d, e, "d");
    steps.add(
        new Step(
            "e_i = exp(d_i)", list(e), note.isEmpty() ? "none is above 1, and one is 1" : note));
    double sum = Arrays.stream(e).sum();
    steps.add(new Step("z = sum_i e_i", list(sum), "between 1 and " + x.length));
    double[] p = map(e, value -> value / sum);
    boolean rounded = Arrays.stream(p).anyMatch(v -> v == 0);
    steps.add(
        new Step(
            "p_i = e_i / z",
            list(p),
            rounded ? "0 is the nearest double to a probability below 5e-324" : ""));
    double log = Math.log(sum);
    steps.add(
        new Step(
            "log p_i = d_i - log z",
            list(map(d, value -> value - log)),
            rounded ? "no digit is lost where p_i became 0" : ""));
    return steps;
  }

  private static String exponentials(double[] x, double[] e, String letter) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (Double.isInfinite(e[i])) {
        notes.add("exp(%s%d) = exp(%s) overflows".formatted(letter, i + 1, plain(x[i])));
      } else if (e[i] == 0) {
        notes.add("exp(%s%d) = exp(%s) underflows to 0".formatted(letter, i + 1, plain(x[i])));
      }
    }
    if (notes.stream().anyMatch(note -> note.endsWith("overflows"))) {
      notes.add("the largest double is exp(709.78)");
    }
    return String.join("; ", notes);
  }

  private static String quotients(double[] e, double sum, double[] p) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < e.length; i++) {
      if (Double.isNaN(p[i])) {
        notes.add("p%d = %s/%s = NaN".formatted(i + 1, plain(e[i]), plain(sum)));
      } else if (Double.isInfinite(sum)) {
        notes.add("p%d = %s/inf = 0".formatted(i + 1, plain(e[i])));
      }
    }
    return String.join("; ", notes);
  }

  private static String plain(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
