package dev.softmax.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/// Makes what an archive of the command has besides jars: the shell's completion, and a number of the
/// build, by which the launcher knows which caches are its own. The build of the archive calls this.
final class Distribution {
  private static final int NUMBER_BYTES = 8;

  private Distribution() {}

  /// Writes the files.
  ///
  /// @param args the folder for them
  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    Path folder = Path.of(args[0]);
    Path completion = Files.createDirectories(folder.resolve("completion"));
    Files.writeString(completion.resolve("softmax.bash"), output("completion"));
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(lib.resolve("build"), number() + "\n");
  }

  private static String output(String command) {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var in = new ByteArrayInputStream(new byte[0]);
    if (Main.run(new String[] {command}, new Streams(in, print, System.err, 0)) != Main.DONE) {
      throw new IllegalStateException("softmax " + command + " failed");
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The first digits of the SHA-256 of all jars on the class path, in the order of their names.
  private static String number() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    String classPath = System.getProperty("java.class.path", "");
    for (Path jar :
        Stream.of(classPath.split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .sorted(Comparator.comparing(file -> file.getFileName().toString()))
            .toList()) {
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, NUMBER_BYTES);
  }
}
