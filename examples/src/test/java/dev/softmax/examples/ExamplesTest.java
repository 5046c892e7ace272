package dev.softmax.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs each example as a user does, in a Java of its own at the root of the repository, and looks
/// for the numbers that NumPy, PyTorch and SciPy give for the same inputs.
class ExamplesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
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
  void largeScores() throws Exception {
    List<String> lines = run("S04_LargeScores");
    assertThat(lines)
        .contains(
            "textbook         [NaN, NaN, NaN]",
            "softmax          [0.0, 0.0, 1.0]",
            "log-softmax      [-2000.0, -1000.0, 0.0]",
            "softmax, shifted [0.0, 0.0, 1.0]");
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
    assertNumbers(lines.get(at + 1), TEN_DECIMALS, 0.6590011389, 0.2424329707, 0.0985658904);
    assertNumbers(lines.get(at + 2), TEN_DECIMALS, 0.0558862643, 0.8315726197, 0.1125411160);
    assertClose(lines, "mean loss", EXACT, 0.30073333233400457);
    int slope = lines.indexOf("gradient");
    assertNumbers(lines.get(slope + 1), TEN_DECIMALS, -0.1704994306, 0.1212164854, 0.0492829452);
    assertNumbers(lines.get(slope + 2), TEN_DECIMALS, 0.0279431321, -0.0842136902, 0.0562705580);
  }

  @Test
  void linearLayerAndPerceptron() throws Exception {
    List<String> lines = run("S05_LinearLayerAndPerceptron");
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
  void playBandits() throws Exception {
    Path figure = folder.resolve("bandits.svg");
    List<String> lines = run("PlayBandits", figure.toString());
    assertThat(lines).hasSize(5);
    for (String line : lines) {
      double[] found = numbers(line.substring("softmax at 0.25 ".length()));
      assertThat(found[0]).as(line).isBetween(-0.3, 0.3);
      assertThat(found[1]).as(line).isBetween(1.2, 1.7);
      assertThat(found[2]).as(line).isBetween(50.0, 97.0);
    }
    assertThat(Files.readString(figure)).contains("<svg", ">softmax cooling<", "fill-opacity");
  }

  @Test
  void balanceAPole() throws Exception {
    List<String> lines = run("BalanceAPole");
    assertThat(numbers(line(lines, "first episodes"))[0]).isLessThan(60);
    assertThat(numbers(line(lines, "last episodes"))[0]).isGreaterThanOrEqualTo(475);
    assertThat(numbers(line(lines, "steps"))[0]).isLessThan(200_000);
    assertThat(numbers(line(lines, "greedy"))[0]).isGreaterThan(475);
    assertThat(numbers(line(lines, "falls right"))[0]).isGreaterThan(0.9);
    assertThat(lines).contains("lift from 0     0");
    assertThat(numbers(line(lines, "mean wait"))[0]).isBetween(1.5, 4.0);
  }

  @Test
  void drawShapes() throws Exception {
    Path shapes = folder.resolve("shapes");
    List<String> lines = run("DrawShapes", shapes.toString());
    assertThat(lines)
        .hasSize(3)
        .allMatch(line -> line.startsWith("60 pictures of 32 × 32 in " + shapes));
    assertThat(shapes.resolve("triangle/059.png")).isRegularFile();
  }

  @Test
  void cifarToIdx() throws Exception {
    Path data = ROOT.resolve("../shared/data");
    assumeTrue(
        Files.exists(data) || "true".equals(System.getenv("CI")), data + " is missing: skipped");
    Path cifar = folder.resolve("cifar");
    List<String> lines = run("CifarToIdx", data + "/cifar10", cifar.toString());
    assertThat(lines.getFirst()).startsWith("10000 pictures in ");
    assertThat(cifar.resolve("train-images.idx")).hasSize(4 + 4 * 4 + 10_000 * 32 * 32 * 3);
    assertThat(cifar.resolve("t10k-labels.idx")).hasSize(4 + 4 + 1000);
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
  void sentimentFromCsv() throws Exception {
    List<String> lines = run("SentimentFromCsv");
    assertThat(lines).contains("held out  18 reviews");
    assertThat(numbers(line(lines, "accuracy"))[0]).isGreaterThanOrEqualTo(0.75);
    assertThat(line(lines, "'A boring story")).containsPattern("is (good|bad): 0\\.[5-9]");
    double boring = numbers(shareOf(lines, "boring"))[0];
    double wonderful = numbers(shareOf(lines, "wonderful"))[0];
    assertThat(boring * wonderful).isNegative();
  }

  @Test
  void writeVerses() throws Exception {
    List<String> lines = run("WriteVerses");
    assertThat(lines).contains("symbols    27");
    // 3.3 nats are what 27 equal characters have, and 2.9 what their frequencies alone give.
    assertThat(numbers(line(lines, "nats"))[0]).isBetween(1.0, 2.2);
    assertThat(lines).anyMatch(line -> line.startsWith("In the garden"));
    assertThat(lines.getLast())
        .isEqualTo(
            "error      the prompt: the character 'Z' (U+005A) in line 1, column 1 is not among the"
                + " 27 characters of the model");
  }

  private static String shareOf(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.endsWith("  " + word))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no share of " + word + " in " + lines));
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
      assertNumbers(lines.get(i), TEN_DECIMALS, expected[i]);
    }
    assertThat(numbers(lines.getFirst())[3]).isCloseTo(5.6025421e-09, within(0.51e-16));
    assertThat(Files.readString(folder.resolve("temperatures.pdf"), ISO_8859_1)).startsWith("%PDF");
  }

  @Test
  void softmaxRegression() throws Exception {
    List<String> lines = run("S12_SoftmaxRegression");
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
  void entmaxAttention() throws Exception {
    List<String> lines = run("EntmaxAttention");
    double[][] weights = {
      {0.4105004674, 0.1436496096, 0.0454847483, 0.4003651747},
      {0.4930084164, 0.0313805567, 0, 0.4756110269},
      {0.5125, 0, 0, 0.4875}
    };
    double[][] contexts = {
      {0.3650157191, -0.2567155652}, {0.4930084164, -0.4442304701}, {0.5125, -0.4875}
    };
    String[] names = {"softmax  ", "entmax15 ", "sparsemax"};
    for (int i = 0; i < names.length; i++) {
      assertClose(lines, names[i] + " weights", FLOAT, weights[i]);
      assertClose(lines, names[i] + " context", FLOAT, contexts[i]);
    }
    double[] dense = numbers(line(lines, "softmax   step 300").substring(18));
    double[] sparse = numbers(line(lines, "entmax15  step 300").substring(18));
    assertThat(dense[0]).isGreaterThan(0.8);
    assertThat(dense[1]).isEqualTo(12);
    assertThat(sparse[0]).isGreaterThan(0.8);
    assertThat(sparse[1]).isLessThan(3);
  }

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
  void calibrateAndPredictSets() throws Exception {
    List<String> lines = run("CalibrateAndPredictSets");
    double before = numbers(line(lines, "log-loss before"))[0];
    double after = numbers(line(lines, "log-loss after"))[0];
    assertThat(after).isLessThan(before - 0.05);
    for (String score : List.of("lac", "aps")) {
      // Four standard errors of 2000 rows that were kept and 2000 that are measured.
      assertThat(numbers(line(lines, score + " coverage"))[0]).isBetween(0.9 - 0.038, 0.9 + 0.038);
      assertThat(numbers(line(lines, score + " mean size"))[0]).isBetween(1.0, 2.0);
    }
  }

  @Test
  void trainOnIris() throws Exception {
    List<String> lines = run("TrainOnIris");
    assertThat(numbers(line(lines, "accuracy"))[0]).isGreaterThanOrEqualTo(0.95);
    assertThat(line(lines, "held out")).contains("30 rows");
    double[] flower = numbers(line(lines, "examples/data/iris.csv, line 2: "));
    assertThat(flower[1]).isGreaterThan(0.9);
    assertThat(flower[1] + flower[2] + flower[3]).isCloseTo(1, within(2e-6));
  }

  @Test
  void sampleFromLogits() throws Exception {
    List<String> lines = run("SampleFromLogits", "7");
    double sixDecimals = 0.51e-6;
    assertClose(lines, "  cat", sixDecimals, 0.5062980459);
    assertClose(lines, "  dog", sixDecimals, 0.2710018153);
    assertClose(lines, "  the", sixDecimals, 0.1450568188);
    assertClose(lines, "  a ", sixDecimals, 0.0776433200);
    assertThat(lines.indexOf(line(lines, "drawn"))).isEqualTo(5);
    double[] share = numbers(line(lines, "share").substring("share of 'cat' in 10 000".length()));
    assertThat(share[0]).isCloseTo(0.5063, within(0.02));
    assertThat(lines).contains("greedy with a penalty: cat dog the cat a cat dog the");
  }

  /// The program at the head of README.md is `Hello.java`, and the output below it is real.
  @Test
  void readmeShowsHello() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(readme).contains("```java\n" + Files.readString(source("Hello")) + "```\n");
    assertThat(readme).contains("```\n" + String.join("\n", run("Hello")) + "\n```\n");
  }

  @Test
  void examplesAreShortAndSayHowToRunThem() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThanOrEqualTo(8);
      for (Path file : sources) {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).as(file.toString()).hasSizeLessThanOrEqualTo(80);
        assertThat(lines).as(file.toString()).allMatch(line -> line.length() <= 100);
        assertThat(
                file.endsWith("Hello.java") || String.join("\n", lines).contains("examples/run "))
            .as(file.toString())
            .isTrue();
      }
    }
  }

  private static Path source(String name) {
    return ROOT.resolve("examples").resolve(name + ".java");
  }

  /// The lines that an example prints.
  private List<String> run(String name, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One short run: what the second compiler would gain is never paid back.
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    if (Set.of("S14_CharacterGru", "S08_Top5OfAPicture", "BalanceAPole").contains(name)) {
      // They compute for long, and vectors are slower than plain loops under the first compiler.
      command.add("-Ddev.softmax.kernels=scalar");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), source(name).toString()));
    command.addAll(Arrays.asList(args));
    File errors = folder.resolve("errors").toFile();
    Process process =
        new ProcessBuilder(command).directory(ROOT.toFile()).redirectError(errors).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors.toPath())).isZero();
    return output.lines().toList();
  }

  private static String line(List<String> lines, String start) {
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line '" + start + "' in " + lines));
  }

  /// The numbers of the first line with this start, the start left out.
  private static void assertClose(
      List<String> lines, String start, double tolerance, double... expected) {
    assertNumbers(line(lines, start).substring(start.length()), tolerance, expected);
  }

  private static void assertNumbers(String line, double tolerance, double... expected) {
    assertThat(numbers(line)).as(line).containsExactly(expected, within(tolerance));
  }

  private static double[] numbers(String line) {
    return Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?")
        .matcher(line)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group()))
        .toArray();
  }
}
