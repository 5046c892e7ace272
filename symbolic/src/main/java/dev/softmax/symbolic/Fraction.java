package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Call;
import dev.softmax.symbolic.Expression.Constant;
import dev.softmax.symbolic.Expression.Power;
import dev.softmax.symbolic.Expression.Product;
import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Sum;
import dev.softmax.symbolic.Expression.Symbol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// An expression as a polynomial over powers of polynomials, all in variables, exponentials and
/// functions that are left as they are.
///
/// Each `exp(c u)` with a rational number c becomes a power of a symbol that stands for `exp(u /
/// m)`, so that `exp(x1 + x2) = exp(x1) exp(x2)` and `exp(2 x) = exp(x)²` hold by construction.
/// Each sum under a fraction line becomes a symbol, too, and is put back when the whole has been
/// multiplied by its highest power. What is left is multiplied out; it is 0 if and only if the
/// expression is, as long as the symbols are independent.
final class Fraction {
  private static final int MOST_ROUNDS = 12;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Map<Symbol, Expression> kernels = new LinkedHashMap<>();
  private final Map<Expression, Symbol> symbols = new HashMap<>();
  // Sums under a fraction line, as polynomials of the other symbols.
  private final Map<Symbol, Expression> divisors = new LinkedHashMap<>();
  private final Map<Symbol, Integer> powers = new LinkedHashMap<>();
  private final Map<Expression, BigInteger> fineness = new HashMap<>();
  private boolean exponentials = true;
  private Expression numerator = Expression.ZERO;

  private Fraction() {}

  static Fraction of(Expression e) {
    Fraction fraction = new Fraction();
    fraction.measure(e);
    fraction.nameExponentials();
    fraction.numerator = fraction.cleared(fraction.polynomial(e));
    fraction.cancel();
    return fraction;
  }

  /// Is it a quotient of polynomials of variables and exponentials of such, so that its form here
  /// is the simplest?
  boolean isOfExponentials() {
    return exponentials;
  }

  /// The quotient, with the variables it began with.
  Expression expression() {
    List<Expression> factors = new ArrayList<>(Factoring.of(numerator));
    powers.forEach((s, k) -> factors.add(divisors(s).power(Expression.number(-k))));
    return joined(Expression.product(factors));
  }

  private Expression divisors(Symbol s) {
    return divisors.getOrDefault(s, s).with(divisors);
  }

  /// Sees which fractions stand in exponents.
  private void measure(Expression e) {
    switch (e) {
      case Rational _, Constant _, Symbol _ -> {}
      case Sum(List<Expression> terms) -> terms.forEach(this::measure);
      case Product(List<Expression> factors) -> factors.forEach(this::measure);
      case Power(Expression base, Expression exponent) -> {
        measure(base);
        measure(exponent);
      }
      case Call(Function function, Expression argument) -> {
        measure(argument);
        if (function == Function.EXP) {
          for (Term term : Term.of(Algebra.expanded(argument))) {
            fineness.merge(term.rest(), term.coefficient().denominator(), Fraction::common);
          }
        }
      }
    }
  }

  /// In the order of their exponents, so that sums come out as people write them.
  private void nameExponentials() {
    fineness.keySet().stream()
        .sorted(Comparator.comparing(Fraction::sortable))
        .forEach(rest -> kernel(unit(rest).exp()));
  }

  /// `x10` after `x9`.
  private static String sortable(Expression e) {
    return NUMBER
        .matcher(e.in(Notation.TEXT))
        .replaceAll(n -> "0".repeat(Math.max(0, 4 - n.group().length())) + n.group());
  }

  private Expression unit(Expression rest) {
    BigInteger fine = fineness.getOrDefault(rest, BigInteger.ONE);
    return new Rational(BigInteger.ONE, fine).times(rest);
  }

  private static BigInteger common(BigInteger a, BigInteger b) {
    return a.divide(a.gcd(b)).multiply(b);
  }

  private Expression polynomial(Expression e) {
    return switch (e) {
      case Rational _, Symbol _ -> e;
      case Constant _ -> kernel(e);
      case Sum(List<Expression> terms) ->
          Expression.sum(terms.stream().map(this::polynomial).toList());
      case Product(List<Expression> factors) ->
          Expression.product(factors.stream().map(this::polynomial).toList());
      case Power(Expression base, Rational n) when n.isInteger() && n.isNegative() ->
          divisor(base).power(n);
      case Power(Expression base, Rational n) when n.isInteger() -> polynomial(base).power(n);
      case Power(Expression base, Rational n) ->
          opaque(base.power(new Rational(BigInteger.ONE, n.denominator())))
              .power(new Rational(n.numerator(), BigInteger.ONE));
      case Call(Function function, Expression argument) when function == Function.EXP ->
          exponential(argument);
      case Power _, Call _ -> opaque(e);
    };
  }

