package dev.softmax.fuzz;

import static dev.softmax.fuzz.Seeds.all;
import static dev.softmax.fuzz.Seeds.golden;

import dev.softmax.CrossEntropy;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorFiles;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.nn.StateDict;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.DenseBatch;
import dev.softmax.training.DenseSource;
import dev.softmax.training.Monitor;
import dev.softmax.training.Objective;
import dev.softmax.training.Trainer;
import dev.softmax.training.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// The readers of `dev.softmax.io`, and what reads through them: tensors, PyTorch's checkpoints, weights,
/// trainings that go on.
final class TensorTargets {
  private static final DenseSource ROWS =
      DenseSource.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new int[] {0, 1, 0, 1});

  private TensorTargets() {}

  static List<Target> targets() {
    return List.of(
        Target.of(
                "safetensors",
                "tensors.safetensors",
                all(
                    golden("nn/nn", "{types,schedules,state_dict}.safetensors"),
                    golden("nn/io", "*.safetensors")),
                TensorTargets::tensors)
            .within(Frame.SAFETENSORS),
        Target.of("pytorch", "tensors.pth", golden("nn/io", "*.pth"), TensorTargets::tensors),
        Target.of(
                "weights",
                "weights.safetensors",
                List.of(Seeds.written(file -> StateDict.write(network(), file))),
                file -> StateDict.load(network(), file))
            .within(Frame.SAFETENSORS),
        Target.of(
                "checkpoint of a training",
                "checkpoint.safetensors",
                List.of(
                    Seeds.written(file -> trainer(1).fit(ROWS, Monitor.NONE.withCheckpoint(file)))),
                TensorTargets::goOn)
            .within(Frame.SAFETENSORS));
  }

  private static void tensors(Path file) {
    try (TensorFile tensors = TensorFiles.open(file)) {
      for (String name : tensors.names()) {
        StoredTensor tensor = tensors.tensor(name);
        Checks.same("numbers", tensor.toDoubles().length, tensor.size());
        Checks.same("numbers", tensor.toFloats().length, tensor.size());
        switch (tensor.type()) {
          case I64, I32, U8, BOOL -> Checks.same("numbers", tensor.toLongs().length, tensor.size());
          case F64, F32, F16, BF16 -> {}
        }
      }
    }
  }

  private static Sequential network() {
    SplittableRandom random = new SplittableRandom(1);
    return Sequential.of(Linear.of(2, 3, random), Tensor::relu, Linear.of(3, 2, random));
  }

  private static Trainer<DenseBatch> trainer(int epochs) {
    Sequential network = network();
    return Trainer.of(
        network,
        Adam.of(network.parameters(), AdamOptions.adamW()),
        Objective.classification(network, CrossEntropy.defaults()),
        TrainingOptions.defaults().withBatchSize(2).withEpochs(epochs).withSeed(3));
  }

  private static void goOn(Path file) {
    Trainer<DenseBatch> trainer = trainer(2);
    trainer.resume(file);
    Checks.named(file, () -> trainer.fit(ROWS, Monitor.NONE));
  }
}
