package dev.softmax.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// README.md is short, and its figures are those of the benchmarks.
class ReadmeTest {
  private static final int MOST_LINES = 150;
  private static final int COLUMNS = 120;

  /// A row of the table of speeds: two cells with a ratio each, after the work.
  private static final Pattern SPEED =
      Pattern.compile("\\| ([^|]+) \\| ([\\d.]+)× \\| ([\\d.]+)× \\|.*");

  private static final Pattern RATIO = Pattern.compile("\\| ([\\d.]+)× ");

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(House.ROOT.resolve(name));
  }

  @Test
  void isShort() throws IOException {
    assertThat(lines("README.md")).hasSizeLessThanOrEqualTo(MOST_LINES);
    assertThat(lines("README.md"))
        .filteredOn(line -> !line.startsWith("|"))
        .allMatch(line -> line.length() <= COLUMNS);
  }

  @Test
  void ratiosAreThoseOfTheBenchmarks() throws IOException {
    List<List<String>> measured = new ArrayList<>();
    for (String line : lines("docs/benchmarks.md")) {
      List<String> ratios = RATIO.matcher(line).results().map(found -> found.group(1)).toList();
      if (ratios.size() >= 2) {
        measured.add(ratios);
      }
    }
    int rows = 0;
    for (String line : lines("README.md")) {
      var row = SPEED.matcher(line);
      if (row.matches()) {
        rows++;
        assertThat(measured)
            .as(row.group(1))
            .anyMatch(of -> rounds(row.group(2), of.getFirst()) && rounds(row.group(3), of.get(1)));
      }
    }
    assertThat(rows).as("rows of the table of speeds").isGreaterThanOrEqualTo(5);
  }

  /// Is `shown` what a measured ratio is with as many digits after the point?
  private static boolean rounds(String shown, String measured) {
    int point = shown.indexOf('.');
    double unit = point < 0 ? 1 : Math.pow(10, point + 1 - shown.length());
    return Math.abs(Double.parseDouble(shown) - Double.parseDouble(measured)) <= 0.5001 * unit;
  }
}
