package dev.softmax.examples;

import static dev.softmax.examples.ExampleRun.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the pages show is real: code is that of files, output is what the commands above it print, and
/// figures are what the commands draw. How a page says so: [Page].
class PagesTest {
  private static final double LAST_DIGITS = 1e-6;

  /// So that a 0 may become the rounding of one.
  private static final double NOTHING = 1e-12;

  /// Every page whose blocks are looked at.
  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"), 2)) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), files)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.getParent().endsWith("decisions"))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> pagesShowWhatIsReal(@TempDir Path folder) throws IOException {
    return pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(page).toString(),
                    () -> {
                      Path place = Files.createTempDirectory(folder, "page");
                      Files.createSymbolicLink(place.resolve("examples"), ROOT.resolve("examples"));
                      Files.createDirectories(place.resolve("docs/figures"));
                      new Check(place, Page.read(page)).all();
                      Files.delete(place.resolve("examples"));
                    }));
  }

  /// One page, in a folder where its commands may write.
  private record Check(Path place, Page page) {

    void all() throws IOException, InterruptedException {
      List<String> printed = List.of();
      for (Page.Block block : page.blocks()) {
        String where = ROOT.relativize(page.file()) + ", line " + block.line();
        String source = block.source();
        if (block.language().equals("java") && !source.isEmpty()) {
          List<String> lines = Files.readAllLines(ROOT.resolve(source));
          assertThat(Excerpt.exact(block.lines()).missingIn(lines))
              .as(where + ": not in " + source)
              .isEmpty();
        } else if (source.equals("run") || source.equals("run, figures vary")) {
          printed = run(block.lines(), where);
          figures(source.equals("run"), where);
        } else if (source.startsWith("output")) {
          String within = source.substring("output".length()).replace("within", "").strip();
          assertThat(excerpt(block.lines(), within).missingIn(printed))
              .as(where + ": not in what is printed:\n" + String.join("\n", printed))
              .isEmpty();
        }
      }
    }

    private static Excerpt excerpt(List<String> lines, String within) {
      return within.isEmpty()
          ? new Excerpt(lines, LAST_DIGITS, NOTHING)
          : new Excerpt(lines, Double.parseDouble(within), Double.parseDouble(within));
    }

    private List<String> run(List<String> commands, String where)
        throws IOException, InterruptedException {
      ExampleRun java = new ExampleRun(place);
      List<String> printed = new ArrayList<>();
      for (String line : commands) {
        List<String> words = Page.words(line);
        List<String> args = words.subList(1, words.size());
        switch (words.getFirst()) {
          case "./softmax" -> printed.addAll(java.command(place, args));
          case "examples/run" -> {
            String[] rest = args.subList(1, args.size()).toArray(String[]::new);
            printed.addAll(java.of(place, ExampleRun.named(args.getFirst()), rest));
          }
          default -> throw new AssertionError(where + ": neither ./softmax nor examples/run");
        }
      }
      return printed;
    }

    /// The figures just drawn are those of the repository.
    private void figures(boolean compared, String where) throws IOException {
      try (Stream<Path> drawn = Files.list(place.resolve("docs/figures"))) {
        for (Path figure : drawn.toList()) {
          Path kept = ROOT.resolve(place.relativize(figure));
          assertThat(kept).as(where).exists();
          if (compared) {
            List<String> lines = Files.readAllLines(kept);
            assertThat(excerpt(lines, "").missingIn(Files.readAllLines(figure)))
                .as(where + ": " + kept + " is drawn anew otherwise")
                .isEmpty();
          }
          Files.delete(figure);
        }
      }
    }
  }

  @Test
  void codeAndCommandsSayWhereTheyComeFrom() throws IOException {
    for (Path page : pages()) {
      boolean teaches = page.getParent().endsWith("lessons") || page.endsWith("tour.md");
      for (Page.Block block : Page.read(page).blocks()) {
        if (teaches) {
          String where = page + ", line " + block.line();
          switch (block.language()) {
            case "java" -> assertThat(block.source()).as(where).startsWith("examples/");
            case "sh" ->
                assertThat(block.source()).as(where).isIn("run", "run, figures vary", "not run");
            default -> assertThat(block.language()).as(where).isEqualTo("text");
          }
        }
      }
    }
  }

  @Test
  void figuresAreShownAndSayWhatDrawsThem() throws IOException {
    Set<String> shown = new TreeSet<>();
    StringBuilder commands = new StringBuilder();
    for (Path page : pages()) {
      Pattern.compile("]\\((?:\\.\\./|docs/)?figures/([^)]+)\\)")
          .matcher(Files.readString(page))
          .results()
          .forEach(found -> shown.add(found.group(1)));
      for (Page.Block block : Page.read(page).blocks()) {
        if (block.language().equals("sh")) {
          block.lines().forEach(line -> commands.append(line).append('\n'));
        }
      }
    }
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/figures"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("figures that are kept, and those that are shown")
          .containsExactlyInAnyOrderElementsOf(shown);
    }
    for (String figure : shown) {
      assertThat(commands.toString()).contains("docs/figures/" + figure);
    }
  }
}
