package dev.softmax.cli;

import dev.softmax.io.AtomicFile;
import dev.softmax.symbolic.Equation;
import dev.softmax.symbolic.Expression;
import dev.softmax.symbolic.FormulaPicture;
import dev.softmax.symbolic.KernelComparison;
import dev.softmax.symbolic.Notation;
import dev.softmax.symbolic.Quantity;
import dev.softmax.symbolic.SoftmaxFormulas;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `softmax explain` says of softmax.
final class Explained {
  private static final int DIGITS = KernelComparison.DIGITS;
  private static final double DOTS = 2;

  private final PrintStream out;
  private final Notation notation;
  private final boolean json;
  private final @Nullable Path picture;
  private final @Nullable BigDecimal temperature;

  Explained(
      PrintStream out,
      Explain.Format format,
      boolean json,
      @Nullable Path picture,
      @Nullable BigDecimal temperature) {
    this.out = out;
    this.notation = Notation.valueOf(format.name());
    this.json = json;
    this.picture = picture;
    this.temperature = temperature;
  }

  /// Formulas of softmax, and their values at a point that is not empty.
  void formulas(int classes, List<BigDecimal> point) {
    SoftmaxFormulas formulas =
        SoftmaxFormulas.of(classes)
            .withTemperature(
                temperature == null ? SoftmaxFormulas.TEMPERATURE : Expression.number(temperature));
    Map<Quantity, List<Equation>> all = new LinkedHashMap<>();
    int proven = 0;
    for (Quantity quantity : Quantity.values()) {
      List<Equation> equations = formulas.formulas(quantity);
      for (Equation equation : equations) {
        if (!equation.compact().equals(equation.full())) {
          if (!formulas.isProven(equation)) {
            throw new IllegalStateException(equation.text() + " is not what its short form says");
          }
          proven++;
        }
      }
      all.put(quantity, equations);
    }
    draw(all);
    List<KernelComparison> kernels =
        temperature == null || point.isEmpty()
            ? List.of()
            : KernelComparison.at(point, temperature);
    if (json) {
      Json.print(out, json(formulas, all, point, kernels));
      return;
    }
    if (notation == Notation.JAVA) {
      out.print(formulas.javaSource());
    } else {
      print(formulas, all);
      out.println(proven + " short forms proven: each less the derivative simplifies to 0");
    }
    if (!kernels.isEmpty()) {
      out.println();
      print(kernels, point);
    }
  }

  private void print(SoftmaxFormulas formulas, Map<Quantity, List<Equation>> all) {
    all.forEach(
        (quantity, equations) -> {
          out.println(quantity.title());
          out.println("  " + quantity.rule(notation));
          equations.forEach(equation -> out.println("  " + line(equation)));
          if (quantity == Quantity.SOFTMAX) {
            out.println("  " + sum(formulas) + " = " + formulas.sum().in(notation));
            if (formulas.classes() == 2) {
              out.println("  " + sigmoid(formulas));
            }
          }
          out.println();
        });
  }

  private String sum(SoftmaxFormulas formulas) {
    List<String> names = new ArrayList<>();
    for (int k = 1; k <= formulas.classes(); k++) {
      names.add(Expression.symbol("p" + k).in(notation));
    }
    return String.join(" + ", names);
  }

  private String sigmoid(SoftmaxFormulas formulas) {
    Expression sigmoid = formulas.sigmoid();
    if (!sigmoid.isEquivalentTo(formulas.probability(0))) {
      throw new IllegalStateException("the sigmoid is not the first of two probabilities");
    }
    String argument =
        formulas
            .logits()
            .get(0)
            .minus(formulas.logits().get(1))
            .over(formulas.temperature())
            .in(notation);
    return notation == Notation.LATEX
        ? "p_{1} = \\sigma\\left(" + argument + "\\right) = " + sigmoid.in(notation)
        : "p1 = sigmoid(" + argument + ") = " + sigmoid.in(notation);
  }

  private String line(Equation equation) {
    String compact = equation.compact().in(notation);
    String full = equation.full().in(notation);
    String right = compact.equals(full) ? full : compact + " = " + full;
    return equation.left(notation) + " = " + right;
  }

  private void print(List<KernelComparison> kernels, List<BigDecimal> point) {
    out.println("at " + texts(point) + ", " + DIGITS + " digits");
    TextTable exact = new TextTable("ll");
    TextTable table = new TextTable("lrrrr");
    table.row("", "double kernel", "error", "float kernel", "error");
    for (KernelComparison one : kernels) {
      exact.row("  " + one.name(), one.exact().toString());
      table.row(
          "  " + one.name(),
          Double.toString(one.ofDouble().value()),
          ulps(one.ofDouble().ulps()),
          Float.toString((float) one.ofFloat().value()),
          ulps(one.ofFloat().ulps()));
    }
    exact.print(out);
    out.println();
    table.print(out);
    out.println("errors against the exact value at the numbers that the kernel was given");
  }

  private static String ulps(double ulps) {
    return String.format(Locale.ROOT, "%.2f ULP", ulps);
  }

  static String texts(List<BigDecimal> numbers) {
    return String.join(", ", numbers.stream().map(BigDecimal::toString).toList());
  }

  private Map<String, @Nullable Object> json(
      SoftmaxFormulas formulas,
      Map<Quantity, List<Equation>> all,
      List<BigDecimal> point,
      List<KernelComparison> kernels) {
    var object =
        Json.object(
            "classes",
            formulas.classes(),
            "temperature",
            formulas.temperature().in(Notation.TEXT),
            "sum",
            formulas.sum().in(notation));
    List<Object> quantities = new ArrayList<>();
    all.forEach(
        (quantity, equations) -> {
          List<Object> lines = new ArrayList<>();
          for (Equation e : equations) {
            lines.add(
                Json.object(
                    "left",
                    e.left(notation),
                    "compact",
                    e.compact().in(notation),
                    "full",
                    e.full().in(notation)));
          }
          quantities.add(
              Json.object(
                  "name", quantity.title(), "rule", quantity.rule(notation), "formulas", lines));
        });
    object.put("quantities", quantities);
    if (notation == Notation.JAVA) {
      object.put("source", formulas.javaSource());
    }
    if (!kernels.isEmpty()) {
      object.put("at", point.stream().mapToDouble(BigDecimal::doubleValue).toArray());
      object.put("values", kernels.stream().map(Explained::json).toList());
    }
    return object;
  }

  private static Map<String, @Nullable Object> json(KernelComparison one) {
    return Json.object(
        "name",
        one.name(),
        "exact",
        one.exact().toString(),
        "double",
        one.ofDouble().value(),
        "doubleUlps",
        one.ofDouble().ulps(),
        "float",
        one.ofFloat().value(),
        "floatUlps",
        one.ofFloat().ulps());
  }

  private void draw(Map<Quantity, List<Equation>> all) {
    List<String> lines = new ArrayList<>();
    all.forEach(
        (quantity, equations) -> {
          lines.add(quantity.rule(Notation.LATEX));
          equations.forEach(e -> lines.add(e.latex() + " = " + e.full().in(Notation.LATEX)));
        });
    draw(lines);
  }

  /// Draws into the file of `--out`, if there is one.
  void draw(List<String> lines) {
    Path file = picture;
    if (file == null) {
      return;
    }
    FormulaPicture drawn = FormulaPicture.of(lines);
    boolean svg = file.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
    byte[] bytes = svg ? drawn.svg().getBytes(StandardCharsets.UTF_8) : drawn.png(DOTS);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }
}
