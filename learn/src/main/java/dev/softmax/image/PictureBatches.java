package dev.softmax.image;

import dev.softmax.kernel.Parallel;
import dev.softmax.training.DataSource;
import java.util.SplittableRandom;

/// Batches of prepared pictures, changed at random if they are to be learned from. What chance does to a
/// picture follows from the seed, the epoch and the picture's row, whatever the batch and the threads.
public final class PictureBatches implements DataSource<PictureBatch> {
  private final PreparedSet set;
  private final int[] rows;
  private final Augmentation augmentation;
  private final long seed;
  private PictureBatch batch;
  private int epoch;

  private PictureBatches(PreparedSet set, int[] rows, Augmentation augmentation, long seed) {
    this.set = set;
    this.rows = rows;
    this.augmentation = augmentation;
    this.seed = seed;
    this.batch = new PictureBatch(set.recipe(), 0);
  }

  /// Pictures as they are.
  ///
  /// @param set prepared pictures
  /// @param rows which of them
  public static PictureBatches of(PreparedSet set, int[] rows) {
    return new PictureBatches(set, rows.clone(), Augmentation.NONE, 0);
  }

  /// Pictures, changed at random.
  ///
  /// @param augmentation what may be changed
  /// @param seed of the changes
  public PictureBatches augmented(Augmentation augmentation, long seed) {
    return new PictureBatches(set, rows, augmentation, seed);
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public void begin(int epoch) {
    this.epoch = epoch;
  }

  @Override
  public PictureBatch batch(int[] chosen, int count) {
    if (batch.capacity() < count) {
      batch = new PictureBatch(set.recipe(), count);
    }
    PictureBatch made = batch;
    int length = set.recipe().length();
    Parallel.forEach(
        count,
        i -> {
          int row = rows[chosen[i]];
          made.classes()[i] = set.classOf(row);
          set.recipe().values(changed(row), made.values(), i * length);
        });
    made.resize(count);
    return made;
  }

  private Picture changed(int row) {
    Picture picture = set.picture(row);
    if (augmentation.equals(Augmentation.NONE)) {
      return picture;
    }
    // A generator mixes its seed, so that neighbouring epochs and rows have nothing in common.
    long mixed = new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (epoch + 1))).nextLong();
    return augmentation.apply(picture, new SplittableRandom(mixed + row));
  }
}
