package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Call;
import dev.softmax.symbolic.Expression.Constant;
import dev.softmax.symbolic.Expression.Power;
import dev.softmax.symbolic.Expression.Product;
import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Sum;
import dev.softmax.symbolic.Expression.Symbol;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads expressions by recursive descent. Nothing but what is listed here can come out, so that
/// the algebra behind it never sees a name it could run.
final class ExpressionParser {
  private static final int MOST_CHARACTERS = 2000;
  private static final int MOST_PARTS = 500;
  private static final int MOST_DEPTH = 50;
  private static final int MOST_DIGITS = 60;
  private static final int MOST_VARIABLES = 64;
  // Whole powers are multiplied out; larger ones would fill the memory.
  private static final double LARGEST_EXPONENT = 32;
  private static final int LARGEST_GROWTH = 256;
  private static final Rational HALF = new Rational(BigInteger.ONE, BigInteger.TWO);
  private static final String FUNCTIONS =
      "exp, log, sqrt, sin, cos, tan, atan, sinh, cosh, tanh, sigmoid, softplus, logsumexp";

  private final String text;
  private int at;
  private int depth;

  ExpressionParser(String text) {
    this.text = text;
  }

  /// The whole text.
  Expression expression() {
    if (text.isBlank()) {
      throw new ExpressionException("the expression is empty");
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new ExpressionException(
          "the expression has " + text.length() + " characters; at most " + MOST_CHARACTERS);
    }
    Expression read = sum();
    if (at < text.length()) {
      throw wrong(text.charAt(at) == ')' ? "')' closes nothing" : "an operator was expected");
    }
    if (read.size() > MOST_PARTS) {
      throw new ExpressionException(
          "the expression has " + read.size() + " parts; at most " + MOST_PARTS);
    }
    if (growth(read) > LARGEST_GROWTH) {
      throw new ExpressionException("the expression's powers are nested beyond " + LARGEST_GROWTH);
    }
    return read;
  }

  /// A bound of the power to which anything in it would be raised if all were multiplied out.
  private static double growth(Expression e) {
    return switch (e) {
      case Rational _, Symbol _, Constant _ -> 1;
      case Sum(var terms) -> terms.stream().mapToDouble(ExpressionParser::growth).max().orElse(1);
      case Product(var factors) ->
          factors.stream().mapToDouble(ExpressionParser::growth).max().orElse(1);
      case Power(var base, var exponent) -> {
        double times = exponent.symbols().isEmpty() ? Math.abs(constant(exponent)) : 1;
        yield Math.max(growth(base) * Math.max(1, times), growth(exponent));
      }
      case Call(_, var argument) -> growth(argument);
    };
  }

  private Expression sum() {
    if (++depth > MOST_DEPTH) {
      throw wrong("brackets and signs are nested deeper than " + MOST_DEPTH);
    }
    List<Expression> terms = new ArrayList<>();
    terms.add(product());
    while (true) {
      if (take("+")) {
        terms.add(product());
      } else if (take("-")) {
        terms.add(product().negated());
      } else {
        depth--;
        return Expression.sum(terms);
      }
    }
  }

  private Expression product() {
    List<Expression> factors = new ArrayList<>();
    factors.add(signed());
    while (true) {
      if (take("/")) {
        factors.add(Expression.ONE.over(signed()));
      } else if (!text.startsWith("**", at) && take("*")) {
        factors.add(signed());
      } else {
        return Expression.product(factors);
      }
    }
  }

  /// A sign binds less than a power: `-x1^2` is `-(x1^2)`.
  private Expression signed() {
    if (++depth > MOST_DEPTH) {
      throw wrong("brackets and signs are nested deeper than " + MOST_DEPTH);
    }
    try {
      if (take("-")) {
        return signed().negated();
      }
      return take("+") ? signed() : power();
    } finally {
      depth--;
    }
  }

