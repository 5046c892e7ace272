package dev.softmax.data;

import dev.softmax.io.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The classes of a target column, in order: numbers by their value, texts by their characters.
/// Immutable. A class has its index in this order and a name; that of a whole number is written
/// without a point (`1`, not `1.0`).
public final class ClassLabels {
  /// The index of a row without a target.
  public static final int MISSING = -1;

  /// More classes than this are not meant, and their confusion matrix would be too large.
  private static final int MAX_CLASSES = 10_000;

  /// Different fractions beyond this are measurements, not classes.
  private static final int MAX_FRACTIONS = 1000;

  /// Small tables may have this many different fractions, or a class a row.
  private static final int FEW = 20;

  private final String target;
  private final List<String> names;
  private final Map<String, Integer> indices;

  private ClassLabels(String target, List<String> names) {
    this.target = target;
    this.names = names;
    this.indices = new HashMap<>();
    for (String name : names) {
      indices.put(name, indices.size());
    }
  }

  /// The classes and what rows are in them.
  ///
  /// @param labels the classes
  /// @param rows the rows that have a target, ascending
  /// @param classes the class of each of these rows
  /// @param warnings rows without a target, classes with a single row
  public record Labelled(
      ClassLabels labels, int[] rows, int[] classes, List<DataWarning> warnings) {
    /// Some of these rows, without the warnings.
    ///
    /// @param chosen places in [#rows], in the order wanted
    public Labelled part(int[] chosen) {
      return new Labelled(
          labels,
          Arrays.stream(chosen).map(i -> rows[i]).toArray(),
          Arrays.stream(chosen).map(i -> classes[i]).toArray(),
          List.of());
    }
  }

  /// The classes with these names.
  ///
  /// @param target the column they are in
  /// @param names at least two, all different, in the order of their indices
  /// @throws IllegalArgumentException when they are fewer or not all different
  public static ClassLabels of(String target, List<String> names) {
    if (names.size() < 2 || new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("there must be two classes or more, all different");
    }
    return new ClassLabels(target, List.copyOf(names));
  }

  /// Finds the classes in a table.
  ///
  /// @param table the training data
  /// @param target the column to learn
  /// @throws InputException when there is no such column, when it holds one class only or none, or
  ///     when it looks like a measurement or an identifier
  public static Labelled fit(Table table, String target) {
    List<String> names =
        switch (table.column(target)) {
          case NumericColumn numbers -> numberNames(table, target, numbers);
          case TextColumn texts -> texts.present();
          case DateColumn dates ->
              IntStream.range(0, dates.rows())
                  .filter(row -> !dates.isMissing(row))
                  .mapToObj(dates::text)
                  .distinct()
                  .sorted()
                  .toList();
        };
    String of = table.source() + ": the target " + InputException.quote(target);
    if (names.isEmpty()) {
      throw new InputException(of + " has no value in any row");
    }
    if (names.size() == 1) {
      throw new InputException(
          of
              + " has one class only, "
              + InputException.quote(names.getFirst())
              + "; there must be two or more");
    }
    if (names.size() > MAX_CLASSES || (names.size() > FEW && names.size() == table.rows())) {
      throw new InputException(
          "%s has %d classes in %d rows; it looks like an identifier"
              .formatted(of, names.size(), table.rows()));
    }
    ClassLabels labels = new ClassLabels(target, List.copyOf(names));
    return labels.label(table);
  }

  private static List<String> numberNames(Table table, String target, NumericColumn numbers) {
    TreeSet<Double> values = new TreeSet<>();
    boolean fractions = false;
    for (int row = 0; row < numbers.rows(); row++) {
      if (!numbers.isMissing(row)) {
        double value = numbers.value(row);
        fractions |= value != Math.rint(value);
        // Adding 0 makes -0 a plain 0.
        values.add(value + 0.0);
      }
    }
    int few = Math.max(FEW, Math.min(MAX_FRACTIONS, numbers.rows() / 5));
    if (fractions && values.size() > few) {
      throw new InputException(
          "%s: the target %s has %d different fractions; it looks like a measurement (regression), not like classes"
              .formatted(table.source(), InputException.quote(target), values.size()));
    }
    return values.stream().map(NumericColumn::text).toList();
  }

  /// The column that the classes are in.
  public String target() {
    return target;
  }

  /// How many classes there are.
  public int size() {
    return names.size();
  }

  /// The classes' names, by index.
  public List<String> names() {
    return names;
  }

  /// The class of every row, [#MISSING] where the target is missing.
  ///
  /// @param table a table with the target column
  /// @throws InputException naming the line where a row has a class that is not among these, or when
  ///     there is no such column
  public int[] encode(Table table) {
    Column column = table.column(target);
    int[] classes = new int[table.rows()];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = column.isMissing(row) ? MISSING : index(column.text(row));
      if (classes[row] == MISSING && !column.isMissing(row)) {
        throw new InputException(
            "%s: column %s: %s is none of the model's classes (%s)"
                .formatted(
                    table.place(row),
                    InputException.quote(target),
                    InputException.quote(column.text(row)),
                    Table.list(names)));
      }
    }
    return classes;
  }

  /// The rows of a table that have a target, and their classes.
  ///
  /// @param table a table with the target column
  /// @throws InputException as [#encode]
  public Labelled label(Table table) {
    int[] all = encode(table);
    int[] rows = new int[all.length];
    int[] counts = new int[size()];
    int present = 0;
    for (int row = 0; row < all.length; row++) {
      if (all[row] != MISSING) {
        rows[present++] = row;
        counts[all[row]]++;
      }
    }
    rows = Arrays.copyOf(rows, present);
    List<DataWarning> warnings = new ArrayList<>();
    if (present < all.length) {
      warnings.add(
          new DataWarning(
              DataWarning.Kind.MISSING_TARGET,
              List.of(target),
              "%s: %d of %d rows have no %s and are left out"
                  .formatted(
                      table.source(),
                      all.length - present,
                      all.length,
                      InputException.quote(target))));
    }
    Set<String> single = new TreeSet<>();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] == 1) {
        single.add(names.get(k));
      }
    }
    if (!single.isEmpty()) {
      warnings.add(
          new DataWarning(
              DataWarning.Kind.SINGLE_ROW_CLASS,
              List.of(target),
              "%s: %s with a single row: %s"
                  .formatted(
                      table.source(),
                      single.size() == 1 ? "a class" : "classes",
                      Table.list(single))));
    }
    int[] classes = Arrays.stream(rows).map(row -> all[row]).toArray();
    return new Labelled(this, rows, classes, List.copyOf(warnings));
  }

  /// The index of a class by its text, which may be a number written otherwise (`1.0`).
  private int index(String text) {
    Integer index = indices.get(text);
    if (index == null) {
      index = indices.get(NumericColumn.text(Cell.number(text)));
    }
    return index == null ? MISSING : index;
  }
}
