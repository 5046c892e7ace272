package dev.softmax.symbolic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.symbolic.Expression.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Softmax, Jacobian and Hessian of 2 to 5 classes are what SymPy finds: the difference simplifies
/// to 0, and the values at random points are mpmath's.
class SympyTest {
  /// mpmath's values are written with 40 digits.
  private static final BigDecimal CLOSE = new BigDecimal("1e-38");

  private final Map<String, List<Equation>> formulas = new HashMap<>();

  @Test
  void everyFormulaIsThatOfSympy() throws IOException {
    int seen = 0;
    for (String line : lines()) {
      String[] cells = line.split("\\|", -1);
      Equation ours = formula(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3]);
      Expression theirs = Expression.parse(cells[4]);
      assertThat(ours.full().isEquivalentTo(theirs)).as(line).isTrue();

      Map<Symbol, BigDecimal> point = new HashMap<>();
      for (String value : cells[5].split(" ", -1)) {
        String[] pair = value.split("=", -1);
        point.put(Expression.symbol(pair[0]), new BigDecimal(pair[1]));
      }
      BigDecimal exact = new BigDecimal(cells[6]);
      BigDecimal off = ours.full().at(point, 50).subtract(exact).abs();
      assertThat(off).as(line).isLessThan(exact.abs().multiply(CLOSE));
      seen++;
    }
    assertThat(seen).isEqualTo(2 * (2 + 3 + 4 + 5) + 4 * (4 + 9 + 16 + 25));
  }

  private Equation formula(String name, int classes, String row, String column) {
    boolean withT = name.endsWith("T");
    Quantity quantity = Quantity.valueOf(name.replaceFirst("T$", ""));
    SoftmaxFormulas all =
        withT
            ? SoftmaxFormulas.of(classes).withTemperature(SoftmaxFormulas.TEMPERATURE)
            : SoftmaxFormulas.of(classes);
    int i = Integer.parseInt(row);
    int at = quantity == Quantity.SOFTMAX ? i : i * classes + Integer.parseInt(column);
    return formulas.computeIfAbsent(name + classes, _ -> all.formulas(quantity)).get(at);
  }

  private static List<String> lines() throws IOException {
    try (var in = SympyTest.class.getResourceAsStream("/golden/sympy.txt");
        var reader = new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
