package dev.softmax.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.LogSumExp;
import dev.softmax.Softmax;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxFormulasTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-15);

  @TempDir private Path folder = Path.of("");

  private static SoftmaxFormulas any(int classes) {
    return SoftmaxFormulas.of(classes).withTemperature(SoftmaxFormulas.TEMPERATURE);
  }

  private static List<String> texts(SoftmaxFormulas formulas, Quantity quantity) {
    return formulas.formulas(quantity).stream()
        .map(e -> e.text() + " = " + e.full().in(Notation.TEXT))
        .toList();
  }

  /// The formulas of lesson S02.
  @Test
  void threeClasses() {
    SoftmaxFormulas three = SoftmaxFormulas.of(3);
    String z = "(exp(x1) + exp(x2) + exp(x3))";
    assertThat(texts(three, Quantity.SOFTMAX).getFirst()).isEqualTo("p1 = exp(x1)/" + z);
    assertThat(three.sum()).isEqualTo(Expression.ONE);
    assertThat(texts(three, Quantity.JACOBIAN))
        .startsWith(
            "dp1/dx1 = exp(x1)*(exp(x2) + exp(x3))/" + z + "^2",
            "dp1/dx2 = -exp(x1 + x2)/" + z + "^2");
    assertThat(three.formulas(Quantity.JACOBIAN))
        .extracting(e -> e.compact().in(Notation.TEXT))
        .startsWith("p1*(1 - p1)", "-p1*p2");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void theShortFormsAreWhatTheAlgebraDerives(int classes) {
    SoftmaxFormulas formulas = any(classes);
    for (Quantity quantity : Quantity.values()) {
      for (Equation e : formulas.formulas(quantity)) {
        assertThat(formulas.isProven(e)).as(e.text()).isTrue();
      }
    }
    assertThat(formulas.sum()).isEqualTo(Expression.ONE);
    assertThat(formulas.shift()).isEqualTo(Expression.ZERO);
  }

  @Test
  void aWrongShortFormIsNotProven() {
    SoftmaxFormulas two = any(2);
    Equation right = two.formulas(Quantity.JACOBIAN).getFirst();
    Expression wrong = Expression.symbol("p1");
    assertThat(two.isProven(new Equation("", "", wrong, right.full()))).isFalse();
    Equation other = two.formulas(Quantity.JACOBIAN).get(1);
    assertThat(two.isProven(new Equation("", "", other.compact(), right.full()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1", "0.5", "T"})
  void twoClassesAreASigmoid(String temperature) {
    SoftmaxFormulas two =
        temperature.equals("T")
            ? any(2)
            : SoftmaxFormulas.of(2).withTemperature(Expression.number(new BigDecimal(temperature)));
    assertThat(two.sigmoid().isEquivalentTo(two.probability(0))).isTrue();
    assertThat(two.sigmoid().isEquivalentTo(two.probability(1))).isFalse();
    assertThatThrownBy(() -> any(3).sigmoid()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void limitsAreStated() {
    for (int classes : new int[] {-1, 0, 1, 9, 50}) {
      assertThatThrownBy(() -> SoftmaxFormulas.of(classes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(classes + " classes: formulas are written for 2 to 8");
    }
    assertThatThrownBy(() -> SoftmaxFormulas.of(2).withTemperature(Expression.ZERO))
        .hasMessage("temperature 0 is neither T nor a number above 0");
  }

  @ParameterizedTest
  @CsvSource({"3, T", "2, 1", "4, 0.25"})
  void theJavaSourceComputesWhatTheKernelsDo(int n, String temperature) throws Exception {
    boolean letter = temperature.equals("T");
    double t = letter ? 0.7 : Double.parseDouble(temperature);
    SoftmaxFormulas formulas =
        letter
            ? any(n)
            : SoftmaxFormulas.of(n).withTemperature(Expression.number(new BigDecimal(temperature)));
    double[] x = {1000, 1000.5, 998, 999};
    double[] y = {0.25, 0.5, 0.125, 0.125};
    x = Arrays.copyOf(x, n);
    y = Arrays.copyOf(y, n);
    y[0] += 1 - Arrays.stream(y).sum();
    Class<?> source = compiled(formulas.javaSource());
    double[] p = Softmax.STANDARD.withTemperature(t).apply(x);
    assertThat((double[]) call(source, "softmax", x, letter, t)).containsExactly(p, CLOSE);
    double lse = LogSumExp.of(Arrays.stream(x).map(v -> v / t).toArray());
    assertThat((double) call(source, "logSumExp", x, letter, t))
        .isEqualTo(lse, Offset.offset(1e-12));
    double[] both = Arrays.copyOf(x, 2 * n);
    System.arraycopy(y, 0, both, n, n);
    double[] log = Softmax.STANDARD.withTemperature(t).log().apply(x);
    double loss = 0;
    double[] gradient = (double[]) call(source, "gradient", both, letter, t);
    for (int i = 0; i < n; i++) {
      loss -= y[i] * log[i];
      assertThat(gradient[i]).isEqualTo((p[i] - y[i]) / t, CLOSE);
    }
    assertThat((double) call(source, "crossEntropy", both, letter, t))
        .isEqualTo(loss, Offset.offset(1e-12));
    double[][] jacobian = (double[][]) call(source, "jacobian", x, letter, t);
    double[][] hessian = (double[][]) call(source, "hessian", x, letter, t);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double covariance = p[i] * ((i == j ? 1 : 0) - p[j]);
        assertThat(jacobian[i][j]).isEqualTo(covariance / t, CLOSE);
        assertThat(hessian[i][j]).isEqualTo(covariance / t / t, Offset.offset(1e-14));
      }
    }
    double h = 1e-5;
    double[] slopes = (double[]) call(source, "byTemperature", both, letter, t);
    double[] above = Softmax.STANDARD.withTemperature(t + h).apply(x);
    double[] below = Softmax.STANDARD.withTemperature(t - h).apply(x);
    for (int i = 0; i < n; i++) {
      assertThat(slopes[i]).isEqualTo((above[i] - below[i]) / (2 * h), Offset.offset(1e-6));
    }
  }

  private Class<?> compiled(String methods) throws Exception {
    Path file = folder.resolve("Generated.java");
    Files.writeString(
        file, "public class Generated {\n" + methods.replace("static ", "public static ") + "}\n");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), file.toString());
    assertThat(status).as(methods).isZero();
    URI uri = folder.toUri();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {uri.toURL()})) {
      return loader.loadClass("Generated");
    }
  }

  private static Object call(
      Class<?> source, String name, double[] arguments, boolean letter, double t) throws Exception {
    Method method =
        Arrays.stream(source.getMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    double[] all = letter ? Arrays.copyOf(arguments, arguments.length + 1) : arguments;
    if (letter) {
      all[arguments.length] = t;
    }
    return method.invoke(null, Arrays.stream(all).boxed().toArray());
  }
}