  private Expression exponential(Expression argument) {
    List<Expression> factors = new ArrayList<>();
    for (Term term : Term.of(Algebra.expanded(argument))) {
      BigInteger fine = fineness.getOrDefault(term.rest(), BigInteger.ONE);
      Rational power = term.coefficient().times(new Rational(fine, BigInteger.ONE));
      factors.add(kernel(unit(term.rest()).exp()).power(power));
    }
    return Expression.product(factors);
  }

  private Expression opaque(Expression e) {
    exponentials = false;
    return kernel(
        switch (e) {
          case Call(Function f, Expression x) -> new Call(f, Simplification.of(x));
          case Power(Expression base, Expression exponent) ->
              Simplification.of(base).power(Simplification.of(exponent));
          default -> e;
        });
  }

  private Symbol kernel(Expression e) {
    return symbols.computeIfAbsent(
        e,
        _ -> {
          // Sorts as the exponents do, and no variable has such a name.
          Symbol s = new Symbol("k%03d".formatted(kernels.size()));
          kernels.put(s, e);
          return s;
        });
  }

  private Expression divisor(Expression base) {
    Expression expanded = Algebra.expanded(polynomial(base));
    if (expanded.equals(Expression.ZERO)) {
      throw new ExpressionException("the expression divides by 0");
    }
    if (!(expanded instanceof Sum)) {
      return expanded;
    }
    for (Map.Entry<Symbol, Expression> known : divisors.entrySet()) {
      if (known.getValue().equals(expanded)) {
        return known.getKey();
      }
    }
    Symbol s = new Symbol("s%03d".formatted(divisors.size()));
    divisors.put(s, expanded);
    return s;
  }

  /// Multiplies by divisors until none is left in a denominator, and puts their sums back.
  private Expression cleared(Expression e) {
    Expression left = Algebra.expanded(e);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Map<Symbol, Integer> found = new LinkedHashMap<>();
      for (Symbol s : divisors.keySet()) {
        int lowest = Term.lowestPower(left, s);
        if (lowest < 0) {
          found.put(s, -lowest);
        }
      }
      List<Expression> factors = new ArrayList<>();
      found.forEach(
          (s, k) -> {
            powers.merge(s, k, Integer::sum);
            factors.add(s.power(Expression.number(k)));
          });
      factors.add(left);
      List<Expression> products = new ArrayList<>();
      // Term by term, so that a divisor cancels before its sum is put in its place.
      for (Expression term : left instanceof Sum(List<Expression> terms) ? terms : List.of(left)) {
        factors.set(factors.size() - 1, term);
        products.add(Algebra.expanded(Expression.product(factors)));
      }
      Expression whole = Expression.sum(products).with(divisors);
      left = Algebra.expanded(whole);
      if (left.symbols().stream().noneMatch(divisors::containsKey)) {
        return left;
      }
    }
    throw new ExpressionException("the expression has fractions nested deeper than can be undone");
  }

  /// Takes out a divisor that the whole numerator is a multiple of by a number, and powers of
  /// single symbols below the line.
  private void cancel() {
    if (numerator.equals(Expression.ZERO)) {
      powers.clear();
      return;
    }
    powers.replaceAll(
        (s, k) -> {
          int left = k;
          Expression sum = divisors(s);
          for (int j = k; j >= 1 && left == k; j--) {
            Rational ratio =
                Term.ratio(numerator, Algebra.expanded(sum.power(Expression.number(j))));
            if (ratio != null) {
              numerator = ratio;
              left = k - j;
            }
          }
          return left;
        });
    powers.values().removeIf(k -> k == 0);
  }

  /// Puts exponentials back, those of one product as one.
  private Expression joined(Expression e) {
    return switch (e) {
      case Rational _, Constant _ -> e;
      case Symbol s -> kernels.getOrDefault(s, s);
      case Sum(List<Expression> terms) -> Expression.sum(terms.stream().map(this::joined).toList());
      case Product(List<Expression> factors) -> product(factors);
      case Power(Symbol s, Rational n)
          when kernels.get(s) instanceof Call(Function f, Expression x) && f == Function.EXP ->
          Algebra.expanded(n.times(x)).exp();
      case Power(Expression base, Expression exponent) -> joined(base).power(joined(exponent));
      case Call(Function function, Expression x) -> new Call(function, joined(x));
    };
  }

  private Expression product(List<Expression> factors) {
    List<Expression> others = new ArrayList<>();
    List<Expression> exponents = new ArrayList<>();
    for (Expression factor : factors) {
      if (joined(factor) instanceof Call(Function f, Expression x) && f == Function.EXP) {
        exponents.add(x);
      } else {
        others.add(joined(factor));
      }
    }
    if (!exponents.isEmpty()) {
      Expression exponent =
          exponents.size() == 1
              ? exponents.getFirst()
              : Algebra.expanded(Expression.sum(exponents));
      int place = others.isEmpty() || !(others.getFirst() instanceof Rational) ? 0 : 1;
      others.add(place, exponent.exp());
    }
    return Expression.product(others);
  }
}
