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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes expressions, with as few brackets as the notation allows.
final class Writer {
  /// What a piece of writing may stand in without brackets: from a sum to a single thing.
  private enum Rank {
    SUM,
    PRODUCT,
    POWER,
    ATOM
  }

  private record Written(String text, Rank rank) {}

  private final Notation notation;

  Writer(Notation notation) {
    this.notation = notation;
  }

  String write(Expression e) {
    return written(e).text();
  }

  /// Written so that it can stand where `least` can.
  private String write(Expression e, Rank least) {
    return bracketed(written(e), least);
  }

  private String bracketed(Written written, Rank least) {
    if (written.rank().compareTo(least) >= 0) {
      return written.text();
    }
    return notation == Notation.LATEX
        ? "\\left(" + written.text() + "\\right)"
        : "(" + written.text() + ")";
  }

  private Written written(Expression e) {
    return switch (e) {
      case Rational n when n.isNegative() ->
          new Written("-" + number(n.negated()).text(), Rank.SUM);
      case Rational n -> number(n);
      case Constant _ -> new Written(constant(), Rank.ATOM);
      case Symbol(var name) -> new Written(symbol(name), Rank.ATOM);
      case Sum(var terms) -> new Written(sum(terms), Rank.SUM);
      case Product(var factors) -> product(factors);
      case Power(_, var n) when isNegative(n) -> product(List.of(e));
      case Power(var base, var exponent) -> power(base, exponent);
      case Call(var function, var argument) -> call(function, argument);
    };
  }

  private String constant() {
    return switch (notation) {
      case TEXT -> "pi";
      case LATEX -> "\\pi";
      case JAVA -> "Math.PI";
    };
  }

  private String symbol(String name) {
    return notation == Notation.LATEX && name.length() > 1
        ? name.charAt(0) + "_{" + name.substring(1) + "}"
        : name;
  }

  private Written number(Rational n) {
    String over = n.numerator().toString();
    if (n.isInteger()) {
      // Java's integers would overflow, and divide as integers do.
      return new Written(notation == Notation.JAVA ? over + ".0" : over, Rank.ATOM);
    }
    return switch (notation) {
      case TEXT -> new Written(over + "/" + n.denominator(), Rank.PRODUCT);
      case LATEX -> new Written("\\frac{" + over + "}{" + n.denominator() + "}", Rank.ATOM);
      case JAVA -> new Written(over + ".0 / " + n.denominator() + ".0", Rank.PRODUCT);
    };
  }

  private String sum(List<Expression> terms) {
    StringBuilder text = new StringBuilder();
    // A minus in front is avoided where another term can begin.
    List<Expression> ordered = new ArrayList<>(terms);
    if (isNegative(ordered.getFirst())) {
      ordered.stream()
          .filter(t -> !isNegative(t))
          .findFirst()
          .ifPresent(
              first -> {
                ordered.remove(first);
                ordered.addFirst(first);
              });
    }
    for (Expression term : ordered) {
      if (text.isEmpty()) {
        text.append(write(term));
      } else if (isNegative(term)) {
        text.append(" - ").append(write(opposite(term), Rank.PRODUCT));
      } else {
        text.append(" + ").append(write(term));
      }
    }
    return text.toString();
  }

  private static boolean isNegative(Expression e) {
    return switch (e) {
      case Rational n -> n.isNegative();
      case Product(var factors) -> factors.getFirst() instanceof Rational n && n.isNegative();
      default -> false;
    };
  }

  private static Expression opposite(Expression e) {
    if (e instanceof Product(var factors) && factors.getFirst() instanceof Rational n) {
      List<Expression> rest = new ArrayList<>(factors);
      rest.set(0, n.negated());
      return Expression.product(rest);
    }
    return e instanceof Rational n ? n.negated() : e.negated();
  }

  private Written product(List<Expression> factors) {
    if (isNegative(Expression.product(factors))) {
      String rest = write(opposite(Expression.product(factors)), Rank.PRODUCT);
      return new Written("-" + rest, Rank.SUM);
    }
    List<Expression> above = new ArrayList<>();
    List<Expression> below = new ArrayList<>();
    for (Expression factor : factors) {
      switch (factor) {
        case Rational n -> {
          above.add(new Rational(n.numerator(), BigInteger.ONE));
          below.add(new Rational(n.denominator(), BigInteger.ONE));
        }
        case Power(var base, var n) when isNegative(n) -> below.add(base.power(opposite(n)));
        default -> above.add(factor);
      }
    }
    above.removeIf(Expression.ONE::equals);
    below.removeIf(Expression.ONE::equals);
    if (below.isEmpty()) {
      return above.isEmpty() ? written(Expression.ONE) : times(above);
    }
    // As one product, whose numbers are one number.
    Expression under = Expression.product(below);
    if (notation == Notation.LATEX) {
      String over = above.isEmpty() ? "1" : times(above).text();
      return new Written("\\frac{" + over + "}{" + write(under) + "}", Rank.PRODUCT);
    }
    String over = above.isEmpty() ? write(Expression.ONE) : bracketed(times(above), Rank.PRODUCT);
    String sign = notation == Notation.JAVA ? " / " : "/";
    return new Written(over + sign + write(under, Rank.POWER), Rank.PRODUCT);
  }

