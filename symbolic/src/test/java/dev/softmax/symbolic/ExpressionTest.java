package dev.softmax.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.symbolic.Expression.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final Symbol X1 = Expression.symbol("x1");

  private static Map<Symbol, BigDecimal> point(String... values) {
    Map<Symbol, BigDecimal> point = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      point.put(Expression.symbol("x" + (i + 1)), new BigDecimal(values[i]));
    }
    return point;
  }

  private static String text(Expression e) {
    return e.in(Notation.TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x1 | x1",
        "-x1^2 | -x1^2",
        "2*-3*x1 | -6*x1",
        "(x1+x2)*x3 - -x1 | x3*(x1 + x2) + x1",
        "x1/(2*x2)/x3 | x1/(2*x2*x3)",
        "1.50e1 | 15",
        "x1**2**x2 | x1^(2^x2)",
        "ln(e) | log(exp(1))",
        "sqrt(x1)*pi | pi*sqrt(x1)",
        "sigmoid(x1) | 1/(1 + exp(-x1))",
        "softplus(x2) | log(1 + exp(x2))",
        "logsumexp(x1, x2) | log(exp(x1) + exp(x2))",
        "x1 - (x2 - 1/3) | x1 - (x2 - 1/3)",
        "  tanh ( x1 ) / -2 | -tanh(x1)/2",
      })
  void whatIsWrittenIsWhatWasRead(String given, String written) {
    Expression read = Expression.parse(given);
    assertThat(text(read)).isEqualTo(written);
    assertThat(text(Expression.parse(written))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the expression is empty",
        "x1 + | column 5: the expression ends where",
        "(x1 | column 4: ')' is missing at the end",
        "x1) | column 3: ')' closes nothing",
        "x1 x2 | column 4: an operator was expected",
        "2 + foo(x1) | column 5: there is no function 'foo'; there are exp, log",
        "x0 | column 1: there is no variable 'x0'; there are x1 to x64, T, pi and e",
        "x65 | column 1: there is no variable 'x65'",
        "1.2.3 | column 1: '1.2.3' is not a number",
        "exp(x1, x2) | column 1: exp takes one argument, not 2",
        "x1 $ 2 | column 4: an operator was expected",
        "3 * $ | column 5: '$' was not expected",
        "9^9^9 | column 2: an exponent without variables lies between -32 and 32",
        "((x1^32)^32)^2 | powers are nested beyond 256",
        "1e999 | column 1: a number has at most 60 digits",
      })
  void whatCannotBeReadIsNamedWithItsPlace(String given, String message) {
    assertThatThrownBy(() -> Expression.parse(given))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(message);
  }

  /// Nothing of Symja's language gets through the parser.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Import(\"a\")",
        "Get[x1]",
        "While(1,x1)",
        "x1 = 2",
        "{x1}",
        "x1 -> 2",
        "ToExpression(x1)",
        "exp[x1]",
        "#&",
        "x1; x2",
        "JavaNew(x1)",
        "N(x1)",
        "\"x1\"",
        "x1!"
      })
  void nothingThatRunsIsRead(String given) {
    assertThatThrownBy(() -> Expression.parse(given)).isInstanceOf(ExpressionException.class);
  }

  @Test
  void sizeAndDepthAreLimited() {
    assertThatThrownBy(() -> Expression.parse("x1+".repeat(1000) + "1"))
        .hasMessage("the expression has 3001 characters; at most 2000");
    assertThatThrownBy(() -> Expression.parse("x1+".repeat(600) + "1"))
        .hasMessage("the expression has 602 parts; at most 500");
    assertThatThrownBy(() -> Expression.parse("(".repeat(900) + "x1" + ")".repeat(900)))
        .hasMessageContaining("nested deeper than 50");
    assertThatThrownBy(() -> Expression.parse("-".repeat(1900) + "x1"))
        .hasMessageContaining("nested deeper than 50");
  }

  @Test
  void anExpansionThatWouldFillTheMemoryIsNotTried() {
    Expression e = Expression.parse("(x1+x2+x3+x4+x5+x6+x7+x8)^32");
    assertThat(text(e.derivative(X1))).isEqualTo("32*(x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8)^31");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1/(1+exp(-x1)) - exp(x1)/(1+exp(x1)) | 0",
        "exp(x1)*exp(-x1) | 1",
        "exp(x1)/(exp(x1)+exp(x2)) + exp(x2)/(exp(x1)+exp(x2)) | 1",
        "exp(x1/2)^2 - exp(x1) | 0",
        "1/(1+1/(1+x1)) - (1+x1)/(2+x1) | 0",
        "sin(x1)^2 + cos(x1)^2 | 1",
        "x1^2/x1 | x1",
      })
  void simplifies(String given, String simple) {
    assertThat(text(Expression.parse(given).simplified())).isEqualTo(simple);
  }

  @Test
  void whatIsNotTheSameDoesNotBecomeZero() {
    Expression p = Expression.parse("exp(x1)/(exp(x1)+exp(x2))");
    assertThat(p.isEquivalentTo(Expression.parse("exp(x2)/(exp(x1)+exp(x2))"))).isFalse();
    assertThat(p.isEquivalentTo(Expression.parse("sigmoid(x1 - x2)"))).isTrue();
  }

  /// Against central differences of the same function with 60 digits.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "log(exp(x1)+exp(x2))",
        "tanh(x1*x2)^3/x1",
        "sqrt(x1^2+x2^2)*atan(x2/x1)",
        "x1^x2 + 2^x1",
        "sinh(x1)/cosh(x2) - tan(x1/3)",
        "sin(x1)*cos(x2) - softplus(x1 - x2)",
        "exp(-exp(x1))*x2 + pi*x1"
      })
  void derivativesAreThoseOfDifferences(String text) {
    Expression f = Expression.parse(text);
    BigDecimal h = new BigDecimal("1e-20");
    for (int k = 0; k < 2; k++) {
      String[] at = {"0.7", "1.3"};
      at[k] = new BigDecimal(at[k]).add(h).toString();
      BigDecimal above = f.at(point(at), 60);
      at[k] = new BigDecimal(at[k]).subtract(h).subtract(h).toString();
      BigDecimal slope =
          above.subtract(f.at(point(at), 60)).divide(h.add(h), MathContext.DECIMAL128);
      BigDecimal ours = f.derivative(Expression.symbol("x" + (k + 1))).at(point("0.7", "1.3"), 40);
      assertThat(ours.subtract(slope).abs()).as(text).isLessThan(new BigDecimal("1e-30"));
    }
  }

  /// By mpmath 1.3.0 with 80 digits.
  @Test
  void valuesHaveAllTheirDigits() {
    assertThat(
            Expression.parse("tanh(x1)*sin(x2) + atan(x1)^2.5 + sqrt(pi)")
                .at(point("0.3", "2"), 50))
        .isEqualByComparingTo("2.0832038086862415170609422774094725915362624402380");
    assertThat(Expression.parse("sinh(x1)/cosh(x2) + tan(x1) - cos(x2)").at(point("0.3", "2"), 50))
        .isEqualByComparingTo("0.80642525888022412098872653346048934343136924839401");
    // Almost everything cancels: 869 digits are needed to see the first.
    assertThat(Expression.parse("1 - exp(x2)/(exp(x1) + exp(x2))").at(point("1000", "3000"), 50))
        .isEqualByComparingTo("2.5765358729611496521901504995073529127221305737606e-869");
    assertThat(Expression.parse("x1 - x1 + 0").at(point("3"), 50)).isEqualByComparingTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log(x1) | -1 | log(x1) is the logarithm of a negative number",
        "log(x1) | 0 | log(x1) is the logarithm of 0",
        "1/(x1-2) | 2 | 1/(x1 - 2) divides by 0",
        "sqrt(x1) | -4 | sqrt(x1) is a power of the negative number -4",
        "x1^x1 | 0 | x1^x1 divides by 0",
        "exp(exp(x1)) | 100 | exp(exp(x1)) has an exponent beyond 1e9",
      })
  void pointsWithoutAValueSaySo(String text, String at, String message) {
    Expression e = Expression.parse(text);
    assertThatThrownBy(() -> e.at(point(at), 50))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(message);
  }

  @Test
  void divisionByZeroInTheAlgebraSaysSo() {
    assertThatThrownBy(() -> Expression.parse("1/(x1 - x1)").simplified())
        .isInstanceOf(ExpressionException.class)
        .hasMessage("the expression divides by 0");
  }

  @Test
  void writesLatexAndJava() {
    Expression e = Expression.parse("exp(x1/T)*sqrt(x2)/(3*x1^2) - tanh(x12)^2/2");
    assertThat(e.in(Notation.LATEX))
        .isEqualTo(
            "\\frac{e^{x_{1}/T} \\, \\sqrt{x_{2}}}{3 \\, x_{1}^{2}}"
                + " - \\frac{\\left(\\tanh\\left(x_{12}\\right)\\right)^{2}}{2}");
    assertThat(e.in(Notation.JAVA))
        .isEqualTo(
            "Math.exp(x1 / T) * Math.sqrt(x2) / (3.0 * x1 * x1)"
                + " - Math.pow(Math.tanh(x12), 2.0) / 2.0");
  }

  @Test
  void variablesComeInTheOrderOfTheirPlaces() {
    assertThat(Expression.parse("x3 + x1*x3 - T").symbols())
        .extracting(Symbol::name)
        .containsExactlyElementsOf(List.of("x3", "x1", "T"));
  }
}
