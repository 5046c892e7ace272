package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MainTest {
  @ParameterizedTest
  @EnumSource(Commands.class)
  void everyCommandHelpsWithExamples(Commands command) {
    Run run = Run.of(command.word(), "--help");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: softmax " + command.word())
        .contains("Examples:", "--json", "--seed", "--debug");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(Run.of("--help").out()).contains(command.word() + " ");
  }

  @Test
  void tellsItsVersion() {
    assertThat(Run.of("--version").out()).startsWith("softmax ").contains("Java 25");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''       | a command is missing; see softmax --help
          prob 1   | there is no command 'prob'; did you mean probs?; see softmax --help
          --jsno   | unknown argument '--jsno'
          train    | Missing required
          inspect  | Missing required
          """)
  void wrongCommandLinesAreStatus2(String line, String message) {
    Run run = line.isEmpty() ? Run.of() : Run.of(line.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
  }

  @Test
  void doctorDescribesThisMachine() {
    var answer = Run.of("doctor", "--json").json().getFirst();
    assertThat(answer).containsEntry("cores", Runtime.getRuntime().availableProcessors());
    assertThat(answer).containsEntry("javaHome", System.getProperty("java.home"));
    assertThat(Run.of("doctor").out()).contains("kernels", "to change");
  }

  @Test
  void aReaderThatLeavesIsNoError() {
    assertThat(writingTo("Broken pipe")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void aFullDiskIsAnError() {
    assertThat(writingTo("No space left on device"))
        .isEqualTo(new Run(1, "", "softmax: cannot write the results: No space left on device\n"));
  }

  private static Run writingTo(String failure) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    var err = new ByteArrayOutputStream();
    var streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ResultStream(broken), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    int status = Main.run(new String[] {"probs", "1", "2", "--json"}, streams);
    return new Run(status, "", err.toString(StandardCharsets.UTF_8));
  }
}
