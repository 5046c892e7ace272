package dev.softmax.symbolic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;

/// An expression of real numbers: rational numbers, variables, sums, products, powers and
/// functions. Values of their own: two expressions are equal when they are written in the same
/// way; whether they mean the same is what [#isEquivalentTo] asks.
public sealed interface Expression {
  /// 0.
  Expression ZERO = number(0);

  /// 1.
  Expression ONE = number(1);

  /// −1.
  Expression MINUS_ONE = number(-1);

  /// Of exponents up to 32, with which powers of numbers are computed at once.
  int SMALL_BITS = 6;

  /// A rational number in lowest terms.
  ///
  /// @param numerator carries the sign
  /// @param denominator above 0
  record Rational(BigInteger numerator, BigInteger denominator) implements Expression {
    /// Brings the fraction to lowest terms.
    ///
    /// @throws IllegalArgumentException if the denominator is 0
    public Rational {
      if (denominator.signum() == 0) {
        throw new IllegalArgumentException("number: the denominator is 0");
      }
      BigInteger common = numerator.gcd(denominator);
      BigInteger divisor = denominator.signum() < 0 ? common.negate() : common;
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }

    boolean isInteger() {
      return denominator.equals(BigInteger.ONE);
    }

    boolean isNegative() {
      return numerator.signum() < 0;
    }

    @Override
    public Rational negated() {
      return new Rational(numerator.negate(), denominator);
    }

    Rational inverse() {
      return new Rational(/* numerator= */ denominator, /* denominator= */ numerator);
    }

    Rational times(Rational other) {
      return new Rational(
          numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }
  }

  /// A variable, such as `x1`.
  ///
  /// @param name a letter, and digits that are written as its index
  record Symbol(String name) implements Expression {}

  /// π, the only constant that is no rational number; e is `exp(1)`.
  enum Constant implements Expression {
    /// The ratio of a circle's circumference to its diameter.
    PI
  }

  /// A sum.
  ///
  /// @param terms two or more
  record Sum(List<Expression> terms) implements Expression {
    /// Copies the terms.
    public Sum {
      terms = List.copyOf(terms);
    }
  }

  /// A product; a quotient is a product with a power of −1.
  ///
  /// @param factors two or more
  record Product(List<Expression> factors) implements Expression {
    /// Copies the factors.
    public Product {
      factors = List.copyOf(factors);
    }
  }

  /// A power; a square root is a power of ½.
  ///
  /// @param base what is multiplied
  /// @param exponent how often
  record Power(Expression base, Expression exponent) implements Expression {}

  /// A function's value.
  ///
  /// @param function the function
  /// @param argument where
  record Call(Function function, Expression argument) implements Expression {}

  /// The expression that a text is: `log(exp(x1) + exp(x2))`. Operators `+ - * / ^` (`**` is `^`),
  /// brackets, decimal numbers (taken as exact), `pi`, `e`, variables `x1` to `x64` and `T`, the
  /// functions of [Function], and `sqrt`, `sigmoid`, `softplus` and `logsumexp(…, …)`, which are
  /// written out.
  ///
  /// @param text at most 2000 characters
  /// @return what it says
  /// @throws ExpressionException naming the column of what cannot be read, or the limit that the
  ///     text exceeds
  static Expression parse(String text) {
    return new ExpressionParser(text).expression();
  }

