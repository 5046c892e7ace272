package dev.softmax.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A page of documentation as its fenced blocks. The first word of a fence is the language, the rest says where
/// the block comes from:
///
/// | fence | the block is |
/// |---|---|
/// | `java FILE` | an excerpt of that file, counted from the root |
/// | `sh run` | commands, one a line, that can be run in this order |
/// | `sh run, figures vary` | the same, and the last digits of what they draw depend on the machine |
/// | `sh not run` | commands that need what a clean clone lacks, or minutes |
/// | `text output` | what the last `sh run` printed, numbers within 1e-6 |
/// | `text output within X` | the same, numbers within X |
///
/// @param file the page
/// @param blocks in their order
record Page(Path file, List<Block> blocks) {

  /// A fenced block.
  ///
  /// @param language the first word after the fence, empty if there is none
  /// @param source the rest of that line
  /// @param lines between the fences
  /// @param line the number of the opening fence's line
  record Block(String language, String source, List<String> lines, int line) {}

  static Page read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        String[] words = (lines.get(i).substring(3).strip() + " ").split(" ", 2);
        blocks.add(
            new Block(words[0], words[1].strip(), List.copyOf(lines.subList(i + 1, end)), i + 1));
        i = end;
      }
    }
    return new Page(file, blocks);
  }

  /// The words of a command line, of which those in quotes may have blanks; what follows two blanks and
  /// a `#` is a comment.
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (char c : (command.replaceFirst("\\s{2,}#.*", "") + " ").toCharArray()) {
      if (quote != 0 || c == '"' || c == '\'') {
        if (quote == 0) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c != ' ') {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }
}
