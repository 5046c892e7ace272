package dev.softmax.cli;

import picocli.CommandLine.Option;

/// The options that every command has.
final class CommonOptions {
  @Option(names = "--json", description = "Results as JSON, one object a line, numbers in full.")
  boolean json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of whatever is drawn at random (default: ${DEFAULT-VALUE}).")
  long seed = 42;

  @Option(names = "--debug", description = "Show where an error comes from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
