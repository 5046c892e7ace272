// From a table to probabilities one can act on: trains on three fifths of the flowers, corrects the
// confidence by a fifth that it has not seen, makes sets of classes by another, keeps all that in
// one file, and predicts from the file alone, as a service would.
//
//   examples/run ServeATable       from the root of the repository

import dev.softmax.Progress;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.calibration.CalibrationFit;
import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.ConformalSets;
import dev.softmax.calibration.SetScore;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.model.Classifier;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TrainOptions;

void main() throws IOException {
  Table all = TableReader.read(Path.of("examples/data/iris.csv"), ReadOptions.defaults());
  // The table is sorted by class: every fifth row from the fourth, and from the fifth, is kept.
  Table train = part(all, 0, 1, 2);
  Table fitted = part(all, 3);
  Table kept = part(all, 4);

  TrainOptions options = TrainOptions.of("species").withSplit(0);
  TableClassifier model = TableClassifier.train(train, options, Progress.NONE).model();
  ClassLabels labels = model.labels();
  int k = labels.size();
  CalibrationFit fit =
      new CalibrationMethod.Temperature()
          .fit(new CalibrationData(model.logits(fitted), labels.encode(fitted), k));
  IO.println("log-loss       %.6f before, %.6f after".formatted(fit.lossBefore(), fit.lossAfter()));

  double[] p = fit.calibration().probabilities(model.logits(kept), k);
  Classifier trusted =
      model
          .withCalibration(fit.calibration())
          .withConformalScores(ConformalScores.of(p, labels.encode(kept), k));
  Path file = Files.createTempFile("iris", ".safetensors");
  try {
    ModelFile.write(trusted, file);
    if (ModelFile.read(file) instanceof TableClassifier served) {
      serve(served, all.rows(new int[] {0, 70, 77, 106, 133}));
    }
  } finally {
    Files.delete(file);
  }
}

/// The rows whose number leaves one of these remainders when divided by 5.
Table part(Table table, int... remainders) {
  List<Integer> wanted = Arrays.stream(remainders).boxed().toList();
  return table.rows(
      IntStream.range(0, table.rows()).filter(row -> wanted.contains(row % 5)).toArray());
}

void serve(TableClassifier model, Table flowers) {
  List<String> names = model.labels().names();
  ConformalSets sets = model.conformalScores().orElseThrow().sets(0.95, new SetScore.Lac());
  double[] p = model.probabilities(flowers);
  for (int row = 0; row < flowers.rows(); row++) {
    double[] of = Arrays.copyOfRange(p, row * names.size(), (row + 1) * names.size());
    List<String> set = Arrays.stream(sets.set(of)).mapToObj(names::get).toList();
    String line = "%s  %.6f %.6f %.6f  %s";
    IO.println(line.formatted(flowers.place(row), of[0], of[1], of[2], set));
  }
}
