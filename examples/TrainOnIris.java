// A table to a model and back: reads examples/data/iris.csv, trains, measures on the fifth of the
// rows that was held out, keeps the model in one file, and asks it about three flowers.
//
//   examples/run Train       from the root of the repository

import dev.softmax.Progress;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TrainOptions;
import dev.softmax.model.Trained;

void main() throws IOException {
  Table table = TableReader.read(Path.of("examples/data/iris.csv"), ReadOptions.defaults());
  IO.println(table.rows() + " rows of " + table.names());

  Trained<TableClassifier> trained =
      TableClassifier.train(table, TrainOptions.of("species"), Progress.NONE);
  ClassificationMetrics heldOut = trained.heldOut().orElseThrow();
  IO.println("held out  " + heldOut.rows() + " rows");
  IO.println("accuracy  " + heldOut.accuracy());
  IO.println("log-loss  " + heldOut.logLoss());

  Path file = Files.createTempFile("iris", ".safetensors");
  try {
    ModelFile.write(trained.model(), file);
    switch (ModelFile.read(file)) {
      case TableClassifier model -> predict(model, table.rows(new int[] {0, 59, 119}));
      case Model other -> throw new IllegalStateException("a model of the kind " + other.kind());
    }
  } finally {
    Files.delete(file);
  }
}

void predict(TableClassifier model, Table flowers) {
  List<String> names = model.labels().names();
  double[] p = model.probabilities(flowers);
  for (int row = 0; row < flowers.rows(); row++) {
    StringBuilder line = new StringBuilder(flowers.place(row)).append(':');
    for (int k = 0; k < names.size(); k++) {
      line.append(String.format(Locale.ROOT, "  %s %.6f", names.get(k), p[row * names.size() + k]));
    }
    IO.println(line);
  }
}
