package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `train --hidden` on tables, and what the other commands make of such a model.
class NetworkCommandsTest {
  private static final String IRIS = "../examples/data/iris.csv";

  @TempDir private Path folder = Path.of("");
  private String model = "";

  @BeforeEach
  void nameModel() {
    model = folder.resolve("m").toString();
  }

  private Run train(String... more) {
    return Run.of(
        List.of("train", IRIS, "--model", model, "--hidden", "16,8", "--learning-rate", "0.01"),
        more);
  }

  @Test
  void learnsIris() {
    Run run = train("--epochs", "60", "--batch", "16", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(Run.number(run.json().getFirst(), "accuracy")).isGreaterThanOrEqualTo(0.9);
    Map<String, ?> measured = Run.of("evaluate", model, IRIS, "--json").json().getFirst();
    assertThat(Run.number(measured, "accuracy")).isGreaterThanOrEqualTo(0.95);
    Run predicted = Run.of("predict", model, IRIS, "--top", "3", "--json");
    assertThat(predicted.json()).hasSize(150);
    assertThat(predicted.json().getFirst()).containsEntry("label", "setosa");
  }

  @Test
  void layersThatNoArrayHoldsAreOneSentence() {
    Run run = Run.of("train", IRIS, "--model", model, "--hidden", "65536,65536,65536");
    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "softmax: network: a layer from 65536 to 65536 has 4294967296 weights, more than an"
                    + " array holds; take narrower layers\n"));
  }

  @Test
  void saysWhatItDid() throws IOException {
    Path log = folder.resolve("log.jsonl");
    Run run =
        train(
            "--epochs",
            "5",
            "--activation",
            "gelu",
            "--dropout",
            "0.1",
            "--weight-decay",
            "0.1",
            "--validation",
            "0.2",
            "--patience",
            "4",
            "--log",
            log.toString());
    assertThat(run.out()).contains("120 rows, best epoch", "5 epochs", "held out  30 rows");
    assertThat(Files.readAllLines(log)).hasSize(5).allMatch(line -> line.contains("\"epoch\""));
    var answer = Run.of("inspect", model, "--json").json().getFirst();
    assertThat(answer).containsEntry("kind", "table");
    assertThat(answer.get("shapes"))
        .hasToString(
            "{0.weight=[16, 4], 0.bias=[16], 3.weight=[8, 16], 3.bias=[8], 6.weight=[3, 8], 6.bias=[3]}");
    assertThat(String.valueOf(answer.get("options")))
        .contains("hidden=[16, 8]", "activation=gelu", "dropout=0.1", "patience=4");
    assertThat(Run.of("inspect", model).out())
        .contains("3.weight", "(8, 16)", "bestEpoch", "sepal_length  number");
  }

  @Test
  void sameSeedSameFileOnAnyNumberOfThreads() throws IOException {
    train("--epochs", "3", "--threads", "1");
    byte[] first = Files.readAllBytes(Path.of(model));
    train("--epochs", "3", "--threads", "2");
    assertThat(Files.readAllBytes(Path.of(model))).isEqualTo(first);
    train("--epochs", "3", "--seed", "7");
    assertThat(Files.readAllBytes(Path.of(model))).isNotEqualTo(first);
    assertThat(train("--epochs", "3", "--test", IRIS, "--seed", "7").status()).isZero();
    assertThat(Run.of("inspect", model).out()).contains("seed").contains("150 rows");
  }

  @Test
  void aSmallTableIsShownOftenEnough() {
    Run run = Run.of("train", IRIS, "--model", model, "--hidden", "16", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(Run.number(run.json().getFirst(), "accuracy")).isGreaterThan(0.8);
    assertThat(Run.of("inspect", model).out()).containsPattern("epochs +534");
    run = Run.of("train", IRIS, "--model", model, "--hidden", "16", "--epochs", "20");
    assertThat(run.err())
        .isEqualTo(
            "softmax: warning: the validation loss was still falling in the last of 20 epochs; try --epochs 60\n");
  }

  @Test
  void aLogThatCannotBeWritten() {
    for (Path log : List.of(folder.resolve("none/log"), folder)) {
      Run run = train("--log", log.toString());
      assertThat(run.status()).as(run.err()).isEqualTo(1);
      assertThat(run.err())
          .hasLineCount(1)
          .startsWith("softmax: " + log + ": ")
          .doesNotContain("(")
          .containsOnlyOnce(log.toString());
    }
  }

  @Test
  void refusesALearningRateThatDiverges() {
    Run run = train("--learning-rate", "1e30");
    assertThat(run.status()).isEqualTo(2);
    run = Run.of("train", IRIS, "--model", model, "--hidden", "16", "--learning-rate", "1e30");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("training diverged in epoch 1 at step ", "where the loss is ")
        .contains("try a learning rate below");
    assertThat(Path.of(model)).doesNotExist();
  }

  @Test
  void refusesNumbersThatNoNetworkCanTake() throws IOException {
    String table =
        IntStream.range(0, 60)
            .mapToObj(i -> i * i + "," + (i < 30 ? "a" : "b"))
            .collect(Collectors.joining("\n", "x,y\n", "\n"));
    Path data = Files.writeString(folder.resolve("data.csv"), table);
    Run run = Run.of("train", data.toString(), "--model", model, "--hidden", "4");
    assertThat(run.status()).as(run.err()).isZero();
    Files.writeString(data, "x\n3\n1e300\n");
    run = Run.of("predict", model, data.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .hasLineCount(1)
        .contains("data.csv, line 3: 'x' is", "deviations from the mean, too far for a network");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --hidden 0                          | width 0
          --hidden 70000                      | width 70000
          --hidden x                          | --hidden
          --hidden 8,,4                       | --hidden
          --hidden 8 --activation cubic       | there is no activation 'cubic'
          --hidden 8 --dropout 1              | dropout of 1.0
          --hidden 8 --batch 0                | batch of 0
          --hidden 8 --epochs 0               | 0 epochs
          --hidden 8 --learning-rate 0        | learning rate of 0.0
          --hidden 8 --learning-rate NaN      | learning rate of NaN
          --hidden 8 --weight-decay -1        | weight decay of -1.0
          --hidden 8 --validation 1           | validation share of 1.0
          --hidden 8 --patience -1            | patience of -1
          --hidden 8 --c 2                    | --c is for softmax regression
          --hidden 8 --solver newton          | --solver is for softmax regression
          --batch 8                           | --batch is for networks: --hidden 128
          --dropout 0.1                       | --dropout is for networks
          --log l                             | --log is for networks
          --ngrams 3                          | --ngrams is for texts
          --hidden 8 --balanced               | --balanced is not for networks
          --form tab                          | --form is for texts
          --minutes 1                         | --minutes is for language models and pictures
          --kind table --text a               | --text is for texts
          --kind picture                      | --kind picture
          """)
  void wrongCommandLinesAreStatus2(String line, String message) {
    Run run = Run.of(List.of("train", "nowhere.csv", "--model", model), line.split(" "));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message, "--help").hasLineCount(1);
    assertThat(Path.of(model)).doesNotExist();
  }
}
