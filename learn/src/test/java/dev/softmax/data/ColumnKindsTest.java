package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.io.InputException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Dates, flags and many categories, from columns to features.
class ColumnKindsTest {
  private static final FeatureEncoder.Options DEFAULTS = FeatureEncoder.Options.defaults();
  private static final long DAY = 86_400_000_000L;

  private static Table table(String name, Column column) {
    return Table.of("t", Map.of(name, column));
  }

  private static FeatureEncoder fit(Table table) {
    return FeatureEncoder.fit(table, DEFAULTS).encoder();
  }

  private static TextColumn texts(IntStream rows, IntFunction<String> text) {
    return TextColumn.of(rows.mapToObj(text).toArray(String[]::new));
  }

  @Test
  void isoDates() {
    long noon = LocalDate.of(2026, 1, 31).toEpochDay() * DAY + DAY / 2;
    for (String text :
        List.of(
            "2026-01-31T12:00",
            "2026-01-31 12:00:00",
            "2026-01-31T12:00:00.000Z",
            "2026-01-31t12:00z",
            "2026-01-31T13:00+01:00",
            "2026-01-31 06:30:00 -0530")) {
      assertThat(IsoDate.micros(text)).as(text).isEqualTo(noon);
    }
    assertThat(IsoDate.micros("2026-01-31")).isEqualTo(noon - DAY / 2);
    assertThat(IsoDate.micros("2026-01")).isEqualTo(noon - DAY / 2 - 30 * DAY);
    assertThat(IsoDate.micros("1969-12-31T23:59:59.999999")).isEqualTo(-1);
    for (String text :
        List.of(
            "",
            "2026",
            "2026-02-30",
            "2026-13",
            "31.01.2026",
            "2026-01-31x",
            "2026-01-31T25:00",
            "2026-01-31T",
            "abcd-ef-gh",
            "2026-01-31T12:00 Europe")) {
      assertThat(IsoDate.micros(text)).as(text).isEqualTo(DateColumn.MISSING);
    }
  }

