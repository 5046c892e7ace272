// Reviews to a model and back: reads examples/data/reviews.csv, learns which are good, measures on
// the quarter that was held out, keeps the model in one file, and lets it explain itself.
//
//   examples/run Sentiment             from the root of the repository
//   examples/run Sentiment words.svg   draws what each word adds, too

import dev.softmax.data.ReadOptions;
import dev.softmax.data.TextData;
import dev.softmax.data.TextReader;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.TextTrainOptions;
import dev.softmax.model.Trained;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.plot.HeatMap;
import dev.softmax.training.Monitor;

void main(String[] args) throws IOException {
  TextData reviews =
      TextReader.readTable(
          Path.of("examples/data/reviews.csv"),
          List.of("review"),
          Optional.of("label"),
          ReadOptions.defaults());
  IO.println(reviews.size() + " reviews, the first: " + reviews.texts().getFirst());

  // So few texts take smaller batches and a higher rate than the defaults, which are for thousands.
  TextNetworkOptions network = TextNetworkOptions.defaults();
  network = network.withTraining(network.training().withBatchSize(4).withLearningRate(0.01));
  Trained<TextClassifier> trained =
      TextClassifier.train(
          TextClassifier.Corpus.of(reviews),
          TextTrainOptions.defaults().withSplit(0.25).withNetwork(network),
          Monitor.NONE);
  ClassificationMetrics heldOut = trained.heldOut().orElseThrow();
  IO.println("held out  " + heldOut.rows() + " reviews");
  IO.println("accuracy  " + heldOut.accuracy());

  Path file = Files.createTempFile("reviews", ".safetensors");
  try {
    ModelFile.write(trained.model(), file);
    switch (ModelFile.read(file)) {
      case TextClassifier model -> explain(model, "A boring story, but wonderful music", args);
      case Model other -> throw new IllegalStateException("a model of the kind " + other.kind());
    }
  } finally {
    Files.delete(file);
  }
}

void explain(TextClassifier model, String text, String[] args) throws IOException {
  double[] p = model.probabilities(List.of(text));
  int best = p[0] > p[1] ? 0 : 1;
  IO.println("'" + text + "' is " + model.labels().names().get(best) + ": " + p[best]);
  List<TextClassifier.Share> shares = model.explain(text, best);
  for (TextClassifier.Share share : shares) {
    IO.println(String.format(Locale.ROOT, "%+9.4f  %s", share.logit(), share.feature().name()));
  }
  if (args.length > 0) {
    List<String> words = shares.stream().map(share -> share.feature().name()).toList();
    double[] logits = shares.stream().mapToDouble(TextClassifier.Share::logit).toArray();
    HeatMap.of(List.of(model.labels().names().get(best)), words, new double[][] {logits})
        .withValueName("share of the logit")
        .save(Path.of(args[0]));
    IO.println("drawn to " + args[0]);
  }
}
