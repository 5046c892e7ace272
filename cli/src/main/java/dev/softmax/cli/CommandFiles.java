package dev.softmax.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The files that a command line names: which of them are read and which are written. No command
/// writes over what it reads, and none writes two things into one file.
final class CommandFiles {
  /// Options whose files are written; all others of the type [Path] are read.
  static final Set<String> WRITTEN =
      Set.of(
          "--model",
          "--log",
          "--checkpoint",
          "--report",
          "--features",
          "--features-cache",
          "--weights",
          "--plot",
          "--out");

  /// Options, and labels of parameters, whose words are files to read, or may be.
  private static final Set<String> WORDS =
      Set.of("--file", "--test", "--symbols", "DATA", "INPUT", "TABLE");

  private static final String QUERY = "sql:";

  /// Names of files in a query.
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'|\"([^\"]+)\"");

  private CommandFiles() {}

  /// A file of the command line.
  ///
  /// @param name the option or the label of the parameter
  /// @param word the file as it was given
  private record Named(String name, String word, Path path) {
    @Override
    public String toString() {
      return name + " " + word;
    }
  }

  /// Sees before any work that nothing which is read would be written over.
  ///
  /// @throws ParameterException naming both of the options
  static void check(ParseResult line) {
    if (line.isUsageHelpRequested()) {
      return;
    }
    List<Named> read = new ArrayList<>();
    List<Named> written = new ArrayList<>();
    for (ArgSpec arg : arguments(line).toList()) {
      String name = name(arg);
      if (isWritten(arg)) {
        add(name, arg.stringValues(), written);
      } else if (isRead(arg)) {
        add(name, arg.stringValues(), read);
      }
    }
    String command = line.commandSpec().name();
    for (int i = 0; i < written.size(); i++) {
      Named one = written.get(i);
      for (Named other : read) {
        if (!mayBeOne(command, other, one) && areOne(other.path, one.path)) {
          throw new ParameterException(
              line.commandSpec().commandLine(),
              one + " would be written over " + other + ", which is the same file");
        }
      }
      for (Named other : written.subList(0, i)) {
        if (areOne(other.path, one.path)) {
          throw new ParameterException(
              line.commandSpec().commandLine(), other + " and " + one + " are the same file");
        }
      }
    }
  }

  static boolean isWritten(ArgSpec arg) {
    return arg.type() == Path.class && WRITTEN.contains(name(arg));
  }

  private static boolean isRead(ArgSpec arg) {
    return arg.type() == Path.class || WORDS.contains(name(arg));
  }

  private static Stream<ArgSpec> arguments(ParseResult line) {
    return Stream.concat(line.matchedPositionalsSet().stream(), line.matchedOptionsSet().stream());
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static void add(String name, List<String> words, List<Named> files) {
    for (String word : words) {
      if (word.regionMatches(true, 0, QUERY, 0, QUERY.length())) {
        QUOTED
            .matcher(word)
            .results()
            .map(CommandFiles::unquoted)
            .forEach(file -> add(name, file, files));
      } else {
        add(name, word, files);
      }
    }
  }

  private static String unquoted(MatchResult quoted) {
    return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
  }

  private static void add(String name, String word, List<Named> files) {
    try {
      files.add(new Named(name, word, Path.of(word)));
    } catch (InvalidPathException e) {
      // A text, which no file can be called.
    }
  }

  /// A calibrated model may take the place of the model, and training goes on in its own checkpoint.
  private static boolean mayBeOne(String command, Named read, Named written) {
    return (command.equals("calibrate") && read.name.equals("MODEL"))
        || (read.name.equals("--resume") && written.name.equals("--checkpoint"));
  }

  /// Folders may be both, since files in them are added.
  private static boolean areOne(Path one, Path other) {
    try {
      return (Files.exists(one) && Files.exists(other))
          ? Files.isRegularFile(one) && Files.isSameFile(one, other)
          : real(one).equals(real(other));
    } catch (IOException e) {
      // What cannot be looked at is named when it is opened.
      return false;
    }
  }

  /// The file without links, which need not be there yet.
  private static Path real(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null || Files.exists(file)
        ? file.toRealPath()
        : folder.toRealPath().resolve(file.getFileName());
  }
}
