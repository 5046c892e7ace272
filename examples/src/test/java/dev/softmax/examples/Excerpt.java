package dev.softmax.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;

/// Lines of a page that should be those of a file or of an output: all of them, or some, `…` alone in a
/// line standing for what is left out.
///
/// @param lines as they stand on the page
/// @param relative how far a number may be from the other, in parts of it
/// @param absolute the same in itself
record Excerpt(List<String> lines, double relative, double absolute) {
  private static final String LEFT_OUT = "…";

  /// Lines that must be the same, but for their common indent.
  static Excerpt exact(List<String> lines) {
    return new Excerpt(lines, -1, -1);
  }

  /// What is not found in `whole`, empty if all is.
  Optional<String> missingIn(List<String> whole) {
    int from = 0;
    for (List<String> run : runs()) {
      int at = from;
      while (at + run.size() <= whole.size() && !same(run, whole.subList(at, at + run.size()))) {
        at++;
      }
      if (at + run.size() > whole.size()) {
        return Optional.of(String.join("\n", run));
      }
      from = at + run.size();
    }
    boolean toTheEnd = lines.getLast().equals(LEFT_OUT) || relative < 0 || from == whole.size();
    return toTheEnd ? Optional.empty() : Optional.of(LEFT_OUT + " at the end");
  }

  private List<List<String>> runs() {
    List<List<String>> runs = new ArrayList<>();
    List<String> run = new ArrayList<>();
    for (String line : lines) {
      if (line.strip().equals(LEFT_OUT)) {
        runs.add(run);
        run = new ArrayList<>();
      } else {
        run.add(line);
      }
    }
    runs.add(run);
    return runs;
  }

  private boolean same(List<String> run, List<String> found) {
    if (relative < 0) {
      return String.join("\n", run)
          .stripIndent()
          .stripTrailing()
          .equals(String.join("\n", found).stripIndent().stripTrailing());
    }
    for (int i = 0; i < run.size(); i++) {
      if (!close(run.get(i), found.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Do two lines say the same, blanks and the last digits of numbers aside?
  boolean close(String line, String found) {
    List<MatchResult> numbers = ExampleRun.NUMBER.matcher(line).results().toList();
    List<MatchResult> others = ExampleRun.NUMBER.matcher(found).results().toList();
    if (!words(line).equals(words(found)) || numbers.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < numbers.size(); i++) {
      double a = Double.parseDouble(numbers.get(i).group());
      double b = Double.parseDouble(others.get(i).group());
      if (Math.abs(a - b) > relative * Math.max(Math.abs(a), Math.abs(b)) + absolute) {
        return false;
      }
    }
    return true;
  }

  private static String words(String line) {
    return ExampleRun.NUMBER.matcher(line).replaceAll("#").replaceAll("\\s+", " ").strip();
  }
}
