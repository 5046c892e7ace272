package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Power;
import dev.softmax.symbolic.Expression.Product;
import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Sum;
import dev.softmax.symbolic.Expression.Symbol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One term of an expanded sum.
///
/// @param coefficient its number
/// @param rest the product of all else; 1 for a number alone
record Term(Rational coefficient, Expression rest) {

  /// The terms of an expanded expression.
  static List<Term> of(Expression e) {
    return e instanceof Sum(List<Expression> terms)
        ? terms.stream().map(Term::one).toList()
        : List.of(one(e));
  }

  private static Term one(Expression e) {
    if (e instanceof Rational n) {
      return new Term(n, Expression.ONE);
    }
    if (e instanceof Product(List<Expression> factors)
        && factors.getFirst() instanceof Rational n) {
      return new Term(n, Expression.product(factors.subList(1, factors.size())));
    }
    return new Term((Rational) Expression.ONE, e);
  }

  /// Whole powers of symbols, and other factors to the power 1.
  Map<Expression, Integer> factors() {
    Map<Expression, Integer> powers = new LinkedHashMap<>();
    List<Expression> all =
        rest instanceof Product(List<Expression> factors) ? factors : List.of(rest);
    for (Expression factor : all) {
      if (factor instanceof Power(Expression base, Rational n) && n.isInteger()) {
        powers.put(base, n.numerator().intValueExact());
      } else if (!factor.equals(Expression.ONE)) {
        powers.put(factor, 1);
      }
    }
    return powers;
  }

  /// The lowest power of a symbol in any term; 0 where it is missing from one.
  static int lowestPower(Expression expanded, Symbol s) {
    return of(expanded).stream()
        .mapToInt(term -> term.factors().getOrDefault(s, 0))
        .min()
        .orElse(0);
  }

  /// The number that `a` is of `b`, both expanded; null where there is none.
  static @Nullable Rational ratio(Expression a, Expression b) {
    Map<Expression, Rational> left = coefficients(a);
    Map<Expression, Rational> right = coefficients(b);
    if (!left.keySet().equals(right.keySet())) {
      return null;
    }
    Rational ratio = null;
    for (Map.Entry<Expression, Rational> entry : right.entrySet()) {
      Rational divisor = entry.getValue();
      Rational one = divisor.inverse().times(left.getOrDefault(entry.getKey(), divisor));
      if (ratio != null && !ratio.equals(one)) {
        return null;
      }
      ratio = one;
    }
    return ratio;
  }

  private static Map<Expression, Rational> coefficients(Expression e) {
    Map<Expression, Rational> found = new LinkedHashMap<>();
    of(e).forEach(term -> found.put(term.rest(), term.coefficient()));
    return found;
  }
}
