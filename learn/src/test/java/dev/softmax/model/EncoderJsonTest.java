package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.DateCycle;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.SourceColumn;
import dev.softmax.io.JsonValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Encoders come back from their JSON, those of earlier versions too.
class EncoderJsonTest {
  private static final ColumnEncoding.Standardised NUMBER =
      new ColumnEncoding.Standardised("n", 0.1, 2.5, true);

  @Test
  void everyEncodingComesBack() {
    List<ColumnEncoding> encodings =
        List.of(
            NUMBER,
            new ColumnEncoding.Flag(
                "No", "Yes", new ColumnEncoding.Standardised("f", 0.5, 0.5, false)),
            new ColumnEncoding.Dates(
                new ColumnEncoding.Standardised("d", 19000.5, 100, true),
                List.of(DateCycle.YEAR, DateCycle.DAY)),
            new ColumnEncoding.OneHot("s", List.of("a", "ü\n"), true, false));
    List<SourceColumn> columns =
        List.of(
            new SourceColumn("n", 0.25, 0, Optional.empty()),
            new SourceColumn("id", 0, 12, Optional.of("has 12 different texts in 12 rows")),
            new SourceColumn("f", 0, 2, Optional.empty()),
            new SourceColumn("d", 1.0 / 3, 0, Optional.empty()),
            new SourceColumn("s", 0, 300, Optional.empty()));
    String json = EncoderJson.write(FeatureEncoder.of(encodings, columns)).json();
    FeatureEncoder read = EncoderJson.read(JsonValue.parse(json));
    assertThat(read.encodings()).isEqualTo(encodings);
    assertThat(read.columns()).isEqualTo(columns);
    String bare = EncoderJson.write(FeatureEncoder.of(encodings)).json();
    assertThat(EncoderJson.read(JsonValue.parse(bare)).encodings()).isEqualTo(encodings);
  }

  @Test
  void filesOfTheFirstVersion() {
    String json =
        """
        [{"column":"n","kind":"standardised","missing":true,"mean":0.1,"deviation":2.5},
         {"column":"s","kind":"oneHot","missing":true,"levels":["a","b"]}]
        """;
    FeatureEncoder read = EncoderJson.read(JsonValue.parse(json));
    assertThat(read.encodings())
        .containsExactly(NUMBER, new ColumnEncoding.OneHot("s", List.of("a", "b"), true));
    assertThat(read.columns()).isEmpty();
    assertThatThrownBy(
            () -> EncoderJson.read(JsonValue.parse("[{\"column\":\"n\",\"kind\":\"magic\"}]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'magic'");
  }
}
