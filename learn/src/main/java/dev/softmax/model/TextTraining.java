package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.DataWarning;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.data.TextData;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.network.TextNetwork;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.text.TextEncoder;
import dev.softmax.text.WordVectors;
import dev.softmax.training.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One training of a [TextClassifier], step by step.
final class TextTraining {
  private final TextClassifier.Corpus corpus;
  private final TextTrainOptions options;
  private final Monitor monitor;
  private final List<DataWarning> warnings = new ArrayList<>();

  TextTraining(TextClassifier.Corpus corpus, TextTrainOptions options, Monitor monitor) {
    this.corpus = corpus;
    this.options = options;
    this.monitor = monitor;
  }

  Trained<TextClassifier> run() {
    TextData data = corpus.train();
    ClassLabels.Labelled all = ClassLabels.fit(data.targets(), data.target());
    warnings.addAll(all.warnings());
    if (corpus.test().isPresent()) {
      TextData test = corpus.test().get();
      ClassLabels.Labelled held = TextClassifier.labelled(all.labels(), test);
      held.warnings().stream()
          .filter(warning -> warning.kind() == DataWarning.Kind.MISSING_TARGET)
          .forEach(warnings::add);
      if (held.rows().length == 0) {
        throw new InputException(test.source() + ": no text has a label");
      }
      return fit(all, Optional.of(test), held);
    }
    if (options.split() == 0) {
      return fit(all, Optional.empty(), all);
    }
    StratifiedSplit split =
        HoldOut.of(
            all, data.source(), "text", new HoldOut.SplitOptions(options.split(), options.seed()));
    return fit(all.part(split.train()), Optional.of(data), all.part(split.test()));
  }

  /// Fits to the labelled texts `train` of the corpus, and measures on the texts `held` of other data.
  private Trained<TextClassifier> fit(
      ClassLabels.Labelled train, Optional<TextData> heldData, ClassLabels.Labelled held) {
    ClassLabels labels = train.labels();
    List<String> texts = corpus.train().rows(train.rows()).texts();
    TextEncoder encoder = encoder(texts);
    requireRoom(encoder);
    TextNetwork.Data data =
        new TextNetwork.Data(
            encoder.encode(texts),
            train.classes(),
            labels.size(),
            encoder.size(),
            vectors(encoder));
    TextNetwork.Fitted fitted = TextNetwork.fit(data, options.network(), monitor);
    Map<String, String> settings = options.settings();
    settings.put("width", Integer.toString(fitted.network().width()));
    if (corpus.test().isPresent()) {
      settings.remove("split");
    }
    NetworkSettings.course(fitted.training(), settings);
    TextClassifier model =
        new TextClassifier(
            labels, encoder, fitted.network(), summary(texts.size(), settings, Optional.empty()));
    Optional<ClassificationMetrics> metrics =
        heldData.map(
            measured -> model.evaluate(measured.rows(held.rows()).texts(), held.classes()));
    TrainingSummary whole =
        summary(texts.size(), settings, metrics.map(TrainingSummary.HeldOut::of));
    return new Trained<>(
        model.withTraining(whole),
        metrics,
        heldData.isPresent() ? held.rows() : new int[0],
        Course.of(fitted.training()),
        warnings);
  }

  private TextEncoder encoder(List<String> texts) {
    try {
      return TextEncoder.fit(texts, options.text());
    } catch (InputException e) {
      throw new InputException(corpus.train().source() + ": " + e.getMessage(), e);
    }
  }

  private void requireRoom(TextEncoder encoder) {
    try {
      int width = corpus.vectors().map(WordVectors::dimensions).orElse(options.network().width());
      TextNetworkOptions.requireRoom(encoder.size(), width);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: has %s; choose shorter vectors or fewer buckets"
              .formatted(corpus.train().source(), e.getMessage()),
          e);
    }
  }

  private TrainingSummary summary(
      int rows, Map<String, String> settings, Optional<TrainingSummary.HeldOut> heldOut) {
    return TrainingSummary.of(
        corpus.train().file(), corpus.train().source(), rows, settings, heldOut);
  }

  /// The first vectors of all tokens: those of the given words, small random ones of the others.
  private float @Nullable [] vectors(TextEncoder encoder) {
    if (corpus.vectors().isEmpty()) {
      return null;
    }
    WordVectors given = corpus.vectors().get();
    float[] table = new float[encoder.size() * given.dimensions()];
    SplittableRandom random = new SplittableRandom(options.seed());
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) ((2 * random.nextDouble() - 1) / given.dimensions());
    }
    if (given.fill(encoder.vocabulary(), table) == 0) {
      throw new InputException(
          corpus.train().source() + ": none of its words is among the word vectors");
    }
    return table;
  }
}
