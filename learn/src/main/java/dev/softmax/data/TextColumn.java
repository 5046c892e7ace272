package dev.softmax.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A column of texts. Each different text is kept once, in the order of first appearance.
public final class TextColumn implements Column {
  /// The code of a missing text.
  static final int MISSING = -1;

  private final List<String> levels;
  private final int[] codes;

  TextColumn(List<String> levels, int[] codes) {
    this.levels = levels;
    this.codes = codes;
  }

  /// A column of these texts.
  ///
  /// @param values texts, `null` for missing ones
  public static TextColumn of(@Nullable String... values) {
    Map<String, Integer> known = new LinkedHashMap<>();
    int[] codes = new int[values.length];
    for (int row = 0; row < values.length; row++) {
      String value = values[row];
      codes[row] = value == null ? MISSING : known.computeIfAbsent(value, _ -> known.size());
    }
    return new TextColumn(List.copyOf(known.keySet()), codes);
  }

  @Override
  public int rows() {
    return codes.length;
  }

  /// The text in a row, `null` where it is missing.
  ///
  /// @param row from 0
  public @Nullable String value(int row) {
    return codes[row] == MISSING ? null : levels.get(codes[row]);
  }

  @Override
  public boolean isMissing(int row) {
    return codes[row] == MISSING;
  }

  @Override
  public String text(int row) {
    return codes[row] == MISSING ? "" : levels.get(codes[row]);
  }

  @Override
  public TextColumn rows(int[] rows) {
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = codes[rows[i]];
    }
    return new TextColumn(levels, chosen);
  }

  /// The different texts of the column this one is, or is part of; in the order of first appearance.
  List<String> levels() {
    return Collections.unmodifiableList(levels);
  }

  /// The index in [#levels] of a row's text, or [#MISSING].
  int code(int row) {
    return codes[row];
  }

  /// In how many rows each of [#levels] is.
  int[] counts() {
    int[] counts = new int[levels.size()];
    for (int code : codes) {
      if (code != MISSING) {
        counts[code]++;
      }
    }
    return counts;
  }

  /// The levels that occur here, sorted.
  List<String> present() {
    boolean[] seen = new boolean[levels.size()];
    for (int code : codes) {
      if (code != MISSING) {
        seen[code] = true;
      }
    }
    List<String> present = new ArrayList<>();
    for (int code = 0; code < seen.length; code++) {
      if (seen[code]) {
        present.add(levels.get(code));
      }
    }
    Collections.sort(present);
    return present;
  }
}
