package dev.softmax.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every source file is as google-java-format leaves it; `-Dformat=write` writes them so. Compact
/// source files (`examples/*.java`) are left out: the formatter does not know them.
class FormatTest {
  @Test
  void sourcesAreFormatted() throws IOException, FormatterException {
    boolean write = "write".equals(System.getProperty("format"));
    Formatter formatter = new Formatter();
    List<Path> wrong = new ArrayList<>();
    for (Path file : House.javaFiles()) {
      String before = Files.readString(file);
      String ordered =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
      String after = formatter.formatSource(ordered);
      if (!after.equals(before)) {
        if (write) {
          Files.writeString(file, after);
        } else {
          wrong.add(House.ROOT.relativize(file));
        }
      }
    }
    assertThat(wrong).as("files to format with house/format").isEmpty();
  }
}
