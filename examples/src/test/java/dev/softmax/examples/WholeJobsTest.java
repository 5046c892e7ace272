package dev.softmax.examples;

import static dev.softmax.examples.ExampleRun.ROOT;
import static dev.softmax.examples.ExampleRun.assertClose;
import static dev.softmax.examples.ExampleRun.line;
import static dev.softmax.examples.ExampleRun.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of whole jobs do them, and what the README shows is real.
class WholeJobsTest {
  /// Of numbers computed in float.
  private static final double FLOAT = 1e-6;

  @TempDir private Path folder;

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
  void sentimentFromCsv() throws Exception {
    Path figure = folder.resolve("words.svg");
    List<String> lines = run("SentimentFromCsv", figure.toString());
    assertThat(Files.readString(figure)).contains("<svg", ">wonderful<");
    assertThat(lines).contains("held out  18 reviews");
    assertThat(numbers(line(lines, "accuracy"))[0]).isGreaterThanOrEqualTo(0.75);
    assertThat(line(lines, "'A boring story")).containsPattern("is (good|bad): 0\\.[5-9]");
    double boring = numbers(shareOf(lines, "boring"))[0];
    double wonderful = numbers(shareOf(lines, "wonderful"))[0];
    assertThat(boring * wonderful).isNegative();
  }

  @Test
  void writeVerses() throws Exception {
    Path figure = folder.resolve("loss.svg");
    List<String> lines = run("WriteVerses", figure.toString());
    assertThat(Files.readString(figure)).contains("<svg", ">text held out<");
    assertThat(lines).contains("symbols    27");
    // 3.3 nats are what 27 equal characters have, and 2.9 what their frequencies alone give.
    assertThat(numbers(line(lines, "nats"))[0]).isBetween(1.0, 2.2);
    assertThat(lines).anyMatch(line -> line.startsWith("In the garden"));
    assertThat(lines)
        .contains(
            "error      the prompt: the character 'Z' (U+005A) in line 1, column 1 is not among the"
                + " 27 characters of the model");
  }

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
  void serveATable() throws Exception {
    List<String> lines = run("ServeATable");
    double[] loss = numbers(line(lines, "log-loss"));
    assertThat(loss[1]).isLessThan(loss[0]).isBetween(0.05, 0.2);
    assertThat(lines).hasSize(6).anyMatch(line -> line.endsWith("[setosa]"));
    for (String line : lines.subList(1, 6)) {
      double[] p = numbers(line.substring(line.indexOf("  ")));
      assertThat(p[0] + p[1] + p[2]).as(line).isCloseTo(1, within(2e-6));
    }
    // Between two kinds of flowers: the set has both.
    assertThat(lines).anyMatch(line -> line.endsWith("[versicolor, virginica]"));
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
    assertThat(readme)
        .contains("```java\n" + Files.readString(ExampleRun.source("Hello")) + "```\n");
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

  private static String shareOf(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.endsWith("  " + word))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no share of " + word + " in " + lines));
  }

  private List<String> run(String name, String... args) throws IOException, InterruptedException {
    return new ExampleRun(folder).of(name, args);
  }
}
