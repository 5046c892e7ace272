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
}
