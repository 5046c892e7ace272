package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.TextData;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.text.fasttext.FastTextModel;
import dev.softmax.text.fasttext.FastTextPrediction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A classifier of texts that fastText trained, as it is: read, used, not written. Letters: `N` texts,
/// `K` classes.
public final class FastTextClassifier implements Classifier {
  /// The kind, as `inspect` names it.
  static final String KIND = "fasttext";

  private static final String AS_IT_IS = "models of fastText are used as they are";

  private final ClassLabels labels;
  private final FastTextModel model;
  private final TrainingSummary training;
  private final Map<String, Integer> indices;

  private FastTextClassifier(ClassLabels labels, FastTextModel model, TrainingSummary training) {
    this.labels = labels;
    this.model = model;
    this.training = training;
    this.indices = new HashMap<>();
    labels.names().forEach(name -> indices.put(name, indices.size()));
  }

  static FastTextClassifier read(Path file) {
    FastTextModel model = FastTextModel.read(file);
    try {
      return new FastTextClassifier(
          ClassLabels.of("label", model.labels()), model, TrainingSummary.UNKNOWN);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + ": is damaged: its labels cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ClassLabels labels() {
    return labels;
  }

  /// Nothing is known of it.
  @Override
  public TrainingSummary training() {
    return training;
  }

  /// Nothing: fastText's probabilities are used as they are.
  @Override
  public Trust trust() {
    return Trust.NONE;
  }

  @Override
  public FastTextClassifier withTrust(Trust value) {
    throw new IllegalArgumentException(AS_IT_IS);
  }

  /// Length of a token's vector.
  public int width() {
    return model.dimensions();
  }

  /// Texts → probabilities `(N, K)` as fastText gives them, row-major; see [FastTextModel#predict]. A
  /// text of which nothing is known has zeros.
  public double[] probabilities(List<String> texts) {
    double[] probabilities = new double[Math.multiplyExact(texts.size(), labels.size())];
    for (int i = 0; i < texts.size(); i++) {
      for (FastTextPrediction prediction : model.predict(texts.get(i), labels.size())) {
        probabilities[i * labels.size() + Objects.requireNonNull(indices.get(prediction.label()))] =
            prediction.probability();
      }
    }
    return probabilities;
  }

  /// Texts → probabilities `(N, K)` divided by their sum, row-major: fastText's are rounded, or of a model
  /// that decides class by class. A text of which nothing is known is undecided between all classes.
  public double[] distributions(List<String> texts) {
    double[] probabilities = probabilities(texts);
    for (int from = 0; from < probabilities.length; from += labels.size()) {
      normalise(probabilities, from, from + labels.size());
    }
    return probabilities;
  }

  /// Measures the model's [#distributions] on labelled texts. Texts without a label do not count.
  ///
  /// @throws InputException when there are no labels, or one is not a class of the model
  public ClassificationMetrics evaluate(TextData data) {
    ClassLabels.Labelled held = TextClassifier.labelled(labels, data);
    if (held.rows().length == 0) {
      throw new InputException(data.source() + ": no text has a label");
    }
    return ClassificationMetrics.of(
        distributions(data.rows(held.rows()).texts()), held.classes(), labels.size());
  }

  private static void normalise(double[] probabilities, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += probabilities[i];
    }
    for (int i = from; i < to; i++) {
      probabilities[i] = sum > 0 ? probabilities[i] / sum : 1.0 / (to - from);
    }
  }
}
