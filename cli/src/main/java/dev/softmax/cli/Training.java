package dev.softmax.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs the commands once over small inputs, so that the launcher can record which classes they load
/// and which methods run often, for the JVM's ahead-of-time cache.
final class Training {
  private Training() {}

  /// Runs them.
  ///
  /// @param args `light` or `heavy`, the commands without and with SIMD kernels; then a folder to
  ///     write to
  public static void main(String[] args) throws IOException {
    Streams streams = Streams.ofProcess();
    Path folder = Path.of(args[1]);
    String[][] lines = args[0].equals("light") ? light(folder) : heavy(folder);
    for (String[] line : lines) {
      var in = new ByteArrayInputStream("2 1 0.1\n1 2 3\n".getBytes(StandardCharsets.UTF_8));
      int status = Main.run(line, new Streams(in, streams.out(), streams.err(), 0));
      if (status != Main.DONE) {
        throw new IllegalStateException(String.join(" ", line) + ": status " + status);
      }
    }
    streams.out().flush();
  }

  private static String[][] light(Path folder) throws IOException {
    Path scores = Files.writeString(folder.resolve("scores.csv"), "2,1,0.1\n1,2,3\n");
    return new String[][] {
      {"probs", "2", "1", "0.1"},
      {"probs", "2", "-1", "0.1", "--labels", "a,b,c", "--log"},
      {"probs", "--file", "-", "--json"},
      {"probs", "--file", scores.toString(), "--temperature", "0.5"},
      {"--help"},
      {"probs", "--help"},
    };
  }

  private static String[][] heavy(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new String[][] {
      {"doctor"}, {"doctor", "--json"},
    };
  }
}
