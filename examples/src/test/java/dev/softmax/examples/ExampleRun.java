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

/// Runs an example as a user does, in a Java of its own at the root of the repository, and reads what it
/// prints.
///
/// @param folder for what it writes to its error stream
record ExampleRun(Path folder) {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  static Path source(String name) {
    return ROOT.resolve("examples").resolve(name + ".java");
  }

  /// The lines that an example prints.
  List<String> of(String name, String... args) throws IOException, InterruptedException {
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
    return Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?")
        .matcher(line)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group()))
        .toArray();
  }
}
