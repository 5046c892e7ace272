package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher itself, in a copy of the repository's skeleton whose `mvn` packs the classes that this
/// test runs with: the real one would be a build within the build.
class LauncherTest {
  private static final String JDK = System.getProperty("java.home");

  @TempDir private Path folder = Path.of("");
  private Path root = Path.of("");
  private Path bin = Path.of("");
  private Path maven = Path.of("");

  @BeforeEach
  void copySkeleton() throws IOException {
    root = Files.createDirectories(folder.resolve("a root with blanks"));
    Files.copy(Path.of("../softmax"), root.resolve("softmax"));
    Files.createFile(root.resolve("pom.xml"));
    for (String module :
        List.of("core", "plot", "nn", "learn", "onnx", "duckdb", "symbolic", "cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Path launcher = Files.createDirectories(root.resolve("cli/src/main/launcher"));
    Files.copy(Path.of("src/main/launcher/launch.bash"), launcher.resolve("launch.bash"));
    bin = Files.createDirectories(folder.resolve("bin"));
    maven = bin.resolve("mvn");
    writeMaven("");
  }

  /// A stand-in for Maven: notes that it ran, then does `before`, then packs jars.
  private void writeMaven(String before) throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/bash\nset -e\n");
    script.append("echo built >>'").append(folder).append("/builds'\n").append(before);
    script.append("\nmkdir -p cli/target/lib\n");
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = Path.of(entry).getFileName().toString();
      if (entry.isEmpty()
          || name.equals("test-classes")
          || name.matches("(junit|assertj|surefire|opentest).*")) {
        continue;
      }
      String jar = "cli/target/lib/" + number++ + "-" + name;
      script.append(
          Files.isDirectory(Path.of(entry))
              ? "'%s/bin/jar' --create --file '%s.jar' -C '%s' .\n".formatted(JDK, jar, entry)
              : "cp '%s' '%s'\n".formatted(entry, jar));
    }
    script.append("cp $(ls -d cli/target/lib/* | head -n 1) cli/target/softmax-cli-test.jar\n");
    Files.writeString(maven, script);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private Run launch(Path script, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("bash", script.toString()));
    line.addAll(List.of(args));
    ProcessBuilder process = new ProcessBuilder(line).directory(folder.toFile());
    process.environment().remove("JAVA_HOME");
    process.environment().remove("JDK_JAVA_OPTIONS");
    process.environment().put("SOFTMAX_JAVA_HOME", JDK);
    process.environment().put("PATH", bin + ":/usr/bin:/bin");
    process.environment().putAll(environment);
    Path out = folder.resolve("out" + System.nanoTime());
    Path err = folder.resolve("err" + System.nanoTime());
    Process running = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    running.getOutputStream().close();
    assertThat(running.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return new Run(running.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Run launch(String... args) throws IOException, InterruptedException {
    return launch(root.resolve("softmax"), Map.of(), args);
  }

  private long builds() throws IOException {
    Path note = folder.resolve("builds");
    return Files.exists(note) ? Files.readAllLines(note).size() : 0;
  }

  @Test
  void buildsOnceThenRunsAnythingFromAnywhere() throws Exception {
    Run first = launch("probs", "3", "3", "--json");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err()).isEqualTo("softmax: building (once, about a minute)...\n");
    assertThat(first.out()).isEqualTo(Run.of("probs", "3", "3", "--json").out());

    Path link =
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a root with blanks/softmax"));
    assertThat(launch(link, Map.of(), "probs", "-1", "2")).isEqualTo(Run.of("probs", "-1", "2"));
    assertThat(launch("probs", "x"))
        .isEqualTo(new Run(1, "", "softmax: score 1: 'x' is not a number\n"));
    assertThat(launch("nothing").status()).isEqualTo(2);

    assertThat(
            launch(
                    root.resolve("softmax"),
                    Map.of("LC_ALL", "C"),
                    "probs",
                    "1",
                    "--labels",
                    "Käfer")
                .out())
        .contains("Käfer", "█");

    // Nothing of the JVM's line about the incubator module, neither here nor in errors.
    Run doctor = launch("doctor");
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.out()).contains("kernels", JDK);
    assertThat(launch("predict", "none.safetensors", "none.csv").err())
        .startsWith("softmax: none.safetensors: ")
        .hasLineCount(1);
    assertThat(builds()).isEqualTo(1);

    Files.createFile(root.resolve("core/src/main/java/New.java"));
    assertThat(launch("probs", "1").err()).contains("building");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    writeMaven("sleep 1");
    Callable<Run> launch = () -> launch("probs", "1", "--json");
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<Run>> answers = pool.invokeAll(List.of(launch, launch));
      String out = Run.of("probs", "1", "--json").out();
      for (var answer : answers) {
        assertThat(answer.get().out()).isEqualTo(out);
      }
      String said =
          Stream.of(answers.get(0).get(), answers.get(1).get())
              .map(Run::err)
              .collect(Collectors.joining());
      assertThat(said).contains("building", "waiting for another build");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsShowsWhy() throws Exception {
    writeMaven("echo '[ERROR] the disk is made of cheese'; exit 1");
    Run run = launch("probs", "1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("made of cheese", "softmax: the build failed; its whole log is", "build.log");

    // The next one builds again, and a lock whose owner is gone does not stop it.
    writeMaven("");
    Path lock = Files.createDirectories(root.resolve("cli/target/softmax-build.lock"));
    Files.writeString(lock.resolve("pid"), "999999999\n", StandardCharsets.US_ASCII);
    assertThat(launch("probs", "1").status()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Run java = launch(root.resolve("softmax"), Map.of("SOFTMAX_JAVA_HOME", "/nowhere"), "probs");
    assertThat(java.status()).isEqualTo(1);
    assertThat(java.err())
        .startsWith("softmax: SOFTMAX_JAVA_HOME is /nowhere, which is not the folder of a JDK 25")
        .hasLineCount(1);

    Files.delete(maven);
    for (String tool : List.of("find", "mkdir", "cat", "rm", "sleep", "readlink")) {
      Path where = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin") : Path.of("/bin");
      Files.createSymbolicLink(bin.resolve(tool), where.resolve(tool));
    }
    Path bash =
        Files.exists(Path.of("/bin/bash")) ? Path.of("/bin/bash") : Path.of("/usr/bin/bash");
    Files.createSymbolicLink(bin.resolve("bash"), bash);
    Run none = launch(root.resolve("softmax"), Map.of("PATH", bin.toString()), "probs", "1");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).startsWith("softmax: Maven is needed").hasLineCount(1);
  }
}
