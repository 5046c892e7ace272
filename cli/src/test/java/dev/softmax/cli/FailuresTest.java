package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void memoryThatDoesNotSufficeIsDoubled() {
    var bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new Failures(err).report(new OutOfMemoryError())).isEqualTo(1);
    Matcher said =
        Pattern.compile(
                "softmax: not enough memory for this input; JDK_JAVA_OPTIONS=-Xmx([0-9]+)g gives the"
                    + " command ([0-9]+) GB\n")
            .matcher(bytes.toString(StandardCharsets.UTF_8));
    assertThat(said.matches()).isTrue();
    assertThat(said.group(1)).isEqualTo(said.group(2));
    double wanted = 2.0 * Runtime.getRuntime().maxMemory() / (1 << 30);
    assertThat(Integer.parseInt(said.group(1)) - wanted).isBetween(0.0, 1.0);
  }
}
