import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Makes an image for this machine of the archive of the command: a Java runtime of the modules that it
/// needs, native libraries that need no unpacking, and records of its start. Run by the profile `image`
/// with the JDK 25, from source.
///
/// The jars are on the class path and not in the runtime: most of those of others are no modules.
final class Image {
  /// What no class names, but options do: encodings of texts, and vectors.
  private static final List<String> BY_NAME = List.of("jdk.charsets", "jdk.incubator.vector");

  /// As `record_start` in launch.bash is called by the launchers.
  private static final String RECORD =
      """
      . "$1/lib/launch.bash"
      jdk=$1/runtime
      find_jars "$1/lib"
      work=$(mktemp -d)
      for kind in light plot heavy; do
        record_start "$kind" "$1/lib/$kind.aot" "$work" "$1/lib/native" || exit 1
      done
      rm -rf "$work"
      """;

  private final Path root;
  private final Instant time;

  private Image(Path root, Instant time) {
    this.root = root;
    this.time = time;
  }

  /// Makes it.
  ///
  /// @param args the archive; the time that all files get; the folder for the image, which is made
  ///     anew; the archive of it, `.tar.gz`
  public static void main(String[] args) throws IOException, InterruptedException {
    Path parent = Path.of(args[2]).toAbsolutePath();
    delete(parent);
    Path root = unpack(Path.of(args[0]), parent);
    Image image = new Image(root, Instant.parse(args[1]));
    image.link();
    String java = root.resolve("runtime/bin/java").toString();
    String lib = root.resolve("lib").toString();
    run(java, "-cp", lib + "/*", "dev.softmax.cli.NativeLibraries", lib);
    // A record fits jars and runtime of the same size and time, wherever they lie.
    image.setTimes();
    run("bash", "-c", RECORD, "record", root.toString());
    image.setTimes();
    String name = root.getFileName().toString();
    run("tar", "-czf", Path.of(args[3]).toAbsolutePath().toString(), "-C", parent.toString(), name);
  }

  private void link() throws IOException {
    TreeSet<String> modules = new TreeSet<>(BY_NAME);
    List<String> arguments =
        new ArrayList<>(List.of("--print-module-deps", "--ignore-missing-deps", "--multi-release"));
    arguments.addAll(List.of("25", "--module-path", root.resolve("lib").toString()));
    try (Stream<Path> files = Files.list(root.resolve("lib"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".jar")).forEach(arguments::add);
    }
    var named = new StringWriter();
    tool("jdeps", new PrintWriter(named), arguments);
    for (String line : named.toString().lines().toList()) {
      if (line.matches("[a-z.]+(,[a-z.]+)*")) {
        modules.addAll(List.of(line.split(",", -1)));
      }
    }
    System.out.println("modules of the runtime: " + String.join(" ", modules));
    tool(
        "jlink",
        new PrintWriter(System.out, true),
        List.of(
            "--add-modules=" + String.join(",", modules),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output=" + root.resolve("runtime")));
  }

  private static void tool(String name, PrintWriter out, List<String> arguments) {
    var err = new PrintWriter(System.err, true);
    int status =
        ToolProvider.findFirst(name).orElseThrow().run(out, err, arguments.toArray(String[]::new));
    out.flush();
    if (status != 0) {
      throw new IllegalStateException(name + " ended with " + status);
    }
  }

  private static void run(String... line) throws IOException, InterruptedException {
    int status = new ProcessBuilder(line).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(line[0] + " " + line[1] + " ended with " + status);
    }
  }

  private void setTimes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  /// Unpacks an archive that holds one folder, and returns this.
  private static Path unpack(Path archive, Path parent) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(archive, Map.of("enablePosixFileAttributes", true));
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      for (Path file : files.toList()) {
        Path copy = parent.resolve(zip.getPath("/").relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
          Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
        }
      }
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.findFirst().orElseThrow();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
