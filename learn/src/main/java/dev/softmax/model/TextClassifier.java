package dev.softmax.model;

import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.Table;
import dev.softmax.data.TextData;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.network.TextNetwork;
import dev.softmax.text.TextEncoder;
import dev.softmax.text.TextFeature;
import dev.softmax.text.WordVectors;
import dev.softmax.training.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A classifier of texts: words and n-grams, the mean of their vectors, hidden layers, softmax.
/// Immutable. Letters: `N` texts, `K` classes.
public final class TextClassifier implements Classifier {
  /// The kind that the file names.
  static final String KIND = "text";

  private final ClassLabels labels;
  private final TextEncoder encoder;
  private final TextNetwork network;
  private final Trust trust;
  private final TrainingSummary training;

  TextClassifier(
      ClassLabels labels, TextEncoder encoder, TextNetwork network, TrainingSummary training) {
    this(labels, encoder, network, Trust.NONE, training);
  }

  private TextClassifier(
      ClassLabels labels,
      TextEncoder encoder,
      TextNetwork network,
      Trust trust,
      TrainingSummary training) {
    if (network.classes() != labels.size() || network.vocabulary() != encoder.size()) {
      throw new IllegalArgumentException(
          "a network of %d classes and %d tokens, but %d classes and %d tokens"
              .formatted(network.classes(), network.vocabulary(), labels.size(), encoder.size()));
    }
    this.labels = labels;
    this.encoder = encoder;
    this.network = network;
    this.trust = trust.checked(labels.size());
    this.training = training;
  }

  /// What a classifier of texts learns from.
  ///
  /// @param train labelled texts
  /// @param test labelled texts to measure it on; with none, texts are held out
  /// @param vectors what words are known to mean beforehand
  public record Corpus(TextData train, Optional<TextData> test, Optional<WordVectors> vectors) {
    /// Labelled texts alone.
    public static Corpus of(TextData train) {
      return new Corpus(train, Optional.empty(), Optional.empty());
    }

    /// These texts, measured on others.
    public Corpus withTest(TextData value) {
      return new Corpus(train, Optional.of(value), vectors);
    }

    /// These texts, with vectors of words.
    public Corpus withVectors(WordVectors value) {
      return new Corpus(train, test, Optional.of(value));
    }
  }

  /// Trains a classifier, and measures it on the test texts, or on texts held out by class.
  ///
  /// @param corpus labelled texts
  /// @param options words and n-grams, network, what is held out
  /// @param monitor hears of each step, may end the training, keeps a log and checkpoints
  /// @throws InputException when there is one class only, no word, no text to hold out, or the loss is
  ///     no number any more
  public static Trained<TextClassifier> train(
      Corpus corpus, TextTrainOptions options, Monitor monitor) {
    return new TextTraining(corpus, options, monitor).run();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ClassLabels labels() {
    return labels;
  }

  @Override
  public TrainingSummary training() {
    return training;
  }

  /// From texts to tokens.
  public TextEncoder encoder() {
    return encoder;
  }

  /// From tokens to logits.
  public TextNetwork network() {
    return network;
  }

  @Override
  public Trust trust() {
    return trust;
  }

  @Override
  public TextClassifier withTrust(Trust value) {
    return new TextClassifier(labels, encoder, network, value, training);
  }

  /// The same model with its logits divided by a temperature, in place of its calibration.
  ///
  /// @param value positive and finite
  /// @throws IllegalArgumentException when it is not
  public TextClassifier withTemperature(double value) {
    return withTrust(Trust.of(new TemperatureCalibration(value)));
  }

  /// The same model with another account of its training.
  TextClassifier withTraining(TrainingSummary value) {
    return new TextClassifier(labels, encoder, network, trust, value);
  }

  /// Texts → probabilities `(N, K)`, row-major. A text without a known word has those of an empty one.
  public double[] probabilities(List<String> texts) {
    return trust.probabilities(logits(texts), labels.size(), row -> "text " + (row + 1));
  }

  /// Texts → logits `(N, K)`, row-major, before the calibration.
  public double[] logits(List<String> texts) {
    return network.logits(encoder.encode(texts));
  }

  /// Measures the model on labelled texts. Texts without a label do not count.
  ///
  /// @throws InputException when there are no labels, or one is not a class of the model
  public ClassificationMetrics evaluate(TextData data) {
    ClassLabels.Labelled held = labelled(labels, data);
    if (held.rows().length == 0) {
      throw new InputException(data.source() + ": no text has a label");
    }
    return evaluate(data.rows(held.rows()).texts(), held.classes());
  }

  /// The texts that have a label, and their classes; the column of labels may have any name.
  static ClassLabels.Labelled labelled(ClassLabels labels, TextData data) {
    Table targets = data.targets();
    return ClassLabels.of(data.target(), labels.names()).label(targets);
  }

  /// Measures the model on texts whose classes are known.
  ///
  /// @param texts the texts
  /// @param classes the class of each, from 0
  /// @throws InputException when there is no text
  public ClassificationMetrics evaluate(List<String> texts, int[] classes) {
    if (texts.isEmpty()) {
      throw new InputException("no text has a class to measure the model by");
    }
    return ClassificationMetrics.of(probabilities(texts), classes, labels.size());
  }

  /// What a word or n-gram adds to the logit of a class.
  ///
  /// @param feature the word or n-gram, and where it is in the text
  /// @param logit its share
  public record Share(TextFeature feature, double logit) {}

  /// What each word and n-gram of a text adds to the logit of a class; the sum is the logit less that
  /// of a text without words. See [TextNetwork#shares].
  ///
  /// @param text any text
  /// @param label the class, from 0
  /// @return in the order of the text
  public List<Share> explain(String text, int label) {
    List<TextFeature> features = encoder.features(text);
    int[] tokens = features.stream().mapToInt(TextFeature::id).toArray();
    double[] logits = network.shares(tokens, label);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      shares.add(new Share(features.get(i), logits[i]));
    }
    return List.copyOf(shares);
  }
}
