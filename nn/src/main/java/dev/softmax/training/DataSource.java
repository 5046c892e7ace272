package dev.softmax.training;

/// Rows that batches are made of.
///
/// @param <B> what a batch is: usually an object of arrays that the source uses again and again
public interface DataSource<B> {
  /// Number of rows.
  int size();

  /// The batch of some rows.
  ///
  /// @param rows row numbers from 0, of which the first `count` are meant; not to be kept
  /// @param count how many
  /// @return good until the next call
  B batch(int[] rows, int count);

  /// How much the mean loss of a batch counts in that of an epoch: its number of rows, unless rows have
  /// different numbers of targets.
  ///
  /// @param batch the last one that was given
  /// @param count its rows
  default double weight(B batch, int count) {
    return count;
  }

  /// Whether the rows have an order of their own, such as windows of a text that follow one another, or
  /// that the source shuffles itself; else a training shuffles them anew in each epoch.
  default boolean isOrdered() {
    return false;
  }

  /// An epoch of training begins. A source may choose other rows then; what it chooses follows from the
  /// epoch alone, so that a training that goes on from a checkpoint sees the same.
  ///
  /// @param epoch its number from 0
  default void begin(int epoch) {}
}
