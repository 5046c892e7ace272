package dev.softmax.data;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Texts, their labels where they have any, and where they came from. Immutable.
public final class TextData {
  private final String source;
  private final List<String> texts;
  private final @Nullable Table targets;
  private final List<Origin> origins;
  private final int[] originOf;

  /// A file and where its texts are in it, by their number in the data.
  record Origin(String source, Places places) {}

  private TextData(
      String source,
      List<String> texts,
      @Nullable Table targets,
      List<Origin> origins,
      int[] originOf) {
    this.source = source;
    this.texts = texts;
    this.targets = targets;
    this.origins = origins;
    this.originOf = originOf;
  }

  /// Texts of one source.
  ///
  /// @param targets a table with the labels alone, `null` when there are none
  static TextData of(String source, List<String> texts, @Nullable Table targets, Places places) {
    return new TextData(
        source,
        Collections.unmodifiableList(texts),
        targets,
        List.of(new Origin(source, places)),
        new int[texts.size()]);
  }

  /// Texts of several files. Each file knows the places of all texts; only those of its own are used.
  static TextData of(
      List<String> texts, List<String> labels, List<Origin> origins, int[] originOf) {
    String source = String.join(" and ", origins.stream().map(Origin::source).toList());
    return new TextData(
        source,
        Collections.unmodifiableList(texts),
        LabelColumn.table(source, null, LabelColumn.of(labels), Places.ROWS),
        origins,
        originOf);
  }

  /// Texts made in code, without labels.
  ///
  /// @param source what messages call them
  /// @param texts the texts
  public static TextData of(String source, List<String> texts) {
    return of(source, List.copyOf(texts), null, Places.ROWS);
  }

  /// Texts made in code.
  ///
  /// @param source what messages call them
  /// @param texts the texts
  /// @param labels the label of each
  /// @throws IllegalArgumentException when there are not as many labels as texts
  public static TextData of(String source, List<String> texts, List<String> labels) {
    if (texts.size() != labels.size()) {
      throw new IllegalArgumentException(
          "%s: texts (%d) but labels (%d)".formatted(source, texts.size(), labels.size()));
    }
    Column column = LabelColumn.of(labels);
    return of(
        source,
        List.copyOf(texts),
        LabelColumn.table(source, null, column, Places.ROWS),
        Places.ROWS);
  }

  /// What messages call the data: the file as it was named, or the files.
  public String source() {
    return source;
  }

  /// The one file that the labels were read from, if there is one.
  public Optional<Path> file() {
    return targets == null ? Optional.empty() : targets.file();
  }

  /// How many texts there are.
  public int size() {
    return texts.size();
  }

  /// The texts.
  public List<String> texts() {
    return texts;
  }

  /// Whether there are labels.
  public boolean labelled() {
    return targets != null;
  }

  /// The labels as the only column of a table, for [ClassLabels]: numbers when all of them are.
  ///
  /// @throws InputException when there are none
  public Table targets() {
    if (targets == null) {
      throw new InputException(source + ": has texts without labels");
    }
    return targets;
  }

  /// The name of the only column of [#targets]: the target's name in a table, else `label`.
  ///
  /// @throws InputException when there are no labels
  public String target() {
    return targets().names().getFirst();
  }

  /// The label of a text, empty where it is missing.
  ///
  /// @param row from 0
  /// @throws InputException when there are no labels
  public String label(int row) {
    return targets().column(target()).text(row);
  }

  /// Some of the texts, in the order given.
  ///
  /// @param indices texts of these data, from 0
  public TextData rows(int[] indices) {
    int[] copy = indices.clone();
    List<String> chosen = new ArrayList<>(copy.length);
    for (int row : copy) {
      chosen.add(texts.get(row));
    }
    return new TextData(
        source,
        Collections.unmodifiableList(chosen),
        targets == null ? null : targets.rows(copy),
        origins.stream()
            .map(origin -> new Origin(origin.source(), origin.places().rows(copy)))
            .toList(),
        IntStream.of(copy).map(row -> originOf[row]).toArray());
  }

  /// Where a text is, for messages: `reviews.csv, line 17`.
  ///
  /// @param row from 0
  public String place(int row) {
    Origin origin = origins.get(originOf[row]);
    return origin.source() + ", " + origin.places().text(row);
  }
}
