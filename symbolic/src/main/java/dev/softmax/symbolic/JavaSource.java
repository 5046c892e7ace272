package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Symbol;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes the formulas as Java methods of scalars, without a loop.
final class JavaSource {
  private static final List<Quantity> VECTORS = List.of(Quantity.GRADIENT, Quantity.TEMPERATURE);
  private static final List<Quantity> MATRICES = List.of(Quantity.JACOBIAN, Quantity.HESSIAN);

  private final SoftmaxFormulas formulas;
  private final String logits;
  private final String temperature;

  JavaSource(SoftmaxFormulas formulas) {
    this.formulas = formulas;
    boolean symbolic = formulas.temperature().equals(SoftmaxFormulas.TEMPERATURE);
    this.temperature = symbolic ? ", T" : "";
    this.logits = names(formulas.logits(), "");
  }

  private static String names(List<Symbol> symbols, String type) {
    return symbols.stream().map(s -> type + s.name()).collect(Collectors.joining(", "));
  }

  private String parameters(boolean withTargets) {
    return names(formulas.logits(), "double ")
        + (withTargets ? ", " + names(formulas.targets(), "double ") : "")
        + (temperature.isEmpty() ? "" : ", double T");
  }

  String write() {
    StringBuilder source = new StringBuilder();
    exponentials(source);
    for (Quantity quantity : MATRICES) {
      matrix(source, quantity);
    }
    for (Quantity quantity : VECTORS) {
      vector(source, quantity);
    }
    return source.toString();
  }

  private String maximum() {
    return formulas.logits().stream()
        .map(Symbol::name)
        .reduce((a, b) -> "Math.max(" + a + ", " + b + ")")
        .orElseThrow();
  }

  private String over(String x) {
    Expression t = formulas.temperature();
    return t.equals(Expression.ONE) ? x : bracketed(x) + " / " + bracketed(t.in(Notation.JAVA));
  }

  private static String bracketed(String code) {
    return code.indexOf(' ') < 0 ? code : "(" + code + ")";
  }

  private void exponentials(StringBuilder source) {
    int n = formulas.classes();
    method(source, "double[]", "softmax", false);
    source.append("  double m = ").append(maximum()).append(";\n");
    for (int k = 1; k <= n; k++) {
      source.append("  double e%d = Math.exp(%s);\n".formatted(k, over("x" + k + " - m")));
    }
    source.append("  double z = ").append(joined("e%d", " + ")).append(";\n");
    source.append("  return new double[] {").append(joined("e%d / z", ", ")).append("};\n}\n\n");

    method(source, "double", "logSumExp", false);
    source.append("  double m = ").append(maximum()).append(";\n");
    String terms =
        IntStream.rangeClosed(1, n)
            .mapToObj(k -> "Math.exp(" + over("x" + k + " - m") + ")")
            .collect(Collectors.joining(" + "));
    source.append("  return %s + Math.log(%s);\n}\n\n".formatted(over("m"), terms));

    method(source, "double[]", "logSoftmax", false);
    source.append("  double l = logSumExp(").append(logits).append(temperature).append(");\n");
    String logs =
        IntStream.rangeClosed(1, n)
            .mapToObj(k -> over("x" + k) + " - l")
            .collect(Collectors.joining(", "));
    source.append("  return new double[] {").append(logs).append("};\n}\n\n");

    method(source, "double", "crossEntropy", true);
    source.append("  double[] l = logSoftmax(").append(logits).append(temperature).append(");\n");
    String loss =
        IntStream.range(0, n)
            .mapToObj(k -> "y" + (k + 1) + " * l[" + k + "]")
            .collect(Collectors.joining(" + "));
    source.append("  return -(").append(loss).append(");\n}\n");
  }

  private String joined(String pattern, String separator) {
    return IntStream.rangeClosed(1, formulas.classes())
        .mapToObj(pattern::formatted)
        .collect(Collectors.joining(separator));
  }

  private void method(StringBuilder source, String type, String name, boolean withTargets) {
    source.append("static %s %s(%s) {\n".formatted(type, name, parameters(withTargets)));
  }

  private void probabilities(StringBuilder source) {
    source.append("  double[] p = softmax(").append(logits).append(temperature).append(");\n");
    String names =
        IntStream.range(0, formulas.classes())
            .mapToObj(k -> "p" + (k + 1) + " = p[" + k + "]")
            .collect(Collectors.joining(", "));
    source.append("  double ").append(names).append(";\n");
  }

  private void matrix(StringBuilder source, Quantity quantity) {
    boolean jacobian = quantity == Quantity.JACOBIAN;
    source.append(
        jacobian ? "\n" : "\n// Of log-sum-exp, and of the cross-entropy: the targets drop out.\n");
    method(source, "double[][]", jacobian ? "jacobian" : "hessian", false);
    probabilities(source);
    List<Equation> cells = formulas.formulas(quantity);
    int n = formulas.classes();
    source.append("  return new double[][] {\n");
    for (int row = 0; row < n; row++) {
      source.append("    {").append(values(cells.subList(row * n, (row + 1) * n))).append("},\n");
    }
    source.append("  };\n}\n");
  }

  private void vector(StringBuilder source, Quantity quantity) {
    boolean gradient = quantity == Quantity.GRADIENT;
    source.append(gradient ? "\n" : "\n// Of p1 to pn, of log-sum-exp and of the cross-entropy.\n");
    method(source, "double[]", gradient ? "gradient" : "byTemperature", true);
    probabilities(source);
    String values = values(formulas.formulas(quantity)).replace(", ", ",\n    ");
    source.append("  return new double[] {\n    ").append(values).append("\n  };\n}\n");
  }

  private static String values(List<Equation> equations) {
    return equations.stream()
        .map(e -> e.compact().in(Notation.JAVA))
        .collect(Collectors.joining(", "));
  }
}
