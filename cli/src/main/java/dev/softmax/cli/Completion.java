package dev.softmax.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Writes a script for the shell that completes commands, options and topics of help.
@Command(
    name = "completion",
    description = {
      "Writes the script by which bash and zsh complete commands and options.",
      "For this shell:",
      "  source <(softmax completion)",
      "The same line in ~/.bashrc, or in ~/.zshrc after compinit and bashcompinit, does it for"
          + " all.",
    },
    footer = {
      "",
      "Examples:",
      "  source <(softmax completion)",
      "  softmax completion > ~/.local/share/bash-completion/completions/softmax"
    })
final class Completion implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final CommonOptions common = new CommonOptions();

  Completion(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("softmax", Main.commandLine(new String[0], streams));
    if (common.json) {
      Json.print(streams.out(), Json.object("script", script));
    } else {
      streams.out().print(script);
    }
    return Main.DONE;
  }
}
