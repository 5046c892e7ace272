package dev.softmax.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Explains a command or a topic.
@Command(
    name = "help",
    description = "Explains a topic, or a command as its --help does; without either, lists both.",
    footer = {"", "Examples:", "  softmax help", "  softmax help data", "  softmax help train"})
final class Help implements Callable<Integer> {
  /// What the shell completes.
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Arrays.stream(HelpTopic.values()).map(HelpTopic::word),
              Arrays.stream(Commands.values()).map(Commands::word))
          .iterator();
    }
  }

  private final Streams streams;

  @Parameters(
      paramLabel = "WORD",
      arity = "0..1",
      completionCandidates = Words.class,
      description = "A topic or a command.")
  private @Nullable String word;

  @Mixin private final CommonOptions common = new CommonOptions();

  Help(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String text = text();
    if (common.json) {
      Json.print(streams.out(), Json.object("topic", word, "text", text));
    } else {
      streams.out().print(text);
    }
    return Main.DONE;
  }

  private String text() {
    if (word == null) {
      return Main.commandLine(new String[0], streams).getUsageMessage() + topics();
    }
    String asked = word;
    if (Arrays.stream(Commands.values()).anyMatch(one -> one.word().equals(asked))) {
      var commands = Main.commandLine(new String[] {asked}, streams).getSubcommands();
      return Objects.requireNonNull(commands.get(asked), asked).getUsageMessage();
    }
    return HelpTopic.named(asked)
        .map(HelpTopic::text)
        .orElseThrow(() -> new UsageException("there is no topic or command '" + asked + "'"));
  }

  private static String topics() {
    StringBuilder text = new StringBuilder("\nTopics of softmax help:\n");
    for (HelpTopic topic : HelpTopic.values()) {
      text.append("  %-13s%s%n".formatted(topic.word(), topic.title));
    }
    return text.toString();
  }
}
