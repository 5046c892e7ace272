package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.NumericColumn;
import dev.softmax.data.Table;
import dev.softmax.io.InputException;
import dev.softmax.linear.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the rows of a table belong to and count, checked row by row.
///
/// @param labelled the class of each row that has one; of rows that have probabilities, the likeliest
/// @param shares `(N, K)` probabilities of all rows of the table, where they have any
/// @param weights `(N)` of all rows of the table, where they have any
record TableTargets(
    ClassLabels.Labelled labelled, Optional<double[]> shares, Optional<double[]> weights) {
  /// How far from 1 probabilities may sum: they are often written with six digits.
  private static final double SLACK = 1e-6;

  /// Reads them.
  ///
  /// @throws InputException naming row and column where a weight or a probability is missing or negative, or
  ///     probabilities do not sum to 1
  static TableTargets of(Table table, TrainOptions options) {
    Optional<double[]> weights = options.rows().weights().map(column -> weights(table, column));
    List<String> classes = options.rows().probabilities();
    if (classes.isEmpty()) {
      return new TableTargets(ClassLabels.fit(table, options.target()), Optional.empty(), weights);
    }
    double[] shares = shares(table, classes);
    ClassLabels labels = ClassLabels.of(options.target(), classes);
    return new TableTargets(likeliest(labels, shares), Optional.of(shares), weights);
  }

  /// The classes of other rows of the same kind.
  static ClassLabels.Labelled of(Table table, TrainOptions options, ClassLabels labels) {
    return options.rows().probabilities().isEmpty()
        ? labels.label(table)
        : likeliest(labels, table);
  }

  /// The likeliest class of each row, by columns of probabilities that are called as the classes are.
  ///
  /// @throws InputException as [#of(Table, TrainOptions)]
  static ClassLabels.Labelled likeliest(ClassLabels labels, Table table) {
    return likeliest(labels, shares(table, labels.names()));
  }

  /// The columns that are no features.
  static List<String> columns(TrainOptions options) {
    List<String> columns = new ArrayList<>(options.rows().probabilities());
    columns.add(options.target());
    options.rows().weights().ifPresent(columns::add);
    return columns;
  }

  /// What some rows are fitted to.
  ///
  /// @param rows of [#labelled]
  Targets targets(ClassLabels.Labelled rows) {
    int classes = rows.labels().size();
    if (shares.isEmpty()) {
      return new Targets.Classes(rows.classes(), classes);
    }
    double[] some = new double[rows.rows().length * classes];
    for (int i = 0; i < rows.rows().length; i++) {
      System.arraycopy(shares.get(), rows.rows()[i] * classes, some, i * classes, classes);
    }
    return new Targets.Shares(some, classes);
  }

  /// What some rows count.
  ///
  /// @throws InputException when none of them counts anything
  Optional<double[]> weights(ClassLabels.Labelled rows, String source) {
    Optional<double[]> some =
        weights.map(all -> Arrays.stream(rows.rows()).mapToDouble(row -> all[row]).toArray());
    if (some.isPresent() && Arrays.stream(some.get()).allMatch(weight -> weight == 0)) {
      throw new InputException(source + ": the weights of all rows to learn from are 0");
    }
    return some;
  }

  private static double[] weights(Table table, String column) {
    double[] weights = numbers(table, column, "weight");
    if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      throw new InputException(
          "%s: the weights in column %s are all 0"
              .formatted(table.source(), InputException.quote(column)));
    }
    return weights;
  }

  private static double[] shares(Table table, List<String> columns) {
    int classes = columns.size();
    double[] shares = new double[Math.multiplyExact(table.rows(), classes)];
    for (int k = 0; k < classes; k++) {
      double[] of = numbers(table, columns.get(k), "probability");
      for (int row = 0; row < of.length; row++) {
        shares[row * classes + k] = of[row];
      }
    }
    for (int row = 0; row < table.rows(); row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += shares[row * classes + k];
      }
      if (!(Math.abs(sum - 1) <= SLACK)) {
        throw new InputException(
            "%s: the probabilities in columns %s sum to %s, not to 1"
                .formatted(table.place(row), String.join(", ", columns), (float) sum));
      }
    }
    return shares;
  }

  private static double[] numbers(Table table, String name, String what) {
    if (!(table.column(name) instanceof NumericColumn column)) {
      throw new InputException(
          "%s: column %s is to hold a %s a row, and holds no numbers"
              .formatted(table.source(), InputException.quote(name), what));
    }
    double[] values = new double[table.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = column.value(row);
      if (!(values[row] >= 0)) {
        throw new InputException(
            column.isMissing(row)
                ? "%s: column %s has no %s"
                    .formatted(table.place(row), InputException.quote(name), what)
                : "%s: column %s: the %s %s is negative"
                    .formatted(
                        table.place(row),
                        InputException.quote(name),
                        what,
                        NumericColumn.text(values[row])));
      }
    }
    return values;
  }

  private static ClassLabels.Labelled likeliest(ClassLabels labels, double[] shares) {
    int classes = labels.size();
    int[] likeliest = new int[shares.length / classes];
    for (int i = 0; i < shares.length; i++) {
      int row = i / classes;
      if (shares[i] > shares[row * classes + likeliest[row]]) {
        likeliest[row] = i % classes;
      }
    }
    return new ClassLabels.Labelled(
        labels, IntStream.range(0, likeliest.length).toArray(), likeliest, List.of());
  }
}
