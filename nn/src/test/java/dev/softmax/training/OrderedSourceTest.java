package dev.softmax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.optim.Sgd;
import dev.softmax.optim.SgdOptions;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Sources whose rows have an order of their own, and weigh differently.
class OrderedSourceTest {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults().withEpochs(3).withBatchSize(4).withLearningRate(0);

  /// Ten rows in order; the loss of a batch is the number of its first row, and it weighs as much as its
  /// last row says.
  private static final class Counting implements DataSource<int[]> {
    final List<Integer> begun = new ArrayList<>();
    final List<int[]> seen = new ArrayList<>();

    @Override
    public int size() {
      return 10;
    }

    @Override
    public boolean isOrdered() {
      return true;
    }

    @Override
    public void begin(int epoch) {
      begun.add(epoch);
    }

    @Override
    public double weight(int[] batch, int count) {
      return batch[count - 1];
    }

    @Override
    public int[] batch(int[] rows, int count) {
      int[] batch = Arrays.copyOf(rows, count);
      seen.add(batch);
      return batch;
    }
  }

  /// Batches begin with the rows 0, 4 and 8 and weigh 3, 7 and 9.
  private static final double MEAN = (4 * 7 + 8 * 9) / 19.0;

  private static Trainer<int[]> trainer() {
    Layer net = Linear.of(1, 1, new SplittableRandom(1));
    return Trainer.of(
        net,
        Sgd.of(net.parameters(), SgdOptions.defaults()),
        (tape, batch, scores) -> {
          Tensor x = tape.tensor(new float[] {0}, 1, 1);
          return net.forward(x).times(0).plus(batch[0]).sum();
        },
        OPTIONS);
  }

  @Test
  void rowsComeInTheirOrderAndEpochsAreAnnounced() {
    Counting source = new Counting();
    trainer().fit(source, Monitor.NONE);
    assertThat(source.begun).containsExactly(0, 1, 2);
    assertThat(source.seen).hasSize(9);
    for (int i = 0; i < 9; i += 3) {
      assertThat(source.seen.get(i)).containsExactly(0, 1, 2, 3);
      assertThat(source.seen.get(i + 1)).containsExactly(4, 5, 6, 7);
      assertThat(source.seen.get(i + 2)).containsExactly(8, 9);
    }
  }

  @Test
  void batchesCountByTheirWeight() {
    TrainingResult result = trainer().fit(new Counting(), new Counting(), Monitor.NONE);
    EpochReport report = result.epochs().getFirst();
    assertThat(report.training().get(Scores.LOSS)).isCloseTo(MEAN, within(1e-9));
    assertThat(report.validation().get(Scores.LOSS)).isCloseTo(MEAN, within(1e-9));
    assertThat(trainer().evaluate(new Counting()).get(Scores.LOSS)).isCloseTo(MEAN, within(1e-9));
  }

  @Test
  void listenersHearOfEachEpoch() {
    List<EpochReport> heard = new ArrayList<>();
    TrainingResult result = trainer().fit(new Counting(), Monitor.NONE.withEpochs(heard::add));
    assertThat(heard).isEqualTo(result.epochs()).hasSize(3);
  }
}
