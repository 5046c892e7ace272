package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The formulas of softmax for a number of classes: derived by the algebra from `exp(x_i/T)` over
/// its sum, and beside each the short form in probabilities that people use. That the two are the
/// same is what [#isProven] shows.
///
/// Cross-entropy is that of targets which sum to 1, `L − Σ y_i x_i / T`.
public final class SoftmaxFormulas {
  /// Fewest classes.
  public static final int FEWEST = 2;

  /// Most classes; a Hessian of more would fill pages.
  public static final int MOST = 8;

  /// The temperature where it is not a number.
  public static final Symbol TEMPERATURE = Expression.symbol("T");

  private static final Expression SQUARE = Expression.number(2);

  private final int classes;
  private final Expression temperature;

  private SoftmaxFormulas(int classes, Expression temperature) {
    this.classes = classes;
    this.temperature = temperature;
  }

  /// Formulas at temperature 1.
  ///
  /// @param classes how many, [#FEWEST] to [#MOST]
  /// @return them
  /// @throws IllegalArgumentException if there are fewer or more
  public static SoftmaxFormulas of(int classes) {
    if (classes < FEWEST || classes > MOST) {
      throw new IllegalArgumentException(
          classes + " classes: formulas are written for " + FEWEST + " to " + MOST);
    }
    return new SoftmaxFormulas(classes, Expression.ONE);
  }

  /// Formulas at another temperature.
  ///
  /// @param other [#TEMPERATURE], or a number above 0
  /// @return them
  /// @throws IllegalArgumentException if it is something else
  public SoftmaxFormulas withTemperature(Expression other) {
    boolean positive = other instanceof Rational n && n.numerator().signum() > 0;
    if (!positive && !other.equals(TEMPERATURE)) {
      throw new IllegalArgumentException(
          "temperature " + other.in(Notation.TEXT) + " is neither T nor a number above 0");
    }
    return new SoftmaxFormulas(classes, other);
  }

  /// How many classes there are.
  ///
  /// @return [#FEWEST] to [#MOST]
  public int classes() {
    return classes;
  }

  /// The temperature.
  ///
  /// @return [#TEMPERATURE] or a number
  public Expression temperature() {
    return temperature;
  }

  /// The logits `x1..xn`.
  ///
  /// @return a variable each
  public List<Symbol> logits() {
    return symbols("x");
  }

  /// Targets `y1..yn`.
  ///
  /// @return a variable each
  public List<Symbol> targets() {
    return symbols("y");
  }

  private List<Symbol> symbols(String letter) {
    return each(i -> Expression.symbol(letter + (i + 1)));
  }

  private <T> List<T> each(IntFunction<T> of) {
    return IntStream.range(0, classes).mapToObj(of).toList();
  }

  /// The probability of a class.
  ///
  /// @param k the class, from 0
  /// @return an exponential over the sum of all
  public Expression probability(int k) {
    return exponential(k, temperature).over(partition(temperature));
  }

  /// The logarithm of a probability.
  ///
  /// @param k the class, from 0
  /// @return a difference
  public Expression logProbability(int k) {
    return logits().get(k).over(temperature).minus(logSumExp());
  }

  /// The logarithm of the sum of exponentials.
  ///
  /// @return it
  public Expression logSumExp() {
    return partition(temperature).log();
  }

  /// Cross-entropy of targets that sum to 1.
  ///
  /// @return log-sum-exp less the mean logit under the targets
  public Expression crossEntropy() {
    return logSumExp().minus(mean(targets()).over(temperature));
  }

  private Expression exponential(int k, Expression divisor) {
    return logits().get(k).over(divisor).exp();
  }

  private Expression partition(Expression divisor) {
    return Expression.sum(each(k -> exponential(k, divisor)));
  }

  /// `Σ w_j x_j`.
  private Expression mean(List<? extends Expression> weights) {
    return Expression.sum(each(j -> weights.get(j).times(logits().get(j))));
  }

  /// The sum of the probabilities, simplified.
  ///
  /// @return 1
  public Expression sum() {
    return Expression.sum(each(this::probability)).simplified();
  }

  /// Two classes: the first probability as a sigmoid of the difference of the logits.
  ///
  /// @return the sigmoid; it simplifies to the same as the first probability
  /// @throws IllegalStateException if there are more classes
  public Expression sigmoid() {
    if (classes != 2) {
      throw new IllegalStateException("sigmoid: " + classes + " classes, not 2");
    }
    Expression difference = logits().get(1).minus(logits().get(0)).over(temperature);
    return Expression.ONE.over(Expression.ONE.plus(difference.exp()));
  }

  /// Softmax of logits that have all been moved by `c`, less softmax of the logits themselves, for
  /// the first class.
  ///
  /// @return 0: why the stable form is allowed to subtract the maximum
  public Expression shift() {
    Symbol c = Expression.symbol("c");
    Map<Symbol, Expression> moved = new LinkedHashMap<>();
    logits().forEach(x -> moved.put(x, x.minus(c)));
    return probability(0).with(moved).minus(probability(0)).simplified();
  }

