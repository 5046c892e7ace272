package dev.softmax.cli;

import dev.softmax.data.Column;
import dev.softmax.data.Table;
import dev.softmax.data.TextColumn;
import dev.softmax.io.InputException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The column that a table is to be learned for.
final class TargetColumn {
  private static final String IDX_TARGET = "label";

  private TargetColumn() {}

  /// The target's name from what the user calls it. A name goes before a number.
  ///
  /// @param target the name, its number from 1, first or last; none for the last, or that of IDX
  static String of(Table table, @Nullable String target) {
    List<String> names = table.names();
    if (target == null) {
      return names.contains(IDX_TARGET) ? IDX_TARGET : names.getLast();
    }
    if (names.contains(target)) {
      return target;
    }
    if (target.equalsIgnoreCase("first") || target.equalsIgnoreCase("last")) {
      return target.equalsIgnoreCase("first") ? names.getFirst() : names.getLast();
    }
    if (target.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(target);
      if (number < 1 || number > names.size()) {
        throw new InputException(
            table.source() + ": there is no column " + number + " among " + names.size());
      }
      return names.get(number - 1);
    }
    return target;
  }

  /// The columns that hold text, as another table with these columns is to be read.
  static Set<String> textColumns(Table table) {
    return table.names().stream()
        .filter(
            name -> {
              Column column = table.column(name);
              return column instanceof TextColumn;
            })
        .collect(Collectors.toSet());
  }
}
