package dev.softmax.house;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Links that lead somewhere, no paths of a developer's machine, and files that one can read at a
/// sitting.
class FilesTest {
  private static final int MOST_LINES = 400;

  /// `[text](target)`, the target without its anchor.
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)\\s]*)?\\)");

  /// `[text](page.md#anchor)`, or `(#anchor)` in the same page.
  private static final Pattern ANCHOR = Pattern.compile("]\\(([^)#\\s:]*)#([^)\\s]+)\\)");

  /// A page that some file speaks of.
  private static final Pattern PAGE = Pattern.compile("\\bdocs/[\\w./-]+?\\.md\\b");

  private static final Pattern NUMBERED = Pattern.compile("(\\d{3})-[a-z0-9-]+\\.md");

  /// Written so that it does not find itself.
  private static final Pattern MACHINE = Pattern.compile("(?<![\\w.])/(?:work|root)/");

  @Test
  void linksLeadToFiles() throws IOException {
    List<String> broken = new ArrayList<>();
    int[] found = {0};
    eachMatch(
        ".md",
        LINK,
        (file, match) -> {
          String target = match.group(1);
          if (!target.matches("[a-z]+:.*")) {
            found[0]++;
            if (!Files.exists(file.resolveSibling(target))) {
              broken.add(House.name(file) + ": " + target);
            }
          }
        });
    assertThat(found[0]).as("links that were followed").isPositive();
    assertThat(broken).as("links to nothing").isEmpty();
  }

  @Test
  void anchorsLeadToHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : House.files()) {
      if (file.toString().endsWith(".md")) {
        Matcher matcher = ANCHOR.matcher(Files.readString(file));
        while (matcher.find()) {
          Path page = matcher.group(1).isEmpty() ? file : file.resolveSibling(matcher.group(1));
          if (!anchors(page).contains(matcher.group(2))) {
            broken.add(House.name(file) + ": " + matcher.group());
          }
        }
      }
    }
    assertThat(broken).as("anchors without a heading").isEmpty();
  }

  /// What GitHub makes of the headings of a page.
  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void pagesSpokenOfAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    eachMatch(
        "",
        PAGE,
        (file, match) -> {
          if (!Files.exists(House.ROOT.resolve(match.group()))) {
            broken.add(House.name(file) + ": " + match.group());
          }
        });
    assertThat(broken).as("pages that are not there").isEmpty();
  }

  @Test
  void noFileNamesPathsOfAMachine() throws IOException {
    List<String> found = new ArrayList<>();
    eachMatch("", MACHINE, (file, match) -> found.add(House.name(file) + ": " + match.group()));
    assertThat(found).as("paths of one machine").isEmpty();
  }

  @Test
  void mainFilesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : House.javaFiles()) {
      int lines = Files.readAllLines(file).size();
      if (House.name(file).contains("/src/main/") && lines > MOST_LINES) {
        tooLong.add(House.name(file) + ": " + lines + " lines");
      }
    }
    assertThat(tooLong).as("files of more than " + MOST_LINES + " lines").isEmpty();
  }

  @Test
  void decisionsAreNumberedWithoutGaps() throws IOException {
    List<Path> records =
        House.files().stream()
            .filter(file -> House.name(file).startsWith("docs/decisions/"))
            .toList();
    for (int i = 0; i < records.size(); i++) {
      Matcher name = NUMBERED.matcher(records.get(i).getFileName().toString());
      assertThat(name.matches()).as(records.get(i).toString()).isTrue();
      assertThat(Integer.parseInt(name.group(1))).as(name.group()).isEqualTo(i + 1);
      assertThat(Files.readAllLines(records.get(i)).getFirst()).startsWith("# " + name.group(1));
    }
  }

  /// Shows each place in files with this ending where the pattern is found.
  private static void eachMatch(String ending, Pattern pattern, BiConsumer<Path, Matcher> hear)
      throws IOException {
    for (Path file : House.files()) {
      if (file.toString().endsWith(ending)) {
        // Every file can be read so, text or not; what is looked for is ASCII.
        Matcher matcher = pattern.matcher(Files.readString(file, ISO_8859_1));
        while (matcher.find()) {
          hear.accept(file, matcher);
        }
      }
    }
  }
}