  private Written times(List<Expression> factors) {
    if (factors.size() == 1) {
      return written(factors.getFirst());
    }
    StringBuilder text = new StringBuilder();
    List<Expression> ordered = new ArrayList<>(factors);
    ordered.sort(Comparator.comparingInt(Writer::place));
    for (Expression factor : ordered) {
      String one = write(factor, factor instanceof Rational ? Rank.ATOM : Rank.PRODUCT);
      if (text.isEmpty()) {
        text.append(one);
      } else {
        // A number after a letter needs a sign, and so does a digit after a digit.
        text.append(
            switch (notation) {
              case TEXT -> "*";
              case JAVA -> " * ";
              case LATEX -> Character.isDigit(one.charAt(0)) ? " \\cdot " : " \\, ";
            });
        text.append(one);
      }
    }
    return new Written(text.toString(), Rank.PRODUCT);
  }

  /// Numbers, then variables, then all else.
  private static int place(Expression factor) {
    return switch (factor) {
      case Rational _ -> 0;
      case Constant _ -> 1;
      case Symbol _ -> 2;
      case Power(Symbol _, Rational n) when n.isInteger() -> 2;
      default -> 3;
    };
  }

  private Written power(Expression base, Expression exponent) {
    if (exponent instanceof Rational n
        && n.numerator().equals(BigInteger.ONE)
        && n.denominator().equals(BigInteger.TWO)) {
      String inner = write(base);
      return switch (notation) {
        case TEXT -> new Written("sqrt(" + inner + ")", Rank.ATOM);
        case LATEX -> new Written("\\sqrt{" + inner + "}", Rank.ATOM);
        case JAVA -> new Written("Math.sqrt(" + inner + ")", Rank.ATOM);
      };
    }
    return switch (notation) {
      case TEXT ->
          new Written(write(base, Rank.ATOM) + "^" + write(exponent, Rank.ATOM), Rank.POWER);
      case LATEX -> latexPower(base, exponent);
      case JAVA -> javaPower(base, exponent);
    };
  }

  /// `\tanh^{2}(x)` would be read as a function's iterate by some, so the whole is in brackets.
  private Written latexPower(Expression base, Expression exponent) {
    boolean atom = base instanceof Symbol || base instanceof Constant || base instanceof Rational;
    String inner = atom ? write(base, Rank.ATOM) : "\\left(" + write(base) + "\\right)";
    return new Written(inner + "^{" + write(exponent) + "}", Rank.POWER);
  }

  private Written javaPower(Expression base, Expression exponent) {
    if (exponent.equals(Expression.number(2)) && base instanceof Symbol(var name)) {
      return new Written(name + " * " + name, Rank.PRODUCT);
    }
    return new Written("Math.pow(" + write(base) + ", " + write(exponent) + ")", Rank.ATOM);
  }

  private Written call(Function function, Expression argument) {
    String x = write(argument);
    return switch (notation) {
      case TEXT -> new Written(function.word() + "(" + x + ")", Rank.ATOM);
      case JAVA -> new Written("Math." + function.word() + "(" + x + ")", Rank.ATOM);
      case LATEX -> {
        if (function == Function.EXP) {
          yield new Written("e^{" + inExponent(argument) + "}", Rank.POWER);
        }
        String word = function == Function.ATAN ? "arctan" : function.word();
        yield new Written("\\" + word + "\\left(" + x + "\\right)", Rank.ATOM);
      }
    };
  }

  /// Fractions on one line: they are small enough there.
  private String inExponent(Expression e) {
    return switch (e) {
      case Product _ when isNegative(e) -> "-" + inExponent(opposite(e));
      case Product(var factors) when factors.size() == 2 && quotient(factors) != null ->
          String.valueOf(quotient(factors));
      case Sum(var terms) when terms.stream().noneMatch(Writer::isNegative) ->
          String.join(" + ", terms.stream().map(this::inExponent).toList());
      default -> write(e);
    };
  }

  /// `x/T`; null where it is no quotient of two variables.
  private @Nullable String quotient(List<Expression> factors) {
    for (int i = 0; i < 2; i++) {
      if (factors.get(i) instanceof Symbol above
          && factors.get(1 - i) instanceof Power(Symbol below, var n)
          && n.equals(Expression.MINUS_ONE)) {
        return write(above) + "/" + write(below);
      }
    }
    return null;
  }
}
