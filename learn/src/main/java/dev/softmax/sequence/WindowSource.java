package dev.softmax.sequence;

import dev.softmax.training.DataSource;

/// Windows of a text for a trainer.
final class WindowSource implements DataSource<WindowBatch> {
  private final int[] ids;
  private final Windows windows;
  private final int least;
  private WindowBatch batch;

  WindowSource(int[] ids, Windows windows) {
    this(ids, windows, 0);
  }

  /// @param least the first position that counts
  WindowSource(int[] ids, Windows windows, int least) {
    this.least = least;
    this.ids = ids;
    this.windows = windows;
    this.batch = new WindowBatch(0, windows.length());
  }

  @Override
  public int size() {
    return windows.size();
  }

  @Override
  public boolean isOrdered() {
    return true;
  }

  @Override
  public void begin(int epoch) {
    windows.begin(epoch);
  }

  @Override
  public double weight(WindowBatch batch, int count) {
    return batch.counted();
  }

  @Override
  public WindowBatch batch(int[] rows, int count) {
    if (batch.capacity() < count) {
      batch = new WindowBatch(count, windows.length());
    }
    batch.start(rows[0] == 0);
    for (int i = 0; i < count; i++) {
      batch.add(ids, windows.at(rows[i]), least);
    }
    return batch;
  }
}
