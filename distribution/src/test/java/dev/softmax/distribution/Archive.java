package dev.softmax.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The archive that this build made, and an unpacked copy of it.
record Archive(Path root) {
  /// What a command said.
  record Run(int status, String out, String err) {}

  /// The archive's files, less the folder that holds them all.
  static List<String> entries() throws IOException {
    try (FileSystem zip = open();
        Stream<Path> files = Files.walk(top(zip))) {
      Path top = top(zip);
      return files
          .filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .toList();
    }
  }

  /// Unpacks it into a new folder, with the permissions that its files have.
  static Archive unpack(Path folder) throws IOException {
    try (FileSystem zip = open();
        Stream<Path> files = Files.walk(top(zip))) {
      Path top = top(zip);
      for (Path file : files.toList()) {
        Path copy = folder.resolve(top.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
          Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
        }
      }
    }
    return new Archive(folder);
  }

  private static FileSystem open() throws IOException {
    String file = Objects.requireNonNull(System.getProperty("softmax.archive"), "softmax.archive");
    return FileSystems.newFileSystem(
        Path.of(file), Map.of("enablePosixFileAttributes", Boolean.TRUE));
  }

  private static Path top(FileSystem zip) throws IOException {
    try (Stream<Path> list = Files.list(zip.getPath("/"))) {
      List<Path> all = list.toList();
      if (all.size() != 1) {
        throw new IllegalStateException("the archive has more than one folder: " + all);
      }
      return all.getFirst();
    }
  }

  /// Runs a program in `folder` with no environment but this and a PATH of the system's own tools.
  static Run run(Path folder, Map<String, String> environment, List<String> line)
      throws IOException, InterruptedException {
    File out = File.createTempFile("out", ".txt", folder.toFile());
    File err = File.createTempFile("err", ".txt", folder.toFile());
    ProcessBuilder process = new ProcessBuilder(line).directory(folder.toFile());
    process.environment().clear();
    process.environment().put("PATH", "/usr/bin:/bin");
    process.environment().putAll(environment);
    Process running = process.redirectOutput(out).redirectError(err).start();
    running.getOutputStream().close();
    if (!running.waitFor(300, TimeUnit.SECONDS)) {
      running.destroyForcibly();
      throw new IllegalStateException(line + " does not end");
    }
    return new Run(
        running.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  /// Runs the unpacked command in another folder, without a home and with this test's JDK.
  Run softmax(Path folder, String cache, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(root.resolve("bin/softmax").toString()));
    line.addAll(List.of(words));
    String jdk = Objects.requireNonNull(System.getProperty("java.home"));
    return run(folder, Map.of("SOFTMAX_JAVA_HOME", jdk, "SOFTMAX_CACHE", cache), line);
  }
}
