package dev.softmax.examples;

import static dev.softmax.examples.ExampleRun.ROOT;
import static dev.softmax.examples.ExampleRun.assertClose;
import static dev.softmax.examples.ExampleRun.line;
import static dev.softmax.examples.ExampleRun.numbers;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the lessons print the numbers that NumPy, PyTorch and SciPy give for the same inputs.
class ExamplesTest {
  private static final double EXACT = 1e-15;

  /// Of numbers computed in float.
  private static final double FLOAT = 1e-6;

  /// Half a unit of the tenth decimal, the last that is printed.
  private static final double TEN_DECIMALS = 0.51e-10;

  @TempDir private Path folder;

  @Test
  void softmaxOfThreeNumbers() throws Exception {
    Path figure = folder.resolve("bars.svg");
    List<String> lines = run("S01_SoftmaxOfThreeNumbers", figure.toString());
    assertClose(
        lines,
        "probabilities",
        EXACT,
        0.6590011388859679,
        0.24243297070471392,
        0.09856589040931818);
    assertClose(lines, "sum", EXACT, 1);
    assertThat(Files.readString(figure)).contains("<svg", ">0.659<");
  }

  @Test
  void symbolicSoftmax() throws Exception {
    Path figure = folder.resolve("formulas.svg");
    List<String> lines = run("S02_SymbolicSoftmax", figure.toString());
    assertThat(lines)
        .contains(
            "p1       exp(x1)/(exp(x1) + exp(x2) + exp(x3))",
            "sum      1",
            "dp1/dx1  exp(x1)*(exp(x2) + exp(x3))/(exp(x1) + exp(x2) + exp(x3))^2",
            "         p1*(1 - p1), the same: true",
            "dp1/dx2  -exp(x1 + x2)/(exp(x1) + exp(x2) + exp(x3))^2",
            "         -p1*p2, the same: true",
            "dp1/dT   p1*(p1*x1 + p2*x2 + p3*x3 - x1)/T^2",
            "exact    0.65900113888596790691401397576134281197179743614643");
    double[] kernel = numbers(line(lines, "kernel"));
    assertThat(kernel[0]).isCloseTo(0.6590011388859679, within(EXACT));
    assertThat(kernel[1]).isBetween(0.0, 2.5);
    assertThat(Files.readString(figure)).contains("<svg", "<use");
  }

  @Test
  void barsOfProbabilities() throws Exception {
    Path figure = folder.resolve("bars.svg");
    List<String> lines = run("S03_BarsOfProbabilities", figure.toString());
    assertClose(lines, "cat   2.0 ->", EXACT, 0.6590011388859679);
    assertClose(lines, "dog   1.0 ->", EXACT, 0.24243297070471392);
    assertClose(lines, "bird  0.1 ->", EXACT, 0.09856589040931818);
    assertClose(lines, "sum", EXACT, 1);
    assertClose(lines, "cat : dog", 4 * EXACT, Math.E);
    assertThat(Files.readString(figure)).contains(">0.659<", ">bird<", ">other (995)<");
  }

  @Test
  void largeScores() throws Exception {
    Path figure = folder.resolve("large.svg");
    List<String> lines = run("S04_LargeScores", figure.toString());
    assertThat(lines)
        .contains(
            "textbook         [NaN, NaN, NaN]",
            "softmax          [0.0, 0.0, 1.0]",
            "log-softmax      [-2000.0, -1000.0, 0.0]",
            "softmax, shifted [0.0, 0.0, 1.0]",
            // exp(3 s) is infinite from 237 on, exp(-2 s) is 0 from 373 on.
            "log-softmax            to s = 500",
            "log of softmax         to s = 372",
            "log of the textbook's  to s = 236");
    assertThat(Files.readString(figure)).contains("<svg", ">log-softmax<");
  }

  @Test
  void sigmoidAndTwoClasses() throws Exception {
    List<String> lines = run("S06_SigmoidAndTwoClasses", folder.resolve("sigmoid.svg").toString());
    double[] sigmoid = {4.5398e-05, 0.2689414, 0.4750208, 0.5, 0.5249792, 0.7310586, 0.9999546};
    double[] first = {2.0612e-09, 0.1192029, 0.4501660, 0.5, 0.5498340, 0.8807971, 0.9999999979};
    for (int i = 0; i < sigmoid.length; i++) {
      double[] numbers = numbers(lines.get(1 + i));
      assertThat(numbers[1]).as(lines.get(1 + i)).isCloseTo(sigmoid[i], within(0.51e-7));
      assertThat(numbers[2]).as(lines.get(1 + i)).isCloseTo(first[i], within(0.51e-7));
    }
    assertThat(numbers(lines.get(1))[2]).isCloseTo(2.0612e-09, within(0.51e-13));
    double[] gap = numbers(line(lines, "largest difference from sigmoid(2 x):"));
    assertThat(gap[gap.length - 1]).isBetween(0.0, 1e-15);
    assertThat(folder.resolve("sigmoid.svg")).isNotEmptyFile();
  }

