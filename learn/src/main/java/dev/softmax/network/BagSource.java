package dev.softmax.network;

import dev.softmax.text.TokenBags;
import dev.softmax.training.DataSource;

/// Texts as bags of tokens, with their classes.
final class BagSource implements DataSource<BagBatch> {
  private final TokenBags bags;
  private final int[] labels;
  private final BagBatch batch = new BagBatch();

  BagSource(TokenBags bags, int[] labels) {
    this.bags = bags;
    this.labels = labels;
  }

  TokenBags bags() {
    return bags;
  }

  int[] labels() {
    return labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public BagBatch batch(int[] rows, int count) {
    batch.gather(this, rows, count);
    return batch;
  }
}
