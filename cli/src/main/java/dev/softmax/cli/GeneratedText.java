package dev.softmax.cli;

import dev.softmax.sampling.Candidate;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.TextGenerator;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `generate` prints.
sealed interface GeneratedText {
  /// A symbol more.
  ///
  /// @param best the most probable candidates that it was chosen from, if they are to be shown
  void step(TextGenerator.Step step, List<Candidate> best);

  /// The end.
  ///
  /// @param rest what is left of the last character
  void end(String rest);

  /// The text as it comes, each piece at once.
  record Plain(PrintStream out) implements GeneratedText {
    /// Begins with a prompt.
    static Plain after(String prompt, PrintStream out) {
      Plain text = new Plain(out);
      text.piece(prompt);
      return text;
    }

    @Override
    public void step(TextGenerator.Step step, List<Candidate> best) {
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

  /// A line a symbol: the symbol, then the candidates with their probabilities.
  record Probabilities(SymbolVocabulary vocabulary, PrintStream out) implements GeneratedText {
    @Override
    public void step(TextGenerator.Step step, List<Candidate> best) {
      StringBuilder line = new StringBuilder(quoted(step.id())).append("  <-");
      for (Candidate candidate : best) {
        line.append("  ")
            .append(quoted(candidate.token()))
            .append(' ')
            .append(TextTable.number(candidate.probability()));
      }
      out.append(line).append('\n');
      out.flush();
    }

    private String quoted(int id) {
      return "'" + vocabulary.name(id) + "'";
    }

    @Override
    public void end(String rest) {
      out.flush();
    }
  }

  /// One object at the end: `prompt`, `text`, `tokens`, `logProbability` of all of them, and `steps` if
  /// they are to be shown.
  final class Whole implements GeneratedText {
    private final SymbolVocabulary vocabulary;
    private final String prompt;
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();
    private final List<Map<String, @Nullable Object>> steps = new ArrayList<>();
    private int tokens;
    private double logProbability;

    Whole(SymbolVocabulary vocabulary, String prompt, PrintStream out) {
      this.vocabulary = vocabulary;
      this.prompt = prompt;
      this.out = out;
    }

    @Override
    public void step(TextGenerator.Step step, List<Candidate> best) {
      text.append(step.text());
      tokens++;
      logProbability += step.logProbability();
      if (!best.isEmpty()) {
        Map<String, @Nullable Object> object =
            Json.object(
                "symbol", vocabulary.name(step.id()),
                "probability", Math.exp(step.logProbability()),
                "candidates",
                    best.stream()
                        .map(
                            candidate ->
                                Json.object(
                                    "symbol", vocabulary.name(candidate.token()),
                                    "probability", candidate.probability()))
                        .toList());
        steps.add(object);
      }
    }

    @Override
    public void end(String rest) {
      Map<String, @Nullable Object> json =
          Json.object(
              "prompt", prompt,
              "text", text.append(rest).toString(),
              "tokens", tokens,
              "logProbability", logProbability);
      if (!steps.isEmpty()) {
        json.put("steps", steps);
      }
      Json.print(out, json);
    }
  }
}
