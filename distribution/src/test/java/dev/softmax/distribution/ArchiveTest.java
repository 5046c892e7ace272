package dev.softmax.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final List<String> LIBRARIES =
      List.of("core", "plot", "nn", "learn", "onnx", "duckdb");

  @TempDir private static Path folder = Path.of("");
  private static Archive archive = new Archive(Path.of(""));

  @BeforeAll
  static void unpack() throws IOException {
    archive = Archive.unpack(folder.resolve("a root with blanks"));
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(archive.root().resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @Test
  void holdsWhatItPromisesAndNoAlgebra() throws IOException {
    assertThat(Archive.entries())
        .contains(
            "bin/softmax",
            "bin/softmax.bat",
            "lib/launch.bash",
            "lib/build",
            "completion/softmax.bash",
            "LICENSE",
            "THIRD-PARTY.txt",
            "README.txt")
        .noneMatch(name -> name.matches(".*(symbolic|matheclipse|jas-|jlatexmath|slf4j-nop).*"));
    assertThat(Files.isExecutable(archive.root().resolve("bin/softmax"))).isTrue();
    assertThat(Files.readString(archive.root().resolve("lib/build"))).matches("[0-9a-f]{16}\n");
  }

  @Test
  void librariesAreModules() throws IOException {
    for (String library : LIBRARIES) {
      Path jar =
          jars().stream()
              .filter(one -> one.getFileName().toString().startsWith("softmax-" + library + "-"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no jar of " + library));
      assertThat(ModuleFinder.of(jar).findAll())
          .singleElement()
          .extracting(ModuleReference::descriptor)
          .returns("dev.softmax." + library, ModuleDescriptor::name)
          .returns(false, ModuleDescriptor::isAutomatic)
          .satisfies(one -> assertThat(one.rawVersion()).isPresent());
    }
  }

  @Test
  void everyPartOfOthersIsNamedWithItsLicence() throws IOException {
    String text = Files.readString(archive.root().resolve("THIRD-PARTY.txt"));
    List<String> others =
        jars().stream()
            .map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
            .filter(name -> !name.startsWith("softmax-"))
            .toList();
    assertThat(others).isNotEmpty().allSatisfy(name -> assertThat(text).contains(name));
  }

  @Test
  void runsFromAnywhere() throws Exception {
    Archive.Run probs = archive.softmax(folder, "", "probs", "1", "1", "--json");
    assertThat(probs.err()).isEmpty();
    assertThat(probs.out()).contains("\"probabilities\":[0.5,0.5]");
    assertThat(probs.status()).isZero();

    Path link =
        Files.createSymbolicLink(
            folder.resolve("link"), folder.relativize(archive.root().resolve("bin/softmax")));
    Map<String, String> environment =
        Map.of("SOFTMAX_JAVA_HOME", System.getProperty("java.home"), "SOFTMAX_CACHE", "");
    assertThat(
            Archive.run(folder, environment, List.of(link.toString(), "probs", "1", "1", "--json")))
        .isEqualTo(probs);
    assertThat(
            Archive.run(
                archive.root().resolve("lib"),
                environment,
                List.of("../bin/softmax", "probs", "1", "1", "--json")))
        .isEqualTo(probs);

    Archive.Run doctor = archive.softmax(folder, "", "doctor");
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.out()).contains("SIMD", System.getProperty("java.home"));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Archive.Run algebra = archive.softmax(folder, "", "explain");
    assertThat(algebra.status()).isEqualTo(1);
    assertThat(algebra.err()).startsWith("softmax: explain needs an algebra").hasLineCount(1);

    Archive.Run java =
        Archive.run(
            folder,
            Map.of("SOFTMAX_JAVA_HOME", "/nowhere"),
            List.of(archive.root().resolve("bin/softmax").toString(), "probs", "1"));
    assertThat(java.status()).isEqualTo(1);
    assertThat(java.err())
        .startsWith("softmax: SOFTMAX_JAVA_HOME is /nowhere, which is not the folder of a JDK 25")
        .hasLineCount(1);
  }

  @Test
  void recordsItsStartOnce() throws Exception {
    Path cache = folder.resolve("cache");
    // Of a build that was in this place before, and of one in another.
    Path former = Path.of(cache + "/softmax/old/25" + archive.root(), "light.aot");
    Path other = Path.of(cache + "/softmax/old/25/elsewhere", "light.aot");
    for (Path record : List.of(former, other)) {
      Files.createDirectories(record.getParent());
      Files.createFile(record);
    }
    Archive.Run first = archive.softmax(folder, cache.toString(), "probs", "1", "2");
    assertThat(first.status()).isZero();
    Instant end = Instant.now().plus(Duration.ofMinutes(5));
    while ((Files.exists(former) || !isAtRest(cache)) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
    }
    assertThat(recorded(cache)).hasSize(2).contains(other).doesNotContain(former);
    Files.delete(other);
    assertThat(recorded(cache)).singleElement().asString().endsWith("light.aot");
    assertThat(archive.softmax(folder, cache.toString(), "probs", "1", "2")).isEqualTo(first);
  }

  @Test
  void worksWhereNothingCanBeKept() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Archive.Run run = archive.softmax(folder, file.toString(), "probs", "1", "2");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  private static List<Path> recorded(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /// Whether a recording was there and has left nothing but its result.
  private static boolean isAtRest(Path cache) {
    try (Stream<Path> files = Files.walk(cache)) {
      List<Path> all = files.toList();
      return all.stream().anyMatch(Files::isRegularFile)
          && all.stream().noneMatch(file -> file.toString().contains(".work"));
    } catch (IOException | UncheckedIOException e) {
      // A file of the recording came and went while the folder was walked.
      return false;
    }
  }

  @Test
  void bashCompletes() throws Exception {
    String script = archive.root().resolve("completion/softmax.bash").toString();
    assertThat(completed(script, "softmax", "ca").lines()).contains("calibrate");
    assertThat(completed(script, "softmax", "train", "--solv").lines()).contains("--solver");
    assertThat(completed(script, "softmax", "help", "nume").lines()).contains("numerics");
  }

  /// What bash would offer for the last of these words.
  private static String completed(String script, String... words)
      throws IOException, InterruptedException {
    String code =
        """
        source "$1" && complete -p softmax >&2 || exit 1
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _complete_softmax softmax
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    Archive.Run run =
        Archive.run(
            folder,
            Map.of(),
            Stream.concat(Stream.of("bash", "-c", code, "bash", script), Stream.of(words))
                .toList());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("-F _complete_softmax softmax");
    return run.out();
  }
}