  private Expression power() {
    Expression base = atom();
    skipBlanks();
    int operator = at;
    if (!take("^") && !take("**")) {
      return base;
    }
    Expression exponent = signed();
    if (exponent.symbols().isEmpty() && !(Math.abs(constant(exponent)) <= LARGEST_EXPONENT)) {
      at = operator;
      throw wrong("an exponent without variables lies between -32 and 32");
    }
    return base.power(exponent);
  }

  /// The value of an expression without variables; NaN where it has none.
  private static double constant(Expression e) {
    try {
      return e.at(Map.of(), 10).doubleValue();
    } catch (ExpressionException _) {
      return Double.NaN;
    }
  }

  private Expression atom() {
    skipBlanks();
    if (at == text.length()) {
      throw wrong("the expression ends where a number, a variable or a bracket was expected");
    }
    char c = text.charAt(at);
    if (take("(")) {
      Expression inner = sum();
      close();
      return inner;
    }
    if (isDigit(c) || c == '.') {
      return number();
    }
    if (Character.isLetter(c) || c == '_') {
      return word();
    }
    throw wrong("'" + c + "' was not expected");
  }

  private Expression number() {
    int start = at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    int digits = at;
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
      if (at + sign < text.length() && isDigit(text.charAt(at + sign))) {
        at += sign;
        while (at < text.length() && isDigit(text.charAt(at))) {
          at++;
        }
      }
    }
    String found = text.substring(start, at);
    if (digits - start > MOST_DIGITS
        || !text.substring(digits, at).matches("([eE][+-]?0*\\d{1,2})?")) {
      at = start;
      throw wrong("a number has at most " + MOST_DIGITS + " digits and an exponent of two");
    }
    try {
      return Expression.number(new BigDecimal(found));
    } catch (NumberFormatException _) {
      at = start;
      throw wrong("'" + found + "' is not a number");
    }
  }

  private Expression word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String word = text.substring(start, at);
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '(') {
      return call(word, start);
    }
    if (word.equals("T") || isLogit(word)) {
      return new Symbol(word);
    }
    at = start;
    return switch (word) {
      case "pi" -> constant(word, Constant.PI);
      case "e" -> constant(word, Expression.ONE.exp());
      default ->
          throw wrong(
              "there is no variable '%s'; there are x1 to x%d, T, pi and e"
                  .formatted(word, MOST_VARIABLES));
    };
  }

  private static boolean isLogit(String word) {
    return word.matches("x[1-9][0-9]?") && Integer.parseInt(word.substring(1)) <= MOST_VARIABLES;
  }

  private Expression constant(String word, Expression value) {
    at += word.length();
    return value;
  }

  private Expression call(String word, int start) {
    take("(");
    List<Expression> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (take(","));
    close();
    int end = at;
    at = start;
    if (arguments.size() > 1 && !word.equals("logsumexp")) {
      throw wrong(word + " takes one argument, not " + arguments.size());
    }
    Expression x = arguments.getFirst();
    Expression value =
        switch (word) {
          case "exp" -> x.exp();
          case "log", "ln" -> x.log();
          case "sin" -> new Call(Function.SIN, x);
          case "cos" -> new Call(Function.COS, x);
          case "tan" -> new Call(Function.TAN, x);
          case "atan" -> new Call(Function.ATAN, x);
          case "sinh" -> new Call(Function.SINH, x);
          case "cosh" -> new Call(Function.COSH, x);
          case "tanh" -> new Call(Function.TANH, x);
          case "sqrt" -> x.power(HALF);
          case "sigmoid" -> Expression.ONE.over(Expression.ONE.plus(x.negated().exp()));
          case "softplus" -> Expression.ONE.plus(x.exp()).log();
          case "logsumexp" ->
              Expression.sum(arguments.stream().map(Expression::exp).toList()).log();
          default -> throw wrong("there is no function '" + word + "'; there are " + FUNCTIONS);
        };
    at = end;
    return value;
  }

  private void close() {
    if (!take(")")) {
      throw wrong(at == text.length() ? "')' is missing at the end" : "')' was expected");
    }
  }

  private boolean take(String token) {
    skipBlanks();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private ExpressionException wrong(String what) {
    return new ExpressionException("column " + (at + 1) + ": " + what);
  }
}