  /// All formulas about one quantity: one for a single value, n for a vector, n² row by row for a
  /// matrix.
  ///
  /// @param quantity what they are about
  /// @return the derivatives that the algebra finds, and the short forms
  public List<Equation> formulas(Quantity quantity) {
    return Algebra.inTime(
        () ->
            switch (quantity) {
              case SOFTMAX -> each(k -> same("p" + (k + 1), "p_{" + (k + 1) + "}", probability(k)));
              case LOG_SOFTMAX ->
                  each(
                      k -> same("log p" + (k + 1), "\\log p_{" + (k + 1) + "}", logProbability(k)));
              case LOG_SUM_EXP -> List.of(same("L", "L", logSumExp()));
              case CROSS_ENTROPY -> List.of(same("C", "C", crossEntropy()));
              case JACOBIAN -> jacobian();
              case HESSIAN -> hessian("L", logSumExp());
              case CROSS_ENTROPY_HESSIAN -> hessian("C", crossEntropy());
              case GRADIENT ->
                  each(
                      i ->
                          derivative(
                              "C",
                              "C",
                              logits().get(i),
                              p(i).minus(targets().get(i)).over(temperature),
                              crossEntropy()));
              case TEMPERATURE -> byTemperature();
            });
  }

  private static Equation same(String text, String latex, Expression value) {
    return new Equation(text, latex, value, value);
  }

  private static Symbol p(int k) {
    return Expression.symbol("p" + (k + 1));
  }

  /// `p_i (δ_ij − p_j)`.
  private static Expression covariance(int i, int j) {
    return i == j ? p(i).times(Expression.ONE.minus(p(i))) : p(i).times(p(j)).negated();
  }

  private Equation derivative(
      String text, String latex, Symbol by, Expression compact, Expression of) {
    String to = "\\frac{\\partial " + latex + "}{\\partial " + by.in(Notation.LATEX) + "}";
    return new Equation("d" + text + "/d" + by.name(), to, compact, of.derivative(by));
  }

  private List<Equation> jacobian() {
    List<Equation> all = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        all.add(
            derivative(
                p(i).name(),
                p(i).in(Notation.LATEX),
                logits().get(j),
                covariance(i, j).over(temperature),
                probability(i)));
      }
    }
    return all;
  }

  private List<Equation> hessian(String letter, Expression of) {
    Expression scale = temperature.equals(Expression.ONE) ? temperature : temperature.power(SQUARE);
    List<Equation> all = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      Expression slope = of.derivative(logits().get(i));
      for (int j = 0; j < classes; j++) {
        Symbol a = logits().get(i);
        Symbol b = logits().get(j);
        String and = " \\, \\partial ";
        all.add(
            new Equation(
                "d2" + letter + "/d" + a.name() + "d" + b.name(),
                "\\frac{\\partial^2 %s}{\\partial %s%s%s}"
                    .formatted(letter, a.in(Notation.LATEX), and, b.in(Notation.LATEX)),
                covariance(i, j).over(scale),
                slope.derivative(b)));
      }
    }
    return all;
  }

  private List<Equation> byTemperature() {
    SoftmaxFormulas any = withTemperature(TEMPERATURE);
    Expression square = TEMPERATURE.power(SQUARE);
    Expression m = mean(each(SoftmaxFormulas::p));
    List<Equation> all = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      Expression compact = p(i).times(m.minus(logits().get(i))).over(square);
      all.add(
          derivative(
              p(i).name(), p(i).in(Notation.LATEX), TEMPERATURE, compact, any.probability(i)));
    }
    all.add(derivative("L", "L", TEMPERATURE, m.negated().over(square), any.logSumExp()));
    Expression loss = mean(targets()).minus(m).over(square);
    all.add(derivative("C", "C", TEMPERATURE, loss, any.crossEntropy()));
    return temperature.equals(TEMPERATURE) ? all : all.stream().map(this::atTemperature).toList();
  }

  private Equation atTemperature(Equation e) {
    Map<Symbol, Expression> value = Map.of(TEMPERATURE, temperature);
    return new Equation(
        e.text(), e.latex(), e.compact().with(value), e.full().with(value).simplified());
  }

  /// Is an equation's short form the same as what the algebra derived? Proven by putting the
  /// softmax in for the probabilities and simplifying the difference to 0.
  ///
  /// @param equation one of these formulas
  /// @return whether it is
  public boolean isProven(Equation equation) {
    Map<Symbol, Expression> values = new LinkedHashMap<>();
    for (int k = 0; k < classes; k++) {
      values.put(p(k), probability(k));
    }
    return equation.compact().with(values).isEquivalentTo(equation.full());
  }

  /// Java methods of all quantities for this number of classes, in the stable form: exponentials of
  /// the logits less their maximum.
  ///
  /// @return the source of static methods, to be put into a class
  public String javaSource() {
    return new JavaSource(this).write();
  }
}
