package dev.softmax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.Compute;
import dev.softmax.CrossEntropy;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.Schedule;
import dev.softmax.optim.Sgd;
import dev.softmax.optim.SgdOptions;
import dev.softmax.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults().withEpochs(5).withBatchSize(32).withLearningRate(0.01);

  private final DenseSource source = Rings.of(500, 1);
  private final DenseSource validation = Rings.of(300, 2);
  private final Sequential net = net(7);

  @TempDir private Path folder;

  private static Sequential net(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Sequential.of(
        Linear.of(Rings.WIDTH, 32, random), Tensor::relu, Linear.of(32, Rings.CLASSES, random));
  }

  private static Trainer<DenseBatch> trainer(Sequential net, TrainingOptions options) {
    return Trainer.of(
        net,
        Adam.of(net.parameters(), AdamOptions.defaults()),
        Objective.classification(net, CrossEntropy.defaults()),
        options);
  }

  private static List<float[]> values(Sequential net) {
    return net.parameters().values().stream().map(Tensor::values).toList();
  }

  @Test
  void learnsRings() {
    Trainer<DenseBatch> trainer = trainer(net, OPTIONS.withEpochs(30));
    TrainingResult result = trainer.fit(source, validation, Monitor.NONE);
    assertThat(result.ending()).isEqualTo(TrainingResult.Ending.COMPLETED);
    assertThat(result.epochs()).hasSize(30);
    EpochReport best = result.epochs().get(result.bestEpoch() - 1);
    assertThat(best.validation().get(Scores.ACCURACY)).isGreaterThan(0.9);
    assertThat(result.epochs())
        .allMatch(
            epoch -> epoch.validation().get(Scores.LOSS) >= best.validation().get(Scores.LOSS));
    assertThat(trainer.evaluate(validation)).isEqualTo(best.validation());
    assertThat(result.epochs().getLast().steps()).isEqualTo(30 * 16);
  }

  @Test
  void threadsDoNotChangeTheBits() {
    int threads = Compute.threads();
    try {
      List<List<float[]>> ends = new ArrayList<>();
      for (int limit = 1; limit <= 2; limit++) {
        Compute.limitThreads(limit);
        Sequential own = net(3);
        trainer(own, OPTIONS.withEpochs(1).withBatchSize(250)).fit(source, Monitor.NONE);
        ends.add(values(own));
      }
      assertThat(ends.get(0)).usingRecursiveComparison().isEqualTo(ends.get(1));
    } finally {
      Compute.limitThreads(threads);
    }
  }

  @Test
  void otherSeedsOtherOrders() {
    Sequential same = net(7);
    Sequential other = net(7);
    trainer(net, OPTIONS).fit(source, Monitor.NONE);
    trainer(same, OPTIONS).fit(source, Monitor.NONE);
    trainer(other, OPTIONS.withSeed(1)).fit(source, Monitor.NONE);
    assertThat(values(net)).usingRecursiveComparison().isEqualTo(values(same));
    assertThat(values(net).getFirst()).isNotEqualTo(values(other).getFirst());
  }

  @Test
  void eachEpochShowsEveryRowOnceInAnotherOrder() {
    List<List<Integer>> epochs = new ArrayList<>();
    DataSource<int[]> spy =
        new DataSource<>() {
          @Override
          public int size() {
            return 10;
          }

          @Override
          public int[] batch(int[] rows, int count) {
            if (epochs.isEmpty() || epochs.getLast().size() == 10) {
              epochs.add(new ArrayList<>());
            }
            for (int i = 0; i < count; i++) {
              epochs.getLast().add(rows[i]);
            }
            return new int[] {count};
          }
        };
    Tensor weight = Tensor.parameter(new float[] {1}, 1);
    Linear model = new Linear(Tensor.parameter(new float[] {1}, 1, 1), weight);
    Trainer.<int[]>of(
            model,
            Sgd.of(model.parameters(), SgdOptions.defaults()),
            (tape, batch, scores) -> tape.watch(weight).times((double) batch[0]).sum(),
            OPTIONS.withBatchSize(4).withEpochs(2))
        .fit(spy, Monitor.NONE);
    assertThat(epochs).hasSize(2).allSatisfy(epoch -> assertThat(epoch).hasSize(10));
    assertThat(epochs.getFirst()).containsExactlyInAnyOrderElementsOf(epochs.getLast());
    assertThat(epochs.getFirst()).isNotEqualTo(epochs.getLast());
  }

  @Test
  void lastBatchesCanBeLeftOut() {
    TrainingResult result = trainer(net, OPTIONS.withDropLast(true)).fit(source, Monitor.NONE);
    assertThat(result.epochs().getFirst().steps()).isEqualTo(15);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                trainer(net, OPTIONS.withDropLast(true).withBatchSize(501))
                    .fit(source, Monitor.NONE))
        .withMessage("training: 500 rows are no batch of 501");
  }

  @Test
  void aBatchLargerThanTheRowsIsAllRows() {
    TrainingOptions options = OPTIONS.withBatchSize(Integer.MAX_VALUE);
    TrainingResult result = trainer(net, options).fit(source, validation, Monitor.NONE);
    assertThat(result.epochs().getFirst().steps()).isEqualTo(1);
    Sequential same = net(7);
    trainer(same, OPTIONS.withBatchSize(500)).fit(source, validation, Monitor.NONE);
    assertThat(values(net)).usingRecursiveComparison().isEqualTo(values(same));
  }

  @Test
  void stopsWhenPatienceIsOver() {
    // Labels of validation that no model can know: its loss grows as the model becomes sure.
    float[] features = new float[200 * Rings.WIDTH];
    int[] labels = new int[200];
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(Rings.CLASSES);
      for (int j = 0; j < Rings.WIDTH; j++) {
        features[i * Rings.WIDTH + j] = (float) random.nextGaussian();
      }
    }
    DenseSource noise = DenseSource.of(features, labels);
    Trainer<DenseBatch> trainer = trainer(net, OPTIONS.withEpochs(100).withPatience(3));
    TrainingResult result = trainer.fit(source, noise, Monitor.NONE);
    assertThat(result.ending()).isEqualTo(TrainingResult.Ending.STOPPED_EARLY);
    assertThat(result.epochs()).hasSize(result.bestEpoch() + 3);
    assertThat(trainer.evaluate(noise))
        .isEqualTo(result.epochs().get(result.bestEpoch() - 1).validation());
  }

  @Test
  void cancelledItKeepsTheBestModelSoFar() {
    AtomicInteger asked = new AtomicInteger();
    Trainer<DenseBatch> trainer = trainer(net, OPTIONS.withEpochs(100));
    TrainingResult result =
        trainer.fit(
            source,
            validation,
            Monitor.NONE.withCancellation(() -> asked.incrementAndGet() > 2 * 16 + 5));
    assertThat(result.ending()).isEqualTo(TrainingResult.Ending.CANCELLED);
    assertThat(result.epochs()).hasSize(2);
    assertThat(trainer.evaluate(validation))
        .isEqualTo(result.epochs().get(result.bestEpoch() - 1).validation());
  }

  @Test
  void anInterruptEndsItAndIsPassedOn() {
    Path checkpoint = folder.resolve("c.safetensors");
    AtomicInteger steps = new AtomicInteger();
    TrainingResult result =
        trainer(net, OPTIONS)
            .fit(
                source,
                Monitor.NONE
                    .withCheckpoint(checkpoint)
                    .withLog(folder.resolve("log"))
                    .withProgress(
                        (stage, done, total, loss) -> {
                          assertThat(total).isEqualTo(5 * 16);
                          if (steps.incrementAndGet() == 16) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.ending()).isEqualTo(TrainingResult.Ending.CANCELLED);
    assertThat(result.epochs()).hasSize(1);
    assertThat(checkpoint).exists();
  }

  @Test
  void divergenceNamesThePlaceAndAdvises() {
    Trainer<DenseBatch> trainer =
        Trainer.of(
            net,
            Sgd.of(net.parameters(), SgdOptions.defaults()),
            Objective.classification(net, CrossEntropy.defaults()),
            OPTIONS.withLearningRate(1e30));
    assertThatThrownBy(() -> trainer.fit(source, Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "training diverged in epoch 1 at step [23456], where the loss is (NaN|Infinity): "
                + "try a learning rate below 1E[+]30, such as 1E[+]29");
  }

  /// The rate of the step would be a third of what the user gave.
  @Test
  void divergenceNamesTheRateThatWasGiven() {
    Schedule schedule = new Schedule.WarmUp(11, new Schedule.Cosine(1.5e20, 0, 50));
    Trainer<DenseBatch> trainer =
        Trainer.of(
            net,
            Sgd.of(net.parameters(), SgdOptions.defaults()),
            Objective.classification(net, CrossEntropy.defaults()),
            OPTIONS.withSchedule(schedule));
    assertThatThrownBy(() -> trainer.fit(source, Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(": try a learning rate below 1.5E+20, such as 1.5E+19");
  }

  @Test
  void aFeatureThatIsNotFiniteIsNamed() {
    float[] features = new float[12];
    features[7] = Float.NaN;
    assertThatThrownBy(() -> DenseSource.of(features, new int[3]))
        .isInstanceOf(InputException.class)
        .hasMessage("features: row 2 of 3 has NaN in column 4 of 4");
  }

  @Test
  void theFirstLossIsNotBlamedOnTheLearningRate() {
    net.parameters().firstEntry().getValue().data()[0] = Float.NaN;
    assertThatThrownBy(() -> trainer(net, OPTIONS).fit(source, Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "training: the loss is NaN at the first step, before anything was learned: "
                + "a value of its rows or of the model is not finite, or far too large");
  }

  @Test
  void theLogHasOneObjectALine() throws IOException {
    Path log = folder.resolve("log.jsonl");
    trainer(net, OPTIONS.withEpochs(2)).fit(source, validation, Monitor.NONE.withLog(log, 10));
    List<String> lines = Files.readAllLines(log);
    List<JsonValue.Fields> objects =
        lines.stream().map(line -> JsonValue.parse(line).object()).toList();
    assertThat(objects.stream().map(line -> line.need("event").text()))
        .containsExactly("step", "epoch", "step", "step", "epoch");
    JsonValue.Fields last = objects.getLast();
    assertThat(last.need("epoch").count()).isEqualTo(2);
    assertThat(last.need("step").count()).isEqualTo(32);
    assertThat(last.need("learningRate").number()).isEqualTo(0.01);
    assertThat(last.values().keySet())
        .containsExactly(
            "event",
            "epoch",
            "step",
            "learningRate",
            "accuracy",
            "loss",
            "validationAccuracy",
            "validationLoss",
            "seconds");
    trainer(net, OPTIONS.withEpochs(1)).fit(source, Monitor.NONE.withLog(log));
    assertThat(Files.readAllLines(log)).hasSize(1);
  }

  @Test
  void steadyStepsAllocateLittle() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    DenseSource rows = Rings.of(16_384, 3);
    Sequential wide =
        Sequential.of(
            Linear.of(Rings.WIDTH, 64, new SplittableRandom(1)),
            Tensor::relu,
            Linear.of(64, 10, new SplittableRandom(2)));
    int batch = 512;
    long[] bytes = {0, Long.MAX_VALUE};
    // What is not yet compiled boxes its vectors: some hundred steps are needed, more on a busy
    // machine.
    trainer(wide, OPTIONS.withBatchSize(batch).withEpochs(500))
        .fit(
            rows,
            Monitor.NONE
                .withProgress(
                    (stage, done, total, loss) -> {
                      long now = threads.getCurrentThreadAllocatedBytes();
                      bytes[1] = Math.min(bytes[1], now - bytes[0]);
                      bytes[0] = threads.getCurrentThreadAllocatedBytes();
                    })
                .withCancellation(() -> bytes[1] < 4L * batch));
    // One float a row would be 2 KiB, the hidden layer is 128 KiB.
    assertThat(bytes[1]).isLessThan(4L * batch);
  }
}