  @Test
  void datesAreDaysAndCycles() {
    LocalDate first = LocalDate.of(2023, 1, 1);
    TextColumn column =
        texts(IntStream.range(0, 800), i -> i == 3 ? null : first.plusDays(i).toString());
    FeatureEncoder encoder = fit(table("d", column));
    assertThat(encoder.featureNames())
        .containsExactly("d", "d year sin", "d year cos", "d week sin", "d week cos", "d missing");
    double[] features =
        encoder.encode(table("d", TextColumn.of("2024-07-01", "2024-01-01", null, "2024-01-08")));
    double mean = mean(first, 800, 3);
    assertThat(features[0] * deviation(first, 800, 3) + mean)
        .isCloseTo((double) LocalDate.of(2024, 7, 1).toEpochDay(), within(1e-6));
    // Halfway through the leap year 2024 less a day; and a Monday.
    assertThat(features[1]).isCloseTo(Math.sin(2 * Math.PI * 182 / 366), within(1e-12));
    assertThat(features[2]).isCloseTo(Math.cos(2 * Math.PI * 182 / 366), within(1e-12));
    assertThat(Arrays.copyOfRange(features, 3, 6)).containsExactly(0, 1, 0);
    assertThat(Arrays.copyOfRange(features, 7, 12)).containsExactly(0, 1, 0, 1, 0);
    assertThat(Arrays.copyOfRange(features, 12, 18)).containsExactly(0, 0, 0, 0, 0, 1);
    assertThat(Arrays.copyOfRange(features, 21, 23)).containsExactly(0, 1);

    // The same as a column of dates.
    long[] micros = {LocalDate.of(2024, 7, 1).toEpochDay() * DAY, DateColumn.MISSING};
    double[] dates = encoder.encode(table("d", DateColumn.of(micros, true)));
    assertThat(Arrays.copyOf(dates, 6)).containsExactly(Arrays.copyOf(features, 6));
    assertThat(Arrays.copyOfRange(dates, 6, 12)).containsExactly(0, 0, 0, 0, 0, 1);
    assertThat(encoder.textColumns()).containsExactly("d");

    assertThatThrownBy(() -> encoder.encode(table("d", TextColumn.of("2024-01-01", "soon"))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t, row 2: column 'd': 'soon' is not a date such as 2026-01-31T12:30, which the model"
                + " needs");
    assertThatThrownBy(() -> encoder.encode(table("d", NumericColumn.of(Double.NaN, 5))))
        .hasMessageStartingWith("t, row 2: column 'd': '5' is not a date");
    assertThat(encoder.encode(table("d", NumericColumn.of(Double.NaN)))).endsWith(1);
  }

  private static double[] days(LocalDate first, int rows, int missing) {
    return IntStream.range(0, rows)
        .filter(i -> i != missing)
        .mapToDouble(i -> first.plusDays(i).toEpochDay())
        .toArray();
  }

  private static double mean(LocalDate first, int rows, int missing) {
    return Arrays.stream(days(first, rows, missing)).average().orElseThrow();
  }

  private static double deviation(LocalDate first, int rows, int missing) {
    double mean = mean(first, rows, missing);
    return Math.sqrt(
        Arrays.stream(days(first, rows, missing))
            .map(x -> (x - mean) * (x - mean))
            .average()
            .orElseThrow());
  }

  @Test
  void onlyCyclesThatDatesShow() {
    assertThat(fit(table("d", texts(IntStream.range(1, 6), i -> "2024-01-0" + i))).featureNames())
        .containsExactly("d");
    assertThat(
            fit(table(
                    "d",
                    texts(
                        IntStream.range(0, 48),
                        i -> "2024-01-%02dT%02d:00".formatted(1 + i / 24, i % 24))))
                .featureNames())
        .containsExactly("d", "d day sin", "d day cos");
    assertThat(
            fit(table(
                    "d",
                    texts(
                        IntStream.range(0, 40),
                        i -> "%d-%02d".formatted(2000 + i / 12, 1 + i % 12))))
                .featureNames())
        .contains("d year sin", "d week sin")
        .doesNotContain("d day sin");
    FeatureEncoder.Fitted one =
        FeatureEncoder.fit(
            Table.of(
                "t",
                Map.of(
                    "d", TextColumn.of("2024-01-01", "2024-01-01"), "x", NumericColumn.of(1, 5))),
            DEFAULTS);
    assertThat(one.warnings().getFirst().message())
        .isEqualTo("t: column 'd' is '2024-01-01' in every row and is left out");
  }

  @Test
  void flagsAreNumbers() {
    for (List<String> words :
        List.of(
            List.of("true", "false"), List.of("Yes", "No"), List.of("f", "t"), List.of("n", "Y"))) {
      String first = words.getFirst();
      String second = words.getLast();
      FeatureEncoder encoder = fit(table("b", TextColumn.of(first, second, second, second)));
      boolean yesFirst = TruthWord.value(first) == 1;
      double[] same =
          fit(table("b", NumericColumn.of(1, 0, 0, 0))).encode(table("b", NumericColumn.of(1, 0)));
      double[] features = encoder.encode(table("b", TextColumn.of(first, second)));
      if (!yesFirst) {
        features = new double[] {-features[0], -features[1]};
      }
      assertThat(features).as("%s", words).containsExactly(same);
      assertThat(encoder.featureNames()).containsExactly("b=" + (yesFirst ? first : second));
    }
    FeatureEncoder encoder = fit(table("b", TextColumn.of("true", "false", null, "true")));
    assertThat(encoder.featureNames()).containsExactly("b=true", "b missing");
    double[] other = encoder.encode(table("b", NumericColumn.of(1, 0, Double.NaN)));
    assertThat(encoder.encode(table("b", TextColumn.of("YES", "0", null)))).containsExactly(other);
    assertThatThrownBy(() -> encoder.encode(table("b", TextColumn.of("true", "perhaps"))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t, row 2: column 'b': 'perhaps' is neither 'true' nor 'false', which the model needs");
    assertThat(fit(table("b", TextColumn.of("true", "no", "no"))).features()).isEqualTo(2);
  }

  @Test
  void rareCategoriesShareAFeature() {
    // 20 texts of 60 rows, 40 of 15 rows, 200 of 5 rows.
    String[] rows =
        IntStream.range(0, 2800)
            .mapToObj(i -> i < 1200 ? "a" + i % 20 : i < 1800 ? "b" + i % 40 : "c" + i % 200)
            .toArray(String[]::new);
    Table table = table("s", TextColumn.of(rows));
    FeatureEncoder encoder = fit(table);
    ColumnEncoding.OneHot all = (ColumnEncoding.OneHot) encoder.encodings().getFirst();
    assertThat(all.levels()).hasSize(60).isSorted().allMatch(level -> level.matches("[ab].*"));
    assertThat(encoder.featureNames()).hasSize(61).endsWith("s other");
    double[] features = encoder.encode(table("s", TextColumn.of("c7", "never seen", "a0", null)));
    assertThat(features[60]).isEqualTo(1);
    assertThat(features[61 + 60]).isEqualTo(1);
    assertThat(features[2 * 61]).isEqualTo(1);
    assertThat(Arrays.stream(features).sum()).isEqualTo(3);

    FeatureEncoder few = FeatureEncoder.fit(table, DEFAULTS.withMostLevels(20)).encoder();
    assertThat(few.featureNames()).hasSize(21).allMatch(name -> name.matches("s=a.*|s other"));
    SourceColumn source = encoder.columns().getFirst();
    assertThat(source.levels()).isEqualTo(260);
    assertThat(source.leftOut()).isEmpty();
  }

  @Test
  void whatColumnsHeld() {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("same", TextColumn.of("x", "x", "x", "x"));
    columns.put("n", NumericColumn.of(1, Double.NaN, 3, 5));
    columns.put("s", TextColumn.of("x", "y", null, null));
    assertThat(fit(Table.of("t", columns)).columns())
        .containsExactly(
            new SourceColumn("same", 0, 1, Optional.of("is 'x' in every row")),
            new SourceColumn("n", 0.25, 0, Optional.empty()),
            new SourceColumn("s", 0.5, 2, Optional.empty()));
  }
}
