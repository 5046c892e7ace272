package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w-])softmax ([a-z]+)(?: ([a-z-]+))?");

  private static final List<String> COMMANDS =
      Arrays.stream(Commands.values()).map(Commands::word).toList();

  /// The help of all commands, where `--[no-]flip` stands for two options.
  private static final String OPTIONS =
      COMMANDS.stream()
          .map(command -> Run.of(command, "--help").out())
          .map(text -> text + text.replace("--[no-]", "--no-") + text.replace("[no-]", ""))
          .collect(Collectors.joining());

  @ParameterizedTest
  @EnumSource(HelpTopic.class)
  void topicsFitATerminalAndNameWhatThereIs(HelpTopic topic) {
    Run run = Run.of("help", topic.word());
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    String text = run.out();
    assertThat(text)
        .startsWith(topic.word().toUpperCase(Locale.ROOT) + ": ")
        .contains("\nSEE ALSO\n")
        .endsWith("\n");
    assertThat(text.lines())
        .allMatch(line -> line.length() <= 80 && line.equals(line.stripTrailing()));
    assertThat(OPTION.matcher(text).results().map(MatchResult::group))
        .allMatch(option -> Pattern.compile(option + "(?![\\w-])").matcher(OPTIONS).find());
    assertThat(COMMAND.matcher(text).results())
        .isNotEmpty()
        .allSatisfy(
            found -> {
              assertThat(COMMANDS).contains(found.group(1));
              if (found.group(1).equals("help")) {
                assertThat(new Help.Words()).contains(found.group(2));
              }
            });
  }

  @Test
  void topicsAndCommandsAreListed() {
    Run run = Run.of("help");
    assertThat(run.status()).isZero();
    assertThat(new Help.Words()).allSatisfy(word -> assertThat(run.out()).contains("  " + word));
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  /// The list has the first element of a description, and its name before it in 14 columns.
  @ParameterizedTest
  @EnumSource(Commands.class)
  void theListSaysWhatACommandDoesInOneSentence(Commands command) {
    String first = spec(command).usageMessage().description()[0];
    assertThat(first).matches("[A-Z].*[^.]\\.").doesNotContain("\n").hasSizeLessThanOrEqualTo(86);
    assertThat(Run.of("--help").out().lines())
        .contains("  %-12s%s".formatted(command.word(), first));
    assertThat(Run.of("help").out()).contains(Run.of("--help").out());
  }

  /// The parser indents what it wraps, but not a second element.
  @ParameterizedTest
  @EnumSource(Commands.class)
  void textsOfOptionsAreOneElement(Commands command) {
    assertThat(spec(command).args())
        .allSatisfy(arg -> assertThat(arg.description()).as(arg.paramLabel()).hasSize(1));
  }

  private static CommandSpec spec(Commands command) {
    var commands =
        Main.commandLine(new String[] {command.word()}, Streams.ofProcess()).getSubcommands();
    return Objects.requireNonNull(commands.get(command.word()), command.word()).getCommandSpec();
  }

  @ParameterizedTest
  @EnumSource(Commands.class)
  void helpOfACommandIsItsHelp(Commands command) {
    assertThat(Run.of("help", command.word())).isEqualTo(Run.of(command.word(), "--help"));
  }

  @Test
  void anotherWordIsWrongUsage() {
    assertThat(Run.of("help", "weather"))
        .isEqualTo(
            new Run(
                2,
                "",
                "softmax: there is no topic or command 'weather'; see softmax help --help\n"));
  }

  @Test
  void aTopicAsJson() {
    assertThat(Run.of("help", "json", "--json").json().getFirst())
        .containsEntry("topic", "json")
        .containsEntry("text", HelpTopic.JSON.text());
  }

  @Test
  void completionKnowsCommandsOptionsAndTopics() {
    Run run = Run.of("completion");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("complete -F _complete_softmax", "--temperature", "exit-status")
        .contains(COMMANDS);
    assertThat(Run.of("completion")).isEqualTo(run);
  }
}
