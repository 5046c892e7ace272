package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes out of an expanded sum what all its terms have in common.
final class Factoring {
  private Factoring() {}

  /// The common number and powers, and the sum that is left.
  static List<Expression> of(Expression expanded) {
    List<Term> terms = Term.of(expanded);
    Map<Expression, Integer> common = common(terms);
    Rational content = content(terms);
    List<Expression> factors = new ArrayList<>();
    factors.add(content);
    common.forEach((base, n) -> factors.add(base.power(Expression.number(n))));
    Rational inverse = content.inverse();
    List<Expression> left = new ArrayList<>();
    for (Term term : terms) {
      List<Expression> parts = new ArrayList<>();
      parts.add(term.coefficient().times(inverse));
      Map<Expression, Integer> powers = term.factors();
      common.forEach((base, n) -> powers.merge(base, -n, Integer::sum));
      powers.forEach(
          (base, n) -> {
            if (n != 0) {
              parts.add(base.power(Expression.number(n)));
            }
          });
      left.add(Expression.product(parts));
    }
    factors.add(Expression.sum(left));
    return factors;
  }

  private static Map<Expression, Integer> common(List<Term> terms) {
    Map<Expression, Integer> common = new LinkedHashMap<>();
    Set<Expression> bases = new HashSet<>();
    List<Map<Expression, Integer>> powers = terms.stream().map(Term::factors).toList();
    for (Map<Expression, Integer> one : powers) {
      for (Expression base : one.keySet()) {
        if (bases.add(base)) {
          int least = powers.stream().mapToInt(p -> p.getOrDefault(base, 0)).min().orElse(0);
          if (least != 0) {
            common.put(base, least);
          }
        }
      }
    }
    return common;
  }

  /// The greatest number that leaves whole coefficients, with the sign of most of the terms.
  private static Rational content(List<Term> terms) {
    BigInteger numerators = BigInteger.ZERO;
    BigInteger denominators = BigInteger.ONE;
    int negative = 0;
    for (Term term : terms) {
      Rational c = term.coefficient();
      numerators = numerators.gcd(c.numerator());
      denominators =
          denominators.divide(denominators.gcd(c.denominator())).multiply(c.denominator());
      negative += c.isNegative() ? 1 : -1;
    }
    if (numerators.signum() == 0) {
      return (Rational) Expression.ONE;
    }
    Rational content = new Rational(numerators, denominators);
    return negative == terms.size() ? content.negated() : content;
  }
}
