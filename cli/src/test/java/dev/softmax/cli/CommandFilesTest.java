package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// No command writes over what it reads.
class CommandFilesTest {
  private static final String TABLE = "a,b\n1,x\n2,y\n";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("a", "b.csv", "in.svg", "net.safetensors", "map.png")) {
      Files.writeString(folder.resolve(name), TABLE);
    }
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("here"), folder);
  }

  /// Words before which an `@` stands are files.
  private Run run(String line) {
    return Run.of(
        Arrays.stream(line.split(" "))
            .map(word -> word.replace("@", folder + "/"))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train @a --target b --model @a                          | --model @a | DATA @a
          train @a --model @link                                  | --model @link | DATA @a
          train @link --model @here/a                             | --model @here/a | DATA @link
          train @b.csv @a --kind text --model @here/./a           | --model | DATA @a
          train @b.csv --test @a --model @a                       | --model @a | --test @a
          train @b.csv --test @in.svg,@a --model @a               | --model @a | --test @a
          train @a --hidden 4 --model @m --log @a                 | --log @a | DATA @a
          train @a --model @m --report @a                         | --report @a | DATA @a
          train @a --kind language --model @m --symbols @b.csv --log @b.csv | --log | --symbols
          train @a --kind language --model @m --resume @b.csv --log @b.csv | --log | --resume
          train @a --kind language --model @b.csv --resume @b.csv | --model | --resume
          train @a --kind text --vectors @b.csv --model @b.csv    | --model | --vectors
          train @in --pretrained @net.safetensors --model @net.safetensors | --model | --pretrained
          evaluate @a @b.csv --report @b.csv                      | --report | DATA
          predict @a @map.png --plot @map.png                     | --plot | INPUT
          predict @a @map.png --features @net.safetensors --labels @net.safetensors | --features |
          predict @net.safetensors @a --features @net.safetensors | --features | MODEL
          calibrate @a @b.csv --model @b.csv                      | --model @b.csv | DATA @b.csv
          calibrate @a @b.csv --test @in.svg --model @in.svg      | --model | --test
          import @net.safetensors --model @net.safetensors        | --model | WEIGHTS
          import @net.safetensors --labels @a --model @a          | --model | --labels
          export @net.safetensors --weights @net.safetensors      | --weights | MODEL
          probs --file @in.svg --plot @in.svg                     | --plot | --file
          plot attention --file @in.svg --out @in.svg             | --out | --file
          rl grid --map @map.png --plot @map.png                  | --plot | --map
          """)
  void refusesToWriteOverWhatIsRead(String line, String written, String read) throws IOException {
    Run run = run(line);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    String first = written.replace("@", folder + "/");
    String second = read == null ? "" : read.replace("@", folder + "/");
    assertThat(run.err())
        .startsWith("softmax: " + first)
        .contains("would be written over " + second, "which is the same file; see softmax ")
        .hasLineCount(1);
    assertNothingChanged();
  }

  @Test
  void knowsTheFilesOfAQuery() throws IOException {
    String model = folder.resolve("b.csv").toString();
    Run run = Run.of("train", "sql:select * from '" + model + "'", "--model", model);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("would be written over DATA " + model);
    assertNothingChanged();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train @a --hidden 4 --model @same --log @same",
        "train @a --hidden 4 --model @same --log @here/same",
        "train @a --model @same --report @same",
        "train @a --kind language --model @same --checkpoint @same",
        "train @in --pretrained @b.csv --model @same --features-cache @same",
        "predict @a @map.png --features @f.csv --plot @f.csv"
      })
  void refusesTwoResultsInOneFile(String line) throws IOException {
    Run run = run(line);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(" are the same file; see softmax ").hasLineCount(1);
    assertNothingChanged();
  }

  private void assertNothingChanged() throws IOException {
    for (String name : List.of("a", "b.csv", "in.svg", "net.safetensors", "map.png")) {
      assertThat(folder.resolve(name)).hasContent(TABLE);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(7);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "calibrate @a @b.csv --model @a",
        "train @a --kind language --resume @b.csv --checkpoint @b.csv --model @m",
        "train @here --kind image --model @here/m",
        "train @here --kind image --pretrained @a --features-cache @here --model @m",
        "train @a --target b --model @b --help"
      })
  void othersMayBeOne(String line) {
    assertThat(run(line).err()).doesNotContain("same file");
  }

  /// A new option for a file to write has to be added to [CommandFiles#WRITTEN] and here.
  @Test
  void eachFileIsReadOrWritten() {
    assertThat(files().filter(CommandFilesTest::isRead))
        .containsExactlyInAnyOrder(
            "train --pretrained",
            "train --resume",
            "train --vectors",
            "evaluate MODEL",
            "evaluate --labels",
            "evaluate --tokenizer",
            "predict MODEL",
            "predict --labels",
            "calibrate MODEL",
            "generate MODEL",
            "generate --tokenizer",
            "rl --map",
            "inspect MODEL",
            "inspect --tokenizer",
            "import WEIGHTS",
            "import --labels",
            "export MODEL");
    assertThat(files().filter(name -> !isRead(name)))
        .containsExactlyInAnyOrder(
            "probs --plot",
            "explain --out",
            "plot --out",
            "train --model",
            "train --log",
            "train --checkpoint",
            "train --features-cache",
            "train --report",
            "evaluate --report",
            "predict --plot",
            "predict --features",
            "calibrate --model",
            "bandit --plot",
            "rl --plot",
            "import --model",
            "export --weights");
  }

  private static boolean isRead(String name) {
    return !CommandFiles.WRITTEN.contains(name.substring(name.indexOf(' ') + 1));
  }

  private static Stream<String> files() {
    Streams streams = Streams.ofProcess();
    return Main.commandLine(new String[0], streams).getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .flatMap(
            command ->
                command.args().stream()
                    .filter(arg -> arg.type() == Path.class)
                    .map(arg -> command.name() + " " + name(arg)));
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
