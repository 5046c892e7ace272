package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.symbolic.Expression;
import dev.softmax.symbolic.Expression.Symbol;
import dev.softmax.symbolic.ExpressionException;
import dev.softmax.symbolic.KernelComparison;
import dev.softmax.symbolic.Notation;
import dev.softmax.symbolic.SoftmaxFormulas;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `softmax explain EXPRESSION` says.
final class ExplainedExpression {
  private static final int DIGITS = KernelComparison.DIGITS;

  private final PrintStream out;
  private final Notation notation;
  private final boolean json;
  private final Expression function;
  private final List<BigDecimal> point;
  private final Map<Symbol, BigDecimal> values = new LinkedHashMap<>();
  private final Map<Symbol, Expression> gradient = new LinkedHashMap<>();
  private final Expression simple;
  private final @Nullable BigDecimal value;

  private ExplainedExpression(
      PrintStream out,
      Explain.Format format,
      boolean json,
      Expression read,
      List<BigDecimal> point) {
    this.out = out;
    this.notation = Notation.valueOf(format.name());
    this.json = json;
    this.function = read;
    this.point = point;
    for (int k = 0; k < point.size(); k++) {
      values.put(Expression.symbol("x" + (k + 1)), point.get(k));
    }
    List<Symbol> symbols = symbols();
    // Before the algebra, which may find a form that is defined in more places.
    value = point.isEmpty() ? null : function.at(values, DIGITS);
    simple = function.simplified();
    symbols.forEach(s -> gradient.put(s, function.derivative(s)));
  }

  /// Reads and explains an expression, at a point that may be empty.
  ///
  /// @param temperature what T is; null where it stays a letter
  static ExplainedExpression of(
      String text,
      @Nullable BigDecimal temperature,
      List<BigDecimal> point,
      Explain.Format format,
      boolean json,
      PrintStream out) {
    try {
      Expression read = Expression.parse(text);
      Map<Symbol, Expression> t =
          temperature == null
              ? Map.of()
              : Map.of(SoftmaxFormulas.TEMPERATURE, Expression.number(temperature));
      return new ExplainedExpression(out, format, json, read.with(t), point);
    } catch (ExpressionException e) {
      throw new InputException("'" + Texts.shortened(text) + "': " + e.getMessage());
    }
  }

  /// The variables in their order; `--at` must have a number for each.
  private List<Symbol> symbols() {
    List<Symbol> symbols =
        function.symbols().stream()
            .sorted(
                Comparator.comparingInt((Symbol s) -> s.name().length())
                    .thenComparing(Symbol::name))
            .toList();
    for (Symbol s : symbols) {
      if (!point.isEmpty() && !values.containsKey(s)) {
        throw new UsageException(
            "--at has %d numbers and none for %s".formatted(point.size(), s.name()));
      }
    }
    return symbols;
  }

  /// The function and its derivatives.
  List<String> latex() {
    List<String> lines = new ArrayList<>();
    lines.add("f = " + simple.in(Notation.LATEX));
    gradient.forEach(
        (s, e) -> {
          String left = "\\frac{\\partial f}{\\partial " + s.in(Notation.LATEX) + "}";
          lines.add(left + " = " + e.in(Notation.LATEX));
        });
    return lines;
  }

  void print() {
    Map<String, String> slopes = slopes();
    if (json) {
      Json.print(out, json(slopes));
      return;
    }
    if (notation == Notation.LATEX) {
      latex().forEach(out::println);
    } else {
      out.println("f = " + simple.in(notation));
      gradient.forEach((s, e) -> out.println("df/d" + s.name() + " = " + e.in(notation)));
    }
    if (value != null) {
      TextTable table = new TextTable("ll");
      table.row("f", value.toString());
      slopes.forEach((name, slope) -> table.row("df/d" + name, slope));
      out.println();
      out.println("at " + Explained.texts(point) + ", " + DIGITS + " digits");
      table.print(out);
    }
  }

  /// Where a function has a value, it need not have a slope: the square root at 0.
  private Map<String, String> slopes() {
    Map<String, String> slopes = new LinkedHashMap<>();
    if (value != null) {
      gradient.forEach(
          (s, e) -> {
            try {
              slopes.put(s.name(), e.at(values, DIGITS).toString());
            } catch (ExpressionException undefined) {
              slopes.put(s.name(), "not defined: " + undefined.getMessage());
            }
          });
    }
    return slopes;
  }

  private Map<String, @Nullable Object> json(Map<String, String> slopes) {
    Map<String, @Nullable Object> derivatives = new LinkedHashMap<>();
    gradient.forEach((s, e) -> derivatives.put(s.name(), e.in(notation)));
    var object =
        Json.object("expression", simple.in(notation), "gradient", derivatives, "latex", latex());
    if (value != null) {
      object.put("value", value.toString());
      object.put("gradientValue", slopes);
    }
    return object;
  }
}