  @Test
  void crossEntropyOfABatch() throws Exception {
    List<String> lines = run("S07_CrossEntropyOfABatch");
    int at = lines.indexOf("probabilities");
    ExampleRun.assertNumbers(
        lines.get(at + 1), TEN_DECIMALS, 0.6590011389, 0.2424329707, 0.0985658904);
    ExampleRun.assertNumbers(
        lines.get(at + 2), TEN_DECIMALS, 0.0558862643, 0.8315726197, 0.1125411160);
    assertClose(lines, "mean loss", EXACT, 0.30073333233400457);
    int slope = lines.indexOf("gradient");
    ExampleRun.assertNumbers(
        lines.get(slope + 1), TEN_DECIMALS, -0.1704994306, 0.1212164854, 0.0492829452);
    ExampleRun.assertNumbers(
        lines.get(slope + 2), TEN_DECIMALS, 0.0279431321, -0.0842136902, 0.0562705580);
  }

  @Test
  void linearLayerAndPerceptron() throws Exception {
    Path figure = folder.resolve("corners.svg");
    List<String> lines = run("S05_LinearLayerAndPerceptron", figure.toString());
    assertThat(Files.readString(figure)).contains("<svg", ">probability of class 1<");
    assertThat(lines).contains("shape         (1, 3)");
    double[] p = numbers(line(lines, "probabilities"));
    assertThat(p).hasSize(3);
    assertThat(Arrays.stream(p).min().orElse(0)).isPositive();
    assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(FLOAT));
    assertClose(lines, "sum", FLOAT, 1);
    assertThat(numbers(line(lines, "no hidden layer"))[0]).isBetween(0.3, 0.7);
    assertThat(numbers(line(lines, "a hidden layer"))[0]).isGreaterThan(0.95);
    double[] corners = numbers(line(lines, "corner").substring("corner (+, +)".length()));
    assertThat(corners[1]).isGreaterThan(0.9);
    assertThat(corners[2]).isGreaterThan(0.9);
  }

  @Test
  void top5OfAPicture() throws Exception {
    List<String> lines = run("S08_Top5OfAPicture");
    assertThat(lines).contains("picture    480×320×3", "prepared   224×224×3");
    // The sun is (255, 220, 0); mean and deviation are ImageNet's.
    assertClose(
        lines, "middle", FLOAT, (1 - 0.485) / 0.229, (220 / 255.0 - 0.456) / 0.224, -0.406 / 0.225);
    assertClose(lines, "sum", FLOAT, 1);
    double before = 1;
    for (String line : lines.subList(lines.size() - 5, lines.size())) {
      double[] found = numbers(line);
      assertThat(found[0]).as(line).isGreaterThan(0.001).isLessThanOrEqualTo(before);
      assertThat(found[1]).as(line).isBetween(0.0, 999.0);
      before = found[0];
    }
  }

  @Test
  void top5OfAPhotograph() throws Exception {
    Path data = ROOT.resolve("../shared/data");
    assumeTrue(
        Files.exists(data) || "true".equals(System.getenv("CI")), data + " is missing: skipped");
    List<String> lines =
        run(
            "S08_Top5OfAPicture",
            data + "/models/mobilenet_v1_0.25_224/mobilenet_v1_0.25_224.safetensors",
            data + "/imagenet-classes/imagenet_classes.txt",
            data + "/photos/dog.jpg");
    String first = lines.get(lines.size() - 5);
    assertThat(first).endsWith("  Samoyed");
    assertThat(numbers(first)[0]).isCloseTo(0.55, within(0.02));
  }

  @Test
  void softmaxPolicy() throws Exception {
    List<String> lines = run("S11_SoftmaxPolicy");
    double[] p = {0.1674050973, 0.4550542339, 0.2760043447, 0.1015363241};
    assertClose(lines, "probabilities", 1e-9, p);
    assertClose(lines, "frequencies", 0.06, p);
    assertClose(lines, "gradient", 1e-9, -p[0], 1 - p[1], -p[2], -p[3]);
    assertThat(numbers(line(lines, "first reward"))[0]).isBetween(-0.3, 0.3);
    assertThat(numbers(line(lines, "last rewards"))[0]).isBetween(1.1, 1.5);
  }

  @Test
  void sentimentNetwork() throws Exception {
    List<String> lines = run("S09_SentimentNetwork");
    assertClose(lines, "by hand", FLOAT, 0.295254302001909, 0.7047456979980911);
    double[] p = numbers(line(lines, "10 000").substring("10 000".length()));
    assertThat(p).hasSize(4);
    assertThat(p[0] + p[1]).isCloseTo(1, within(FLOAT));
    assertThat(p[2] + p[3]).isCloseTo(1, within(FLOAT));
    assertThat(lines).contains("classes   [happy, sad]");
    double[] learned = numbers(line(lines, "learned"));
    assertThat(learned[1]).isGreaterThan(0.5);
    assertThat(learned[2]).isGreaterThan(0.9);
    assertThat(lines).anyMatch(line -> line.matches(" +-[0-9.]+  warm"));
    assertThat(lines).anyMatch(line -> line.matches(" +\\+[0-9.]+  rainy"));
  }

  @Test
  void temperatures() throws Exception {
    List<String> lines = run("S10_Temperatures", folder.resolve("temperatures.pdf").toString());
    double[][] expected = {
      {0.1, 0.9999545965, 4.53979e-05, 5.6025421e-09},
      {0.5, 0.8637771182, 0.1168995209, 0.0193233608},
      {1, 0.6590011389, 0.2424329707, 0.0985658904},
      {2, 0.5016877571, 0.3042890063, 0.1940232366},
      {5, 0.3995856836, 0.3271530877, 0.2732612287},
      {0, 1, 0, 0}
    };
    assertThat(lines).hasSize(expected.length + 1);
    for (int i = 0; i < expected.length; i++) {
      ExampleRun.assertNumbers(lines.get(i), TEN_DECIMALS, expected[i]);
    }
    assertThat(numbers(lines.getFirst())[3]).isCloseTo(5.6025421e-09, within(0.51e-16));
    assertThat(Files.readString(folder.resolve("temperatures.pdf"), ISO_8859_1)).startsWith("%PDF");
  }

  @Test
  void softmaxRegression() throws Exception {
    Path figure = folder.resolve("classes.svg");
    List<String> lines = run("S12_SoftmaxRegression", figure.toString());
    assertThat(Files.readString(figure)).contains("<svg", ">class 2<");
    assertClose(lines, "  weights of x1", TEN_DECIMALS, 0.0429630299, -0.0654966023, 0.0225335724);
    assertClose(lines, "  weights of x2", TEN_DECIMALS, 0.0798599060, -0.0559544616, -0.0239054444);
    assertClose(lines, "  biases", TEN_DECIMALS, 0.0368968761, 0.0095421407, -0.0464390168);
    assertClose(lines, "  first point", TEN_DECIMALS, 0.4170409098, 0.2774778803, 0.3054812099);
  }

  @Test
  void additiveAttention() throws Exception {
    List<String> lines = run("S13_AdditiveAttention", folder.resolve("attention.svg").toString());
    assertClose(lines, "weights", FLOAT, 0.3721517900, 0.3049588911, 0.3228893190);
    assertClose(lines, "context", FLOAT, 0.3721517900 - 0.3049588911, 1.2196723446);
    for (int step = 1; step <= 3; step++) {
      double[] numbers = numbers(line(lines, "step " + step));
      assertThat(numbers).startsWith(step, 1, 1, 10);
      assertThat(numbers[4]).isCloseTo(1, within(FLOAT));
    }
    assertThat(Files.readString(folder.resolve("attention.svg"))).contains("<svg", ">0.37<");
  }

  /// From PyTorch and the entmax package in double.
  @Test
  void characterGru() throws Exception {
    List<String> lines = run("S14_CharacterGru");
    assertThat(lines).contains("shape      (1, 5, 128)");
    assertClose(lines, "sums", FLOAT, 1, 1, 1, 1, 1);
    // Uniform would be ln 128 = 4.85.
    assertThat(numbers(line(lines, "step   0").substring(10))[0]).isBetween(4.5, 5.2);
    assertThat(numbers(line(lines, "step 150").substring(10))[0]).isLessThan(0.5);
    String written = line(lines, "written    the ").substring("written    ".length());
    assertThat(written).hasSize(64).containsPattern(" (lamp|door|wind|cat|mat) ");
  }

  @Test
  void transformerAndUnits() throws Exception {
    List<String> lines = run("S15_TransformerAndUnits");
    double p = 1 / (1 + Math.exp(20));
    assertClose(lines, "cross-entropy", EXACT, p - 1);
    assertClose(lines, "squared error", 1e-22, -4 * (1 - p) * (1 - p) * p);
    assertThat(lines).contains("logits             (1, 5, 10)");
    assertClose(lines, "sums", FLOAT, 1, 1, 1, 1, 1);
    assertClose(lines, "change at 0 to 3", FLOAT, 0);
    assertThat(lines).contains("change at 4        yes", "token by token     the same");
  }

  private List<String> run(String name, String... args) throws IOException, InterruptedException {
    return new ExampleRun(folder).of(name, args);
  }
}
