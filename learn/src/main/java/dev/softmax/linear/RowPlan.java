package dev.softmax.linear;

/// How rows are cut for work in parallel: into chunks, one task and one partial sum each, and each
/// chunk into blocks that stay in cache between two products. It depends on the shapes alone, and
/// partial sums are added in order, so any number of threads gives the same bits.
///
/// @param rows number of rows
/// @param chunkRows rows of a chunk, but for the last
/// @param blockRows rows of a block, but for the last of a chunk
record RowPlan(int rows, int chunkRows, int blockRows) {
  /// Values of a block of rows: half of an L2 cache of 512 KB, doubles.
  private static final int BLOCK_VALUES = 1 << 15;

  /// Most chunks: tasks enough to keep the cores of a large machine even.
  private static final int MOST_CHUNKS = 64;

  /// All partial sums together keep below this, unless that leaves fewer than 8 of them.
  private static final int PARTIAL_VALUES = 1 << 22;

  /// @param rows number of rows
  /// @param columns values of a row
  /// @param partial values of a partial sum
  static RowPlan of(int rows, int columns, int partial) {
    int block = Math.clamp(BLOCK_VALUES / Math.max(columns, 1), 16, 512) / 8 * 8;
    return ofBlocks(rows, block, partial);
  }

  /// With blocks of so many rows.
  ///
  /// @param partial values of a partial sum
  static RowPlan ofBlocks(int rows, int block, int partial) {
    int most = Math.clamp(PARTIAL_VALUES / Math.max(partial, 1), 8, MOST_CHUNKS);
    int blocks = Math.ceilDiv(rows, block);
    int chunkRows = Math.max(1, Math.ceilDiv(blocks, most)) * block;
    return new RowPlan(rows, chunkRows, block);
  }

  int chunks() {
    return Math.ceilDiv(rows, chunkRows);
  }

  int from(int chunk) {
    return chunk * chunkRows;
  }

  int to(int chunk) {
    return (int) Math.min(rows, (chunk + 1L) * chunkRows);
  }
}
