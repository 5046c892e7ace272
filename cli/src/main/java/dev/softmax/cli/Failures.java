package dev.softmax.cli;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what was thrown into one line for the person at the terminal, and an exit status.
final class Failures {
  private static final long GIGABYTE = 1L << 30;

  private final PrintStream err;

  Failures(PrintStream err) {
    this.err = err;
  }

  /// The command line is wrong.
  int reportUsage(ParameterException e) {
    String message = e instanceof UnmatchedArgumentException word ? unmatched(word) : sentence(e);
    return reportUsage(message, e.getCommandLine());
  }

  private int reportUsage(String message, CommandLine command) {
    say(message + "; see " + command.getCommandSpec().qualifiedName(" ") + " --help");
    return Main.BAD_USAGE;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String word = e.getUnmatched().getFirst();
    boolean command = !e.getCommandLine().getSubcommands().isEmpty() && !word.startsWith("-");
    String message = (command ? "there is no command '" : "unknown argument '") + word + "'";
    var similar = e.getSuggestions();
    return similar.isEmpty() ? message : message + "; did you mean " + similar.getFirst() + "?";
  }

  /// A good command line, or one that only its command could see through, failed.
  int report(Exception thrown, CommandLine command) {
    if (thrown instanceof UsageException) {
      return reportUsage(sentence(thrown), command);
    }
    int status = report(thrown);
    if (command.getParseResult().hasMatchedOption("--debug")) {
      thrown.printStackTrace(err);
    }
    return status;
  }

  /// Work failed.
  int report(Throwable thrown) {
    if (thrown instanceof ResultStream.Closed closed && closed.isBrokenPipe()) {
      return Main.DONE;
    }
    say(
        switch (thrown) {
          case InputException e -> sentence(e);
          case ResultStream.Closed e -> "cannot write the results: " + sentence(e);
          case UncheckedIOException e -> file(Objects.requireNonNull(e.getCause()));
          case IOException e -> file(e);
          case OutOfMemoryError e -> {
            long twice = Math.ceilDiv(Runtime.getRuntime().maxMemory(), GIGABYTE / 2);
            yield "not enough memory for this input; JDK_JAVA_OPTIONS=-Xmx%1$dg gives the command %1$d GB"
                .formatted(twice);
          }
          default -> "internal error, please report it: " + thrown;
        });
    return Main.BAD_INPUT;
  }

  private static String file(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case AccessDeniedException denied -> denied.getFile() + ": no permission";
      case FileSystemException other -> other.getFile() + ": " + other.getReason();
      default -> sentence(e);
    };
  }

  private static String sentence(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /// One line, whatever the message holds: names of files and values of cells may hold anything.
  private void say(String message) {
    StringBuilder line = new StringBuilder("softmax: ");
    message.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    err.println(line);
  }
}
