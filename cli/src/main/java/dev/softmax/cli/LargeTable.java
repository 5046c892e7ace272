package dev.softmax.cli;

import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.model.TableClassifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Tables that may be larger than memory.
final class LargeTable {
  /// Numbers of a part that is predicted at once: 8 MB of features.
  private static final long PART = 1L << 20;

  /// Share of the heap for the numbers of rows that are measured at once; texts, and copies on their way,
  /// have the rest.
  private static final long SHARE = 8;

  private LargeTable() {}

  /// How many rows are predicted at once.
  static int rowsOfAPart(TableClassifier classifier) {
    return rows(classifier, PART);
  }

  /// How many rows are measured at once, with all measures: as many as memory surely holds.
  static int rowsAtOnce(TableClassifier classifier) {
    return rows(classifier, Runtime.getRuntime().maxMemory() / SHARE / Double.BYTES);
  }

  private static int rows(TableClassifier classifier, long numbers) {
    long width =
        classifier.encoder().features()
            + classifier.encoder().encodings().size()
            + 4L * classifier.labels().size();
    return Math.clamp(numbers / width, 1, Integer.MAX_VALUE / Math.toIntExact(width));
  }

  /// A table whose first rows are read to see whether there are more; then it starts again with them.
  static final class Parts implements TableBatches {
    private final TableBatches batches;
    private final Deque<Table> read = new ArrayDeque<>();

    Parts(TableBatches batches) {
      this.batches = batches;
      read.add(batches.next().orElseThrow());
      batches.next().ifPresent(read::add);
    }

    /// The table, where the first rows are all.
    Optional<Table> whole() {
      return read.size() == 1 ? Optional.of(read.getFirst()) : Optional.empty();
    }

    @Override
    public String source() {
      return batches.source();
    }

    @Override
    public Optional<Table> next() {
      return read.isEmpty() ? batches.next() : Optional.of(read.remove());
    }

    @Override
    public void close() {
      batches.close();
    }
  }
}
