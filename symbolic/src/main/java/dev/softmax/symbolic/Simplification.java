package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Call;
import dev.softmax.symbolic.Expression.Constant;
import dev.softmax.symbolic.Expression.Power;
import dev.softmax.symbolic.Expression.Product;
import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Sum;
import dev.softmax.symbolic.Expression.Symbol;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Looks for the shortest form of an expression: as a quotient of polynomials in exponentials,
/// which softmax and all its derivatives are, and by Symja's rules where functions other than
/// exponentials are in it.
final class Simplification {
  /// Symja's rules try every part in many ways; on more than this they take seconds.
  private static final int MOST_PARTS_FOR_RULES = 120;

  /// Terms of a sum that is multiplied out; beyond, memory would be the limit.
  private static final double MOST_TERMS = 4000;

  private Simplification() {}

  static Expression of(Expression e) {
    return Algebra.inTime(() -> simplified(e));
  }

  private static Expression simplified(Expression e) {
    if (terms(e) > MOST_TERMS) {
      return e;
    }
    Fraction fraction = Fraction.of(e);
    Expression quotient = fraction.expression();
    if (fraction.isOfExponentials() || quotient.equals(Expression.ZERO)) {
      return shortest(quotient, e);
    }
    if (e.size() > MOST_PARTS_FOR_RULES) {
      return shortest(e, quotient);
    }
    try {
      return shortest(quotient, e, Algebra.simplified(e));
    } catch (ExpressionException _) {
      // Its rules went by way of complex numbers: what is there already is the answer.
      return shortest(quotient, e);
    }
  }

  private static Expression shortest(Expression... forms) {
    return Stream.of(forms).min(Comparator.comparingInt(Expression::size)).orElseThrow();
  }

  /// At most how many terms `e` has when multiplied out.
  private static double terms(Expression e) {
    return switch (e) {
      case Rational _, Constant _, Symbol _ -> 1;
      case Sum(List<Expression> parts) -> parts.stream().mapToDouble(Simplification::terms).sum();
      case Product(List<Expression> parts) ->
          parts.stream().mapToDouble(Simplification::terms).reduce(1, (a, b) -> a * b);
      case Power(Expression base, Rational n) when n.isInteger() ->
          powers(terms(base), Math.abs(n.numerator().doubleValue()));
      case Power(Expression base, Expression exponent) ->
          Math.max(1, Math.max(terms(base), terms(exponent)) / MOST_TERMS);
      case Call(_, Expression argument) -> Math.max(1, terms(argument) / MOST_TERMS);
    };
  }

  /// Terms of the n-th power of a sum: n out of `terms + n − 1`.
  private static double powers(double terms, double n) {
    double count = 1;
    for (int i = 1; i <= n && count <= MOST_TERMS; i++) {
      count *= (terms + i - 1) / i;
    }
    return count;
  }
}
