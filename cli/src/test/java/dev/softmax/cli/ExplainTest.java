package dev.softmax.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void threeClasses() {
    Run run = Run.of("explain", "--classes", "3");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "p1 = exp(x1)/(exp(x1) + exp(x2) + exp(x3))\n",
            "p1 + p2 + p3 = 1\n",
            "dp_i/dx_j = p_i (δ_ij - p_j)/T\n",
            "dp1/dx2 = -p1*p2 = -exp(x1 + x2)/(exp(x1) + exp(x2) + exp(x3))^2\n",
            "dC/dx1 = p1 - y1 = ",
            "dp1/dT = p1*(p1*x1 + p2*x2 + p3*x3 - x1) = ");
  }

  @Test
  void twoClassesAreASigmoid() {
    Run run = Run.of("explain", "--classes=2", "--temperature=T");
    assertThat(run.out()).contains("p1 = sigmoid((x1 - x2)/T) = 1/(1 + exp((x2 - x1)/T))\n");
  }

  @Test
  void latexAndJava() {
    Run latex = Run.of("explain", "--classes=2", "--format=latex");
    assertThat(latex.out()).contains("p_{1} = \\frac{e^{x_{1}}}{e^{x_{1}} + e^{x_{2}}}\n");
    Run java = Run.of("explain", "--classes=2", "--format=java", "--temperature=T");
    assertThat(java.out())
        .startsWith("static double[] softmax(double x1, double x2, double T) {\n")
        .contains("static double[][] hessian(");
  }

  @Test
  void fiftyDigitsBesideTheKernels() {
    Run run = Run.of("explain", "--at", "2,1,0.1");
    assertThat(run.out())
        .contains("p1      0.65900113888596790691401397576134281197179743614643\n", " ULP  ");
    var answer = Run.of("explain", "--at=2,1,0.1", "--json").json().getFirst();
    assertThat(answer).containsEntry("sum", "1").containsEntry("classes", 3);
    assertThat(answer.get("values")).asInstanceOf(LIST).hasSize(7);
    assertThat(Run.list(answer, "values").getFirst().toString())
        .startsWith(
            "{name=p1, exact=0.65900113888596790691401397576134281197179743614643, double=0.6590");
    assertThat(answer.get("quantities")).asInstanceOf(LIST).hasSize(9);
  }

  /// The scores of lesson S04.
  @Test
  void stability() {
    Run run = Run.of("explain", "--stability");
    assertThat(run.out())
        .contains(
            "softmax of 1000, 2000, 3000",
            "softmax of -1000, 0, 1000",
            "p1 = inf/inf = NaN",
            "exp(x1) = exp(-1000) underflows to 0",
            "simplifies to 0.",
            "-2000, -1000, 0");
    var json = Run.of("explain", "--stability", "--json").json();
    assertThat(json).hasSize(2);
    assertThat(Run.numbers(json.getFirst(), "logits")).containsExactly(1000, 2000, 3000);
    assertThat(json.getFirst()).containsEntry("shift", "0").containsEntry("differencesExact", true);
    Run own = Run.of("explain", "--stability", "--at", "2,1");
    assertThat(own.out()).startsWith("softmax of 2, 1 in double\n").doesNotContain("NaN");
  }

  @Test
  void anExpressionOfOnesOwn() {
    Run run = Run.of("explain", "log(exp(x1)+exp(x2))", "--at", "1,2");
    assertThat(run.out())
        .isEqualTo(
            """
            f = log(exp(x1) + exp(x2))
            df/dx1 = exp(x1)/(exp(x1) + exp(x2))
            df/dx2 = exp(x2)/(exp(x1) + exp(x2))

            at 1, 2, 50 digits
            f       2.3132616875182228340489954949678556419152800856703
            df/dx1  0.26894142136999512074884075817816372563485535983494
            df/dx2  0.73105857863000487925115924182183627436514464016506
            """);
    Run json = Run.of("explain", "sqrt(x1)", "--at=0", "--json");
    assertThat(json.json().getFirst())
        .containsEntry("value", "0")
        .containsEntry("gradient", Map.of("x1", "1/(2*sqrt(x1))"))
        .containsEntry("gradientValue", Map.of("x1", "not defined: 1/sqrt(x1) divides by 0"));
  }

  @Test
  void picturesAreWritten() throws IOException {
    Path png = folder.resolve("f.png");
    Path svg = folder.resolve("f.svg");
    assertThat(Run.of("explain", "--classes=2", "--out", png.toString()).status()).isZero();
    assertThat(Run.of("explain", "x1^2", "--out", svg.toString()).status()).isZero();
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isGreaterThan(300);
    assertThat(Files.readString(svg)).startsWith("<svg").contains("<use").endsWith("</svg>\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--classes=0|--classes 0: formulas are written for 2 to 8 classes",
        "--classes=50|--classes 50: formulas are written for 2 to 8 classes",
        "--at=1|--at has 1 numbers: formulas are written for 2 to 8 classes",
        "--classes=3 --at=1,2|--at has 2 numbers, and --classes is 3",
        "--at=1,,2|'' is not a number",
        "--at=1,nan|'nan' is not a number",
        "--at=1,1e9999|of at most 60 digits",
        "--temperature=0|--temperature 0 is neither T nor a number above 0",
        "--temperature=-1|--temperature -1 is neither T nor a number above 0",
        "--temperature=hot|--temperature hot is neither T nor a number above 0",
        "--temperature=T --at=1,2|--at needs a number for --temperature",
        "--format=word|--format word is not text, latex or java",
        "--out=f.pdf|--out f.pdf does not end in .svg or .png",
        "--stability --at=1|--stability needs two numbers or more in --at",
        "--stability --format=java|--stability shows numbers",
        "x1 --stability|are about softmax, not an EXPRESSION",
        "x1*x3 --at=1,2|--at has 2 numbers and none for x3",
      })
  void commandLinesThatMakeNoSense(String words, String message) {
    Run run = Run.of(line(words));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "log(x1|'log(x1': column 7: ')' is missing at the end",
        "2+Import(x1)|column 3: there is no function 'Import'; there are exp",
        "q|column 1: there is no variable 'q'",
        "log(x1) --at=-1|log(x1) is the logarithm of a negative number",
        "1/(x1-2) --at=2|1/(x1 - 2) divides by 0",
        "9^9^9|column 2: an exponent without variables lies between -32 and 32",
        "x1 --out=nowhere/f.svg|there is no folder",
      })
  void expressionsThatAreNone(String words, String message) {
    Run run = Run.of(line(words));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  private static String[] line(String words) {
    return ("explain " + words).split(" ", -1);
  }

  /// Whoever asks for probabilities does not wait for the algebra.
  @Test
  void otherCommandsLoadNothingOfTheAlgebra() throws Exception {
    for (List<String> words :
        List.of(
            List.of("probs", "1", "2", "--json"),
            List.of("--help"),
            List.of("explain", "--help"))) {
      assertThat(loaded(words)).as(words.toString()).noneMatch(ExplainTest::isOfTheAlgebra);
    }
    assertThat(loaded(List.of("explain", "x1^2"))).anyMatch(ExplainTest::isOfTheAlgebra);
  }

  private static boolean isOfTheAlgebra(String line) {
    return line.contains(" org.matheclipse.") || line.contains(" dev.softmax.symbolic.");
  }

  private List<String> loaded(List<String> words) throws Exception {
    Path log = folder.resolve("classes");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.softmax.cli.Main"));
    line.addAll(words);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return Files.readAllLines(log);
  }
}