  /// An integer.
  ///
  /// @param value the number
  /// @return it
  static Expression number(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /// A decimal number, exactly.
  ///
  /// @param value the number
  /// @return it
  static Expression number(BigDecimal value) {
    return value.scale() > 0
        ? new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
        : new Rational(value.toBigIntegerExact(), BigInteger.ONE);
  }

  /// A variable.
  ///
  /// @param name its name
  /// @return it
  static Symbol symbol(String name) {
    return new Symbol(name);
  }

  /// A sum of any number of terms.
  ///
  /// @param terms what is added; 0 is left out
  /// @return their sum, as it is written
  static Expression sum(List<? extends Expression> terms) {
    List<Expression> kept =
        terms.stream().<Expression>map(t -> t).filter(t -> !t.equals(ZERO)).toList();
    return switch (kept.size()) {
      case 0 -> ZERO;
      case 1 -> kept.getFirst();
      default -> new Sum(kept);
    };
  }

  /// A product of any number of factors.
  ///
  /// @param factors what is multiplied; their numbers come first, as one
  /// @return their product, as it is written
  static Expression product(List<? extends Expression> factors) {
    Rational coefficient = (Rational) ONE;
    List<Expression> kept = new ArrayList<>();
    for (Expression factor : factors) {
      for (Expression one : factor instanceof Product(var inner) ? inner : List.of(factor)) {
        if (one instanceof Rational n) {
          coefficient = coefficient.times(n);
        } else {
          kept.add(one);
        }
      }
    }
    if (coefficient.equals(ZERO)) {
      return ZERO;
    }
    if (!coefficient.equals(ONE)) {
      kept.addFirst(coefficient);
    }
    return switch (kept.size()) {
      case 0 -> ONE;
      case 1 -> kept.getFirst();
      default -> new Product(kept);
    };
  }

  /// `this + other`.
  ///
  /// @param other what is added
  /// @return the sum
  default Expression plus(Expression other) {
    return sum(List.of(this, other));
  }

  /// `this − other`.
  ///
  /// @param other what is subtracted
  /// @return the difference
  default Expression minus(Expression other) {
    return sum(List.of(this, other.negated()));
  }

  /// `−this`.
  ///
  /// @return the negative
  default Expression negated() {
    return switch (this) {
      case Rational n -> n.negated();
      default -> product(List.of(MINUS_ONE, this));
    };
  }

  /// `this · other`.
  ///
  /// @param other what it is multiplied with
  /// @return the product
  default Expression times(Expression other) {
    return product(List.of(this, other));
  }

  /// `this / other`.
  ///
  /// @param other what it is divided by
  /// @return the quotient
  default Expression over(Expression other) {
    return other instanceof Rational n && !n.equals(ZERO)
        ? times(n.inverse())
        : times(other.power(MINUS_ONE));
  }

  /// `this ^ exponent`.
  ///
  /// @param exponent how often it is multiplied
  /// @return the power
  default Expression power(Expression exponent) {
    if (this instanceof Rational n
        && n.numerator().signum() != 0
        && exponent instanceof Rational k
        && k.isInteger()
        && k.numerator().bitLength() <= SMALL_BITS) {
      int times = k.numerator().intValueExact();
      Rational power =
          new Rational(n.numerator().pow(Math.abs(times)), n.denominator().pow(Math.abs(times)));
      return times < 0 ? power.inverse() : power;
    }
    return exponent.equals(ONE) ? this : new Power(this, exponent);
  }

  /// `e ^ this`.
  ///
  /// @return the exponential
  default Expression exp() {
    return new Call(Function.EXP, this);
  }

  /// `ln this`.
  ///
  /// @return the natural logarithm
  default Expression log() {
    return new Call(Function.LOG, this);
  }

  /// The variables, in the order of their first place.
  ///
  /// @return each once
  default SequencedSet<Symbol> symbols() {
    SequencedSet<Symbol> found = new LinkedHashSet<>();
    forEachSymbol(this, found);
    return found;
  }

  private static void forEachSymbol(Expression e, SequencedSet<Symbol> found) {
    switch (e) {
      case Symbol s -> found.add(s);
      case Rational _, Constant _ -> {}
      case Sum(var terms) -> terms.forEach(t -> forEachSymbol(t, found));
      case Product(var factors) -> factors.forEach(f -> forEachSymbol(f, found));
      case Power(var base, var exponent) -> {
        forEachSymbol(base, found);
        forEachSymbol(exponent, found);
      }
      case Call(_, var argument) -> forEachSymbol(argument, found);
    }
  }

  /// Numbers, variables, operators and functions in it.
  ///
  /// @return how many
  default int size() {
    return switch (this) {
      case Rational _, Constant _, Symbol _ -> 1;
      case Sum(var terms) -> 1 + terms.stream().mapToInt(Expression::size).sum();
      case Product(var factors) -> 1 + factors.stream().mapToInt(Expression::size).sum();
      case Power(var base, var exponent) -> 1 + base.size() + exponent.size();
      case Call(_, var argument) -> 1 + argument.size();
    };
  }

  /// The same with expressions in the place of variables.
  ///
  /// @param values what stands for a variable; the others stay
  /// @return the expression
  default Expression with(Map<Symbol, ? extends Expression> values) {
    return switch (this) {
      case Rational _, Constant _ -> this;
      case Symbol s -> Objects.requireNonNullElse(values.get(s), s);
      case Sum(var terms) -> sum(terms.stream().map(t -> t.with(values)).toList());
      case Product(var factors) -> product(factors.stream().map(f -> f.with(values)).toList());
      case Power(var base, var exponent) -> base.with(values).power(exponent.with(values));
      case Call(var function, var argument) -> new Call(function, argument.with(values));
    };
  }

  /// The derivative, simplified.
  ///
  /// @param by the variable
  /// @return how fast this changes with it
  /// @throws ExpressionException if it has no real derivative, or the algebra takes too long
  default Expression derivative(Symbol by) {
    return Algebra.inTime(() -> Simplification.of(Algebra.derivative(this, by)));
  }

  /// The shortest form found.
  ///
  /// @return an expression of the same value wherever this has one
  /// @throws ExpressionException if it is no real number anywhere, or the algebra takes too long
  default Expression simplified() {
    return Simplification.of(this);
  }

  /// Is the difference of the two 0 wherever both are defined? Decided by simplifying it: where the
  /// answer is yes it is proven; of rational functions of exponentials no is sure, too.
  ///
  /// @param other the other expression
  /// @return whether their difference simplifies to 0
  /// @throws ExpressionException if the algebra takes too long
  default boolean isEquivalentTo(Expression other) {
    return Simplification.of(minus(other)).equals(ZERO);
  }

  /// The expression in writing.
  ///
  /// @param notation how it is written
  /// @return on one line
  default String in(Notation notation) {
    return new Writer(notation).write(this);
  }

  /// The value at a point, correct in all digits but for the last.
  ///
  /// @param point each variable's value
  /// @param digits significant decimal digits, 1 to 1000
  /// @return the value; 0 also stands for what 2000 digits cannot tell from it
  /// @throws ExpressionException if the expression is not defined there; the message says why
  /// @throws IllegalArgumentException if a variable has no value
  default BigDecimal at(Map<Symbol, BigDecimal> point, int digits) {
    return new Evaluation(point, digits).of(this);
  }
}
