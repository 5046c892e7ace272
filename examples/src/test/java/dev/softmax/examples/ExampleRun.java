package dev.softmax.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/// Runs an example or the command as a user does, in a Java of its own, and reads what it prints.
///
/// @param folder for what it writes to its error stream
record ExampleRun(Path folder) {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  /// For what computes long: vectors are slower than plain loops under the first compiler.
  private static final String PLAIN_LOOPS = "-Ddev.softmax.kernels=scalar";

  static Path source(String name) {
    return ROOT.resolve("examples").resolve(name + ".java");
  }

  /// The one example whose name begins so, as `examples/run` finds it.
  static String named(String start) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      List<String> found =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith(start) && name.endsWith(".java"))
              .toList();
      assertThat(found).as("examples that begin with " + start).hasSize(1);
      return found.getFirst().replace(".java", "");
    }
  }

  /// The lines that an example prints, run at the root of the repository.
  List<String> of(String name, String... args) throws IOException, InterruptedException {
    return of(ROOT, name, args);
  }

  /// The lines that an example prints, run in `place`.
  List<String> of(Path place, String name, String... args)
      throws IOException, InterruptedException {
    List<String> command = java();
    if (Set.of("S14_CharacterGru", "S08_Top5OfAPicture", "BalanceAPole", "WriteVerses")
        .contains(name)) {
      command.add(PLAIN_LOOPS);
    }
    command.add(source(name).toString());
    command.addAll(Arrays.asList(args));
    return lines(place, command);
  }

  /// The lines that `softmax ARGS` prints, run in `place`.
  List<String> command(Path place, List<String> args) throws IOException, InterruptedException {
    List<String> command = java();
    command.addAll(List.of(PLAIN_LOOPS, "dev.softmax.cli.Main"));
    command.addAll(args);
    return lines(place, command);
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One short run: what the second compiler would gain is never paid back.
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private List<String> lines(Path place, List<String> command)
      throws IOException, InterruptedException {
    File errors = folder.resolve("errors").toFile();
    Process process =
        new ProcessBuilder(command).directory(place.toFile()).redirectError(errors).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors.toPath())).isZero();
    return output.lines().toList();
  }

  static String line(List<String> lines, String start) {
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line '" + start + "' in " + lines));
  }

  /// The numbers of the first line with this start, the start left out.
  static void assertClose(List<String> lines, String start, double tolerance, double... expected) {
    assertNumbers(line(lines, start).substring(start.length()), tolerance, expected);
  }

  static void assertNumbers(String line, double tolerance, double... expected) {
    assertThat(numbers(line)).as(line).containsExactly(expected, within(tolerance));
  }

  static double[] numbers(String line) {
    return NUMBER
        .matcher(line)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group()))
        .toArray();
  }
}
