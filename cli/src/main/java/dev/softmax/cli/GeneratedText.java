package dev.softmax.cli;

import dev.softmax.sequence.TextGenerator;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `generate` prints.
sealed interface GeneratedText {
  /// What new text goes on from.
  void prompt(String text);

  /// A symbol more.
  void step(TextGenerator.Step step);

  /// The end.
  ///
  /// @param rest what is left of the last character
  void end(String rest);

  /// The text as it comes, each piece at once.
  record Plain(PrintStream out) implements GeneratedText {
    @Override
    public void prompt(String text) {
      piece(text);
    }

    @Override
    public void step(TextGenerator.Step step) {
      piece(step.text());
    }

    private void piece(String text) {
      out.append(text);
      out.flush();
    }

    @Override
    public void end(String rest) {
      out.append(rest).append('\n');
    }
  }

  /// One object at the end: `prompt`, `text`, `tokens`, `logProbability` of all of them.
  final class Whole implements GeneratedText {
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();
    private String prompt = "";
    private int tokens;
    private double logProbability;

    Whole(PrintStream out) {
      this.out = out;
    }

    @Override
    public void prompt(String text) {
      prompt = text;
    }

    @Override
    public void step(TextGenerator.Step step) {
      text.append(step.text());
      tokens++;
      logProbability += step.logProbability();
    }

    @Override
    public void end(String rest) {
      Map<String, @Nullable Object> json =
          Json.object(
              "prompt", prompt,
              "text", text.append(rest).toString(),
              "tokens", tokens,
              "logProbability", logProbability);
      Json.print(out, json);
    }
  }
}
