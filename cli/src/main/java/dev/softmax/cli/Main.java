package dev.softmax.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// The `softmax` command.
public final class Main {
  /// Done.
  static final int DONE = 0;

  /// The data or the model is bad.
  static final int BAD_INPUT = 1;

  /// The command line is wrong.
  static final int BAD_USAGE = 2;

  private Main() {}

  /// Runs the command line `args` in this process and ends it with the command's status.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    Ending.end(run(args, Streams.ofProcess()));
  }

  /// Runs a command line: 0 done, 1 the data or the model is bad, 2 the command line is wrong.
  static int run(String[] words, Streams streams) {
    String[] args = words.clone();
    // The parser knows negative numbers from options, but not this one; so it gets a real minus.
    Arrays.setAll(args, i -> args[i].equalsIgnoreCase("-inf") ? "\u2212inf" : args[i]);
    try {
      int status =
          Probs.areScoresAlone(args)
              ? Probs.ofScores(args, streams).call()
              : commandLine(args, streams).execute(args);
      streams.out().flush();
      return status;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return new Failures(streams.err()).report(e);
    }
  }

  /// The command line parser. Where the first word names a command, only that one is set up: the
  /// parser reads the annotations of every command it knows, and that takes longer than most
  /// commands run.
  static CommandLine commandLine(String[] args, Streams streams) {
    Failures failures = new Failures(streams.err());
    CommandLine line = new CommandLine(new Softmax());
    String first = args.length == 0 ? "" : args[0];
    boolean known = false;
    for (Commands command : Commands.values()) {
      known |= command.word().equals(first);
    }
    for (Commands command : Commands.values()) {
      if (!known || command.word().equals(first)) {
        line.addSubcommand(command.word(), command.create(streams));
      }
    }
    return line.setOut(new PrintWriter(streams.out(), true, UTF_8))
        .setErr(new PrintWriter(streams.err(), true, UTF_8))
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(32)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler((e, _) -> failures.reportUsage(e))
        .setExecutionExceptionHandler((e, command, _) -> failures.report(e, command));
  }

  private static int execute(ParseResult line) {
    if (line.hasSubcommand()) {
      CommandFiles.check(line.subcommand());
    }
    return new RunLast().execute(line);
  }

  /// The word before the commands.
  @Command(
      name = "softmax",
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      description = "Scores to probabilities, and models whose last step is a softmax.",
      footer = {
        "",
        "Examples:",
        "  softmax probs 2 1 0.1",
        "  softmax train iris.csv --target species --model iris.safetensors",
        "  softmax predict iris.safetensors flowers.csv",
        "",
        "softmax COMMAND --help says more, and softmax help explains data, models and so on."
            + " Results",
        "go to standard output, all else to standard error; status 0 done, 1 the data or the model"
            + " is",
        "bad, 2 the command line is wrong."
      })
  static final class Softmax implements Runnable {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the version.")
    boolean version;

    @Override
    public void run() {
      throw new UsageException("a command is missing");
    }
  }

  /// The version of the jar and of the Java that runs it.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"softmax " + version() + " on Java " + Runtime.version()};
    }
  }

  /// The version of the jar.
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
