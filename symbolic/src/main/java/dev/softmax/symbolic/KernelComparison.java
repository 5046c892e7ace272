package dev.softmax.symbolic;

import dev.softmax.LogSumExp;
import dev.softmax.Softmax;
import dev.softmax.symbolic.Expression.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the kernels of the library give at a point, beside the exact values.
///
/// A decimal number such as 0.1 is no `double`. So errors are those of the kernel alone: its
/// result less the exact value at the numbers that it was really given.
///
/// @param name such as `p1`
/// @param exact the value at the point itself
/// @param ofDouble what the kernel for `double` gives
/// @param ofFloat what the kernel for `float` gives
public record KernelComparison(
    String name, BigDecimal exact, KernelResult ofDouble, KernelResult ofFloat) {

  /// A kernel's result.
  ///
  /// @param value what it gives
  /// @param ulps its distance from the exact value at its inputs, in the spacing of the type there
  public record KernelResult(double value, double ulps) {}

  /// Digits of exact values.
  public static final int DIGITS = 50;

  /// Softmax, log-softmax and log-sum-exp of a point.
  ///
  /// @param logits 2 to 8 numbers
  /// @param temperature above 0
  /// @return `n` probabilities, `n` logarithms of such, and log-sum-exp
  /// @throws IllegalArgumentException if there are fewer or more logits, or the temperature is not
  ///     above 0
  public static List<KernelComparison> at(List<BigDecimal> logits, BigDecimal temperature) {
    int n = logits.size();
    SoftmaxFormulas formulas =
        SoftmaxFormulas.of(n).withTemperature(Expression.number(temperature));
    double[] doubles = logits.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    float[] floats = new float[n];
    for (int k = 0; k < n; k++) {
      floats[k] = logits.get(k).floatValue();
    }
    double t = temperature.doubleValue();
    SoftmaxFormulas rounded =
        SoftmaxFormulas.of(n).withTemperature(Expression.number(new BigDecimal(t)));
    Softmax softmax = Softmax.STANDARD.withTemperature(t);
    double[][] inDouble = {softmax.apply(doubles), softmax.log().apply(doubles)};
    float[][] inFloat = {softmax.apply(floats), softmax.log().apply(floats)};
    float[] quotients = new float[n];
    for (int k = 0; k < n; k++) {
      quotients[k] = (float) (floats[k] / t);
    }
    double sum = LogSumExp.of(IntStream.range(0, n).mapToDouble(k -> doubles[k] / t).toArray());
    float sumOfFloats = LogSumExp.of(quotients);

    List<BigDecimal> asDoubles =
        IntStream.range(0, n).mapToObj(k -> new BigDecimal(doubles[k])).toList();
    List<BigDecimal> asFloats =
        IntStream.range(0, n).mapToObj(k -> new BigDecimal(floats[k])).toList();
    List<KernelComparison> all = new ArrayList<>();
    for (int i = 0; i <= 2 * n; i++) {
      Expression formula = formula(formulas, i);
      Expression atKernel = formula(rounded, i);
      double one = i == 2 * n ? sum : inDouble[i / n][i % n];
      float other = i == 2 * n ? sumOfFloats : inFloat[i / n][i % n];
      all.add(
          new KernelComparison(
              i == 2 * n ? "L" : (i < n ? "p" : "log p") + (i % n + 1),
              value(formula, formulas, logits),
              ofDouble(one, value(atKernel, formulas, asDoubles)),
              ofFloat(other, value(atKernel, formulas, asFloats))));
    }
    return all;
  }

  private static Expression formula(SoftmaxFormulas formulas, int i) {
    int n = formulas.classes();
    return i == 2 * n
        ? formulas.logSumExp()
        : i < n ? formulas.probability(i) : formulas.logProbability(i - n);
  }

  private static BigDecimal value(
      Expression formula, SoftmaxFormulas formulas, List<BigDecimal> logits) {
    Map<Symbol, BigDecimal> point = new LinkedHashMap<>();
    for (int k = 0; k < logits.size(); k++) {
      point.put(formulas.logits().get(k), logits.get(k));
    }
    return formula.at(point, DIGITS);
  }

  private static KernelResult ofDouble(double value, BigDecimal exact) {
    return new KernelResult(value, ulps(value, exact, Math.ulp(exact.doubleValue())));
  }

  private static KernelResult ofFloat(float value, BigDecimal exact) {
    return new KernelResult(value, ulps(value, exact, Math.ulp(exact.floatValue())));
  }

  /// NaN where the kernel's result is not finite.
  private static double ulps(double value, BigDecimal exact, double spacing) {
    return Double.isFinite(value) && Double.isFinite(spacing)
        ? new BigDecimal(value)
            .subtract(exact)
            .abs()
            .divide(new BigDecimal(spacing), MathContext.DECIMAL64)
            .doubleValue()
        : Double.NaN;
  }
}
