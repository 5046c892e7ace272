package dev.softmax.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Takes native libraries out of jars. DuckDB and ONNX Runtime unpack theirs at each start, which takes
/// DuckDB half a second; both also look in a folder. The launcher calls this when it builds.
final class NativeLibraries {
  private static final String DUCKDB = "libduckdb_java.so_";
  private static final String ONNX = "ai/onnxruntime/native/";

  private NativeLibraries() {}

  /// Moves the libraries for this machine from the jars of a folder to its folder `native`, and drops
  /// those for other machines.
  ///
  /// @param args the folder
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path target = folder.resolve("native");
    for (String name : List.of("duckdb_jdbc", "onnxruntime")) {
      for (Path jar : jars(folder, name)) {
        split(jar, target);
      }
    }
  }

  private static List<Path> jars(Path folder, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var jars = Files.newDirectoryStream(folder, name + "-*.jar")) {
      jars.forEach(found::add);
    }
    return found;
  }

  /// A jar that has no library for this machine stays whole: its own loader then says so.
  static void split(Path jar, Path target) throws IOException {
    Path slim = jar.resolveSibling(jar.getFileName() + ".slim");
    FileTime time = Files.getLastModifiedTime(jar);
    int taken = 0;
    try (ZipFile whole = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(slim))) {
      for (ZipEntry entry : whole.stream().toList()) {
        String library = library(entry.getName());
        try (InputStream in = whole.getInputStream(entry)) {
          if (library != null) {
            Files.createDirectories(target);
            Files.copy(in, target.resolve(library), StandardCopyOption.REPLACE_EXISTING);
            taken++;
          } else if (!isNative(entry.getName())) {
            copy(entry, in, out);
          }
        }
      }
    }
    if (taken == 0) {
      Files.delete(slim);
    } else {
      // An equal input gives an equal jar, and the time is what a cache of the JVM compares.
      Files.setLastModifiedTime(slim, time);
      Files.move(slim, jar, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void copy(ZipEntry entry, InputStream in, ZipOutputStream zip) throws IOException {
    ZipEntry same = new ZipEntry(entry.getName());
    same.setTimeLocal(entry.getTimeLocal());
    zip.putNextEntry(same);
    in.transferTo(zip);
    zip.closeEntry();
  }

  private static boolean isNative(String entry) {
    return entry.startsWith(DUCKDB) || entry.startsWith(ONNX);
  }

  /// The name under which the loader looks for this entry in a folder, or null where it is no library
  /// for this machine.
  private static @Nullable String library(String entry) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean mac = system.startsWith("mac");
    boolean windows = system.startsWith("win");
    String machine = System.getProperty("os.arch", "");
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    String duckdb = (mac ? "macos_" : windows ? "windows_" : "linux_") + (arm ? "arm64" : "amd64");
    if (entry.equals(DUCKDB + duckdb)) {
      return System.mapLibraryName("duckdb_java");
    }
    String onnx = (mac ? "osx-" : windows ? "win-" : "linux-") + (arm ? "aarch64" : "x64") + "/";
    String file = entry.startsWith(ONNX + onnx) ? entry.substring((ONNX + onnx).length()) : "";
    return file.isEmpty() || file.contains("/") || !isLibrary(file) ? null : file;
  }

  private static boolean isLibrary(String file) {
    return file.endsWith(".so") || file.endsWith(".dylib") || file.endsWith(".dll");
  }
}
