package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Call;
import dev.softmax.symbolic.Expression.Constant;
import dev.softmax.symbolic.Expression.Power;
import dev.softmax.symbolic.Expression.Product;
import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Sum;
import dev.softmax.symbolic.Expression.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.apfloat.ApfloatRuntimeException;

/// Values with many digits. Apfloat keeps count of the digits that a difference costs, so an
/// expression is computed anew with twice as many until enough are left.
final class Evaluation {
  private static final int MOST_DIGITS = 1000;
  private static final long MOST_PRECISION = 4000;
  private static final long SPARE = 20;
  private static final Apfloat LARGEST_ARGUMENT = new Apfloat("1e9");

  private final Map<Symbol, BigDecimal> point;
  private final int digits;
  private long precision;

  Evaluation(Map<Symbol, BigDecimal> point, int digits) {
    if (digits < 1 || digits > MOST_DIGITS) {
      throw new IllegalArgumentException("digits " + digits + " are not from 1 to " + MOST_DIGITS);
    }
    this.point = Map.copyOf(point);
    this.digits = digits;
  }

  BigDecimal of(Expression e) {
    for (precision = SPARE + digits; ; precision *= 2) {
      boolean last = 2 * precision > MOST_PRECISION;
      try {
        Apfloat value = value(e);
        if (last || (value.signum() != 0 && value.precision() >= digits)) {
          return new BigDecimal(value.toString(false))
              .round(new MathContext(digits, RoundingMode.HALF_EVEN));
        }
      } catch (ZeroException zero) {
        // What seems to be 0 may only be too small for so few digits.
        if (last) {
          throw new ExpressionException(zero.getMessage());
        }
      } catch (ApfloatRuntimeException beyond) {
        throw new ExpressionException(
            "a number is too large to be computed: " + beyond.getMessage());
      }
    }
  }

  /// A division by, or a logarithm of, what is 0 at this precision.
  private static final class ZeroException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ZeroException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private Apfloat value(Expression e) {
    return switch (e) {
      case Rational n ->
          new Apfloat(n.numerator(), precision).divide(new Apfloat(n.denominator(), precision));
      case Constant _ -> ApfloatMath.pi(precision);
      case Symbol s -> {
        BigDecimal value = point.get(s);
        if (value == null) {
          throw new IllegalArgumentException("the point has no value of " + s.name());
        }
        yield new Apfloat(value, precision);
      }
      case Sum(var terms) -> terms.stream().map(this::value).reduce(Apfloat.ZERO, Apfloat::add);
      case Product(var factors) ->
          factors.stream().map(this::value).reduce(Apfloat.ONE, Apfloat::multiply);
      case Power(var base, var exponent) -> power(e, value(base), exponent);
      case Call(var function, var argument) -> call(e, function, value(argument));
    };
  }

  private Apfloat power(Expression whole, Apfloat base, Expression exponent) {
    if (exponent instanceof Rational n && n.isInteger() && n.numerator().bitLength() < 32) {
      int power = n.numerator().intValueExact();
      if (base.signum() == 0 && power <= 0) {
        throw new ZeroException(at(whole) + "divides by 0");
      }
      return ApfloatMath.pow(base, power);
    }
    Apfloat power = value(exponent);
    if (base.signum() < 0) {
      throw new ExpressionException(
          at(whole)
              + "is a power of the negative number "
              + base.toString(true).lines().findFirst().orElse(""));
    }
    if (base.signum() == 0) {
      if (power.signum() <= 0) {
        throw new ZeroException(at(whole) + "divides by 0");
      }
      return Apfloat.ZERO;
    }
    return exp(whole, power.multiply(ApfloatMath.log(base)));
  }

  private Apfloat exp(Expression whole, Apfloat x) {
    if (x.signum() == 0) {
      return Apfloat.ONE.precision(precision);
    }
    if (ApfloatMath.abs(x).compareTo(LARGEST_ARGUMENT) > 0) {
      throw new ExpressionException(at(whole) + "has an exponent beyond 1e9");
    }
    return ApfloatMath.exp(x);
  }

  private Apfloat call(Expression whole, Function function, Apfloat x) {
    return switch (function) {
      case EXP -> exp(whole, x);
      case LOG -> {
        if (x.signum() == 0) {
          throw new ZeroException(at(whole) + "is the logarithm of 0");
        }
        if (x.signum() < 0) {
          throw new ExpressionException(at(whole) + "is the logarithm of a negative number");
        }
        yield ApfloatMath.log(x);
      }
      case SIN -> ApfloatMath.sin(bounded(whole, x));
      case COS -> ApfloatMath.cos(bounded(whole, x));
      case TAN -> ApfloatMath.tan(bounded(whole, x));
      case ATAN -> ApfloatMath.atan(x);
      case SINH -> ApfloatMath.sinh(bounded(whole, x));
      case COSH -> ApfloatMath.cosh(bounded(whole, x));
      case TANH -> ApfloatMath.tanh(bounded(whole, x));
    };
  }

  private static Apfloat bounded(Expression whole, Apfloat x) {
    if (ApfloatMath.abs(x).compareTo(LARGEST_ARGUMENT) > 0) {
      throw new ExpressionException(at(whole) + "has an argument beyond 1e9");
    }
    return x;
  }

  private static String at(Expression e) {
    String text = e.in(Notation.TEXT);
    return (text.length() > 60 ? text.substring(0, 60) + "…" : text) + " ";
  }
}
