package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A signal during a training, in a process of its own. SIGTERM stands for SIGINT too, which a build that
/// runs in the background hands on as ignored.
@Timeout(120)
class InterruptionTest {
  /// 128 and the number of SIGTERM.
  private static final int TERMINATED = 143;

  private static final String OLD = "a good model";

  @TempDir private Path folder = Path.of("");

  /// Trains until a file is there, and ends the process then.
  private Run interrupted(Path sign, String text, String... more)
      throws IOException, InterruptedException {
    Path data = Files.writeString(folder.resolve("rhymes.txt"), text);
    Path model = Files.writeString(folder.resolve("m.safetensors"), OLD);
    List<String> line =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "--add-modules=jdk.incubator.vector",
                "--class-path",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                data.toString(),
                "--kind=language",
                "--epochs=100000",
                "--sample=0",
                "--model",
                model.toString()));
    line.addAll(List.of(more));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    while (process.isAlive() && !Files.exists(sign)) {
      Thread.sleep(20);
    }
    process.destroy();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void beforeTheFirstValidationNothingIsWritten() throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Run run =
        interrupted(log, "one two three\nthree two one\n".repeat(100_000), "--log", log.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(TERMINATED);
    assertThat(run.err())
        .contains("rhymes.txt: the training was interrupted before its first validation; no model");
    assertThat(folder.resolve("m.safetensors")).hasContent(OLD);
  }

  @Test
  void afterItTheBestModelIsKept() throws IOException, InterruptedException {
    Path checkpoint = folder.resolve("c.safetensors");
    Run run =
        interrupted(
            checkpoint,
            "one two three\nthree two one\n".repeat(40),
            "--width=16",
            "--batch=4",
            "--checkpoint",
            checkpoint.toString());
    assertThat(run.status()).as(run.err()).isEqualTo(TERMINATED);
    assertThat(run.err()).contains("warning: the training was ended after");
    assertThat(run.out()).contains("perplexity");
    assertThat(Run.of("inspect", folder.resolve("m.safetensors").toString()).status()).isZero();
  }
}
