package dev.softmax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.CrossEntropy;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.nn.BatchNorm;
import dev.softmax.nn.Dropout;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.nn.StateDict;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.ParameterGroup;
import dev.softmax.optim.Schedule;
import dev.softmax.optim.Sgd;
import dev.softmax.optim.SgdOptions;
import dev.softmax.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withBatchSize(32)
          .withSeed(5)
          .withLargestNorm(1)
          .withSchedule(new Schedule.WarmUp(10, new Schedule.Cosine(0.02, 0, 50)));

  private final DenseSource source = Rings.of(500, 1);
  private final DenseSource validation = Rings.of(100, 2);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("checkpoint.safetensors");
  }

  private static Sequential net(long seed, int hidden) {
    SplittableRandom random = new SplittableRandom(seed);
    return Sequential.of(
        Linear.of(Rings.WIDTH, hidden, random),
        BatchNorm.of(hidden),
        Tensor::relu,
        new Dropout(0.2),
        Linear.of(hidden, Rings.CLASSES, random));
  }

  private static Trainer<DenseBatch> trainer(Sequential net, TrainingOptions options) {
    return Trainer.of(
        net,
        Adam.of(net.parameters(), AdamOptions.adamW()),
        Objective.classification(net, CrossEntropy.defaults()),
        options);
  }

  private static List<float[]> values(Sequential net) {
    return net.state().values().stream().map(Tensor::values).toList();
  }

  @Test
  void goesOnToTheSameBits() throws IOException {
    Sequential whole = net(1, 16);
    TrainingResult all =
        trainer(whole, OPTIONS.withEpochs(4)).fit(source, validation, Monitor.NONE);
    Path log = folder.resolve("log");
    Monitor monitor = Monitor.NONE.withCheckpoint(file).withLog(log);
    trainer(net(1, 16), OPTIONS.withEpochs(2)).fit(source, validation, monitor);
    Sequential other = net(99, 16);
    Trainer<DenseBatch> resumed = trainer(other, OPTIONS.withEpochs(4));
    resumed.resume(file);
    TrainingResult rest = resumed.fit(source, validation, monitor);
    assertThat(values(other)).usingRecursiveComparison().isEqualTo(values(whole));
    assertThat(rest.epochs()).hasSize(2);
    assertThat(rest.bestEpoch()).isEqualTo(all.bestEpoch());
    assertThat(rest.epochs().getLast().training()).isEqualTo(all.epochs().getLast().training());
    assertThat(Files.readAllLines(log)).hasSize(4);
  }

  @Test
  void theBestModelOfBeforeTheBreakComesBack() {
    // The rate is so high after the second epoch that nothing better can come.
    TrainingOptions options =
        OPTIONS.withLargestNorm(1e9).withSchedule(new Schedule.Step(0.01, 32, 300));
    Sequential first = net(1, 16);
    trainer(first, options.withEpochs(2))
        .fit(source, validation, Monitor.NONE.withCheckpoint(file));
    Sequential other = net(99, 16);
    Trainer<DenseBatch> resumed = trainer(other, options.withEpochs(4));
    resumed.resume(file);
    TrainingResult result = resumed.fit(source, validation, Monitor.NONE);
    assertThat(result.bestEpoch()).isEqualTo(2);
    assertThat(values(other)).usingRecursiveComparison().isEqualTo(values(first));
  }

  @Test
  void sharedLayersGoOnToTheSameBits() {
    Sequential whole = tied(1);
    trainer(whole, OPTIONS.withEpochs(2)).fit(source, validation, Monitor.NONE);
    Sequential first = tied(1);
    trainer(first, OPTIONS.withEpochs(1))
        .fit(source, validation, Monitor.NONE.withCheckpoint(file));
    Sequential other = tied(99);
    Trainer<DenseBatch> resumed = trainer(other, OPTIONS.withEpochs(2));
    resumed.resume(file);
    resumed.fit(source, validation, Monitor.NONE);
    assertThat(values(other)).usingRecursiveComparison().isEqualTo(values(whole));
  }

  private static Sequential tied(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Linear twice = Linear.of(Rings.WIDTH, Rings.WIDTH, random);
    Linear last = Linear.of(Rings.WIDTH, Rings.CLASSES, random);
    return Sequential.of(twice, Tensor::tanh, twice, last);
  }

  private void refuses(Trainer<DenseBatch> trainer, String... words) {
    assertThatThrownBy(() -> trainer.resume(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void thatOfAnotherTrainingIsRefused() {
    trainer(net(1, 16), OPTIONS.withEpochs(1))
        .fit(source, validation, Monitor.NONE.withCheckpoint(file));
    Sequential wide = net(1, 17);
    List<float[]> before = values(wide);
    refuses(
        trainer(wide, OPTIONS), "'model.0.weight' is F32 (16, 4) instead of F32 (17, 4)");
    assertThat(values(wide)).usingRecursiveComparison().isEqualTo(before);
    refuses(trainer(net(1, 16), OPTIONS.withSeed(6)), "with the seed 5, not 6");
    refuses(trainer(net(1, 16), OPTIONS.withBatchSize(8)), "with a batch size of 32, not 8");
    Sequential same = net(1, 16);
    refuses(
        Trainer.of(
            same,
            Sgd.of(same.parameters(), SgdOptions.defaults()),
            Objective.classification(same, CrossEntropy.defaults()),
            OPTIONS),
        "with the optimiser 'Adam', not 'Sgd'");
    Trainer<DenseBatch> resumed = trainer(same, OPTIONS.withEpochs(2));
    resumed.resume(file);
    assertThatThrownBy(() -> resumed.fit(Rings.of(100, 1), Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("16 steps in 1 epochs, but 100 rows have 4 an epoch");
  }

  @Test
  void thatOfOtherOptionsIsRefused() {
    AdamOptions adam = AdamOptions.defaults();
    TrainingOptions told = OPTIONS.withEpochs(1).withFact("the text's SHA-256", "12ab");
    decaying(adam, 0, told).fit(source, validation, Monitor.NONE.withCheckpoint(file));
    refuses(
        decaying(AdamOptions.adamW(), 0.1, told),
        "with decoupled weight decay 'false', not 'true'");
    refuses(decaying(adam.withBetas(0.9, 0.99), 0, told), "with beta2 '0.999', not '0.99'");
    refuses(decaying(adam, 0.1, told), "with weight decay of '0.weight' '0.0', not '0.1'");
    refuses(
        decaying(adam, 0, told.withLearningRate(0.1)),
        "with the schedule 'WarmUp[steps=10, after=Cosine[rate=0.02, last=0.0, steps=50]]', "
            + "not 'Constant[rate=0.1]'");
    refuses(
        decaying(adam, 0, told.withLargestNorm(2)), "with the largest norm '1.0', not '2.0'");
    refuses(
        decaying(adam, 0, told.withFact("the text's SHA-256", "34cd")),
        "with the text's SHA-256 '12ab', not '34cd'");
    refuses(decaying(adam, 0, told.withFact("dropout", "0.1")), "with dropout none, not '0.1'");
    refuses(decaying(adam, 0, OPTIONS), "with 'the text's SHA-256' '12ab', not none");
    decaying(adam, 0, told.withEpochs(7).withPatience(3)).resume(file);
  }

  private static Trainer<DenseBatch> decaying(
      AdamOptions adam, double decay, TrainingOptions options) {
    Sequential net = net(1, 16);
    return Trainer.of(
        net,
        Adam.of(ParameterGroup.decayingMatrices(net.parameters(), decay), adam),
        Objective.classification(net, CrossEntropy.defaults()),
        options);
  }

  @Test
  void thatOfAnOlderVersionIsRefused() {
    trainer(net(1, 16), OPTIONS.withEpochs(1))
        .fit(source, validation, Monitor.NONE.withCheckpoint(file));
    Map<String, StoredTensor> copies = new LinkedHashMap<>();
    String older;
    try (Safetensors tensors = Safetensors.open(file)) {
      tensors
          .tensors()
          .forEach((name, one) -> copies.put(name, StoredTensor.of(one.toFloats(), one.shape())));
      older = tensors.metadata().get("checkpoint").replaceAll("\"options\":\\{[^}]*},", "");
    }
    Safetensors.write(file, Map.of("checkpoint", older), copies);
    refuses(
        trainer(net(1, 16), OPTIONS),
        "is a checkpoint of an older version, which does not say its training's options");
  }

  @Test
  void whatIsNoCheckpointIsRefused() {
    Sequential net = net(1, 16);
    StateDict.write(net, file);
    refuses(trainer(net, OPTIONS), "is not a checkpoint of a training");
  }
}
