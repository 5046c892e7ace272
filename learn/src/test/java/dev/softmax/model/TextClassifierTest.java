package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.data.DataWarning;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SharedData;
import dev.softmax.data.TextData;
import dev.softmax.data.TextReadOptions;
import dev.softmax.data.TextReader;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.text.TextFeature;
import dev.softmax.text.TextOptions;
import dev.softmax.text.WordVectors;
import dev.softmax.training.Monitor;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextClassifierTest {
  private static final TextReadOptions UTF_8 = TextReadOptions.defaults();
  private static final TextReadOptions WINDOWS =
      UTF_8.withEncoding(Charset.forName("windows-1252"));

  @TempDir private Path folder;

  private static TextData lines(String path, TextReadOptions options) {
    return TextReader.read(SharedData.file(path), options);
  }

  private static double accuracy(TextClassifier.Corpus corpus) {
    return TextClassifier.train(corpus, TextTrainOptions.defaults(), Monitor.NONE)
        .heldOut()
        .orElseThrow()
        .accuracy();
  }

  @Test
  void stanfordSentimentTreebank() {
    TextClassifier.Corpus corpus =
        TextClassifier.Corpus.of(lines("sst/stsa.binary.train", UTF_8))
            .withTest(lines("sst/stsa.binary.test", UTF_8));
    assertThat(accuracy(corpus)).isGreaterThanOrEqualTo(0.80);
  }

  @Test
  void movieReviews() {
    TextData reviews =
        TextReader.readClasses(
            List.of(
                SharedData.file("movie-review-polarity/rt-polarity.neg"),
                SharedData.file("movie-review-polarity/rt-polarity.pos")),
            WINDOWS);
    assertThat(accuracy(TextClassifier.Corpus.of(reviews))).isGreaterThanOrEqualTo(0.75);
  }

  @Test
  void questions() {
    assertThat(accuracy(questions(WINDOWS.withCoarse(true)))).isGreaterThanOrEqualTo(0.85);
    assertThat(accuracy(questions(WINDOWS))).isGreaterThanOrEqualTo(0.75);
  }

  private static TextClassifier.Corpus questions(TextReadOptions options) {
    return TextClassifier.Corpus.of(lines("trec/TREC.train", options))
        .withTest(lines("trec/TREC.test", options));
  }

  @Test
  void news() {
    TextData news =
        TextReader.readTable(
            SharedData.file("ag-news/test.csv"),
            List.of("c2", "c3"),
            Optional.of("c1"),
            ReadOptions.defaults());
    assertThat(accuracy(TextClassifier.Corpus.of(news))).isGreaterThanOrEqualTo(0.84);
  }

  @Test
  void shortMessages() {
    TextData messages = lines("sms-spam/SMSSpamCollection", UTF_8);
    assertThat(accuracy(TextClassifier.Corpus.of(messages))).isGreaterThanOrEqualTo(0.98);
  }

  /// Sentences of two moods, enough of each to learn from.
  static TextData moods() {
    String[] good = {
      "lovely warm day", "what a lovely film", "warm and funny", "a funny lovely day"
    };
    String[] bad = {"dull grey day", "what a dull film", "grey and slow", "a slow dull day"};
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      texts.add((i % 2 == 0 ? good : bad)[i / 2 % 4]);
      labels.add(i % 2 == 0 ? "good" : "bad");
    }
    return TextData.of("moods", texts, labels);
  }

  static TextTrainOptions quick() {
    TextTrainOptions options = TextTrainOptions.defaults();
    return options.withNetwork(
        options
            .network()
            .withWidth(10)
            .withTraining(options.network().training().withBatchSize(4).withLearningRate(0.02)));
  }

  private static Trained<TextClassifier> train(TextData data, TextTrainOptions options) {
    return TextClassifier.train(TextClassifier.Corpus.of(data), options, Monitor.NONE);
  }

  @Test
  void learnsAFewSentences() {
    Trained<TextClassifier> trained = train(moods(), quick());
    assertThat(trained.heldOut().orElseThrow().accuracy()).isEqualTo(1);
    assertThat(trained.heldOut().orElseThrow().rows()).isEqualTo(8);
    TextClassifier model = trained.model();
    assertThat(model.labels().names()).containsExactly("bad", "good");
    assertThat(model.training().rows()).isEqualTo(32);
    assertThat(model.training().settings())
        .containsEntry("width", "10")
        .containsEntry("split", "0.2")
        .containsKeys("hidden", "bestEpoch", "seed");
    double[] p = model.probabilities(List.of("a lovely evening", "grey"));
    assertThat(p[1]).isGreaterThan(0.8);
    assertThat(p[2]).isGreaterThan(0.8);
    assertThat(p[0] + p[1]).isCloseTo(1, within(1e-12));
    double[] warm = model.withTemperature(10).probabilities(List.of("a lovely evening"));
    assertThat(warm[1]).isBetween(0.5, p[1]);
    assertThatThrownBy(() -> model.withTemperature(Double.NaN)).hasMessageContaining("NaN");
    assertThat(model.probabilities(List.of())).isEmpty();
  }

  @Test
  void explains() {
    TextClassifier model = train(moods(), quick()).model();
    List<TextClassifier.Share> shares = model.explain("A lovely, dull unheard day", 1);
    assertThat(shares)
        .extracting(share -> share.feature().name())
        .startsWith("a", "lovely", "dull", "unheard", "day")
        .contains("a lovely");
    assertThat(shares.get(1).logit()).isPositive();
    assertThat(shares.get(2).logit()).isNegative();
    assertThat(shares.get(1).feature().start()).isEqualTo(2);
    assertThat(shares.get(3).feature().kind()).isEqualTo(TextFeature.Kind.UNKNOWN);
    assertThat(model.explain("", 1)).hasSize(1).allMatch(share -> share.logit() == 0);
  }

  @Test
  void unusualTexts() {
    TextClassifier model = train(moods(), quick()).model();
    String huge = "lovely ".repeat(1_500_000);
    List<String> texts =
        List.of(
            "", " ", "x", "🎉🎉", "פילם נהדר", "\u0000\uffff", "\ud83d", "好".repeat(5000), huge);
    double[] p = model.probabilities(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(p[2 * i] + p[2 * i + 1]).isCloseTo(1, within(1e-12));
    }
    assertThat(p[1]).isEqualTo(p[3]);
    assertThat(p[2 * 8 + 1]).isGreaterThan(0.9);
    // What is learned from may be as odd.
    List<String> odd = new ArrayList<>(texts.subList(0, 8));
    odd.addAll(moods().texts());
    List<String> labels = new ArrayList<>(Collections.nCopies(8, "odd"));
    for (int i = 0; i < 40; i++) {
      labels.add(moods().label(i));
    }
    TextClassifier trained = train(TextData.of("odd texts", odd, labels), quick()).model();
    assertThat(trained.labels().names()).containsExactly("bad", "good", "odd");
    assertThat(trained.probabilities(odd)).doesNotContain(Double.NaN).hasSize(3 * 48);
  }

  @Test
  void theSameFileOnAnyNumberOfThreads() throws Exception {
    Path one = folder.resolve("one.safetensors");
    Path two = folder.resolve("two.safetensors");
    Compute.limitThreads(1);
    ModelFile.write(train(moods(), quick()).model(), one);
    Compute.limitThreads(2);
    ModelFile.write(train(moods(), quick()).model(), two);
    assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    ModelFile.write(train(moods(), quick().withSeed(7)).model(), two);
    assertThat(Files.mismatch(one, two)).isNotEqualTo(-1);
  }

  @Test
  void textsToTestOnMayCallTheirLabelsOtherwise() throws Exception {
    Path csv = folder.resolve("more.csv");
    Files.writeString(csv, "text,mood\nlovely day,good\ngrey day,bad\nwarm,\n");
    TextData more =
        TextReader.readTable(csv, List.of("text"), Optional.of("mood"), ReadOptions.defaults());
    Trained<TextClassifier> trained =
        TextClassifier.train(
            TextClassifier.Corpus.of(moods()).withTest(more), quick(), Monitor.NONE);
    ClassificationMetrics held = trained.heldOut().orElseThrow();
    assertThat(held.rows()).isEqualTo(2);
    assertThat(held.accuracy()).isEqualTo(1);
    assertThat(trained.model().training().rows()).isEqualTo(40);
    assertThat(trained.model().training().settings()).doesNotContainKey("split");
    assertThat(trained.warnings())
        .extracting(DataWarning::kind)
        .containsExactly(DataWarning.Kind.MISSING_TARGET);
    assertThat(trained.model().evaluate(more).rows()).isEqualTo(2);
    Files.writeString(csv, "text,mood\nlovely day,odd\n");
    TextData odd =
        TextReader.readTable(csv, List.of("text"), Optional.of("mood"), ReadOptions.defaults());
    assertThatThrownBy(() -> trained.model().evaluate(odd))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("more.csv, line 2: column 'mood': 'odd' is none of");
  }

  @Test
  void vectorsOfWords() {
    WordVectors vectors = WordVectors.of(List.of("lovely", "dull"), new float[] {1, 0, 0, 0, 0, 1});
    TextClassifier.Corpus corpus = TextClassifier.Corpus.of(moods()).withVectors(vectors);
    TextClassifier model = TextClassifier.train(corpus, quick(), Monitor.NONE).model();
    assertThat(model.network().width()).isEqualTo(3);
    assertThat(model.training().settings()).containsEntry("width", "3");
    TextClassifier.Corpus strange =
        TextClassifier.Corpus.of(moods())
            .withVectors(WordVectors.of(List.of("quark"), new float[] {1, 2}));
    assertThatThrownBy(() -> TextClassifier.train(strange, quick(), Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("moods: none of its words is among the word vectors");
  }

  @Test
  void textsThatCannotBeLearned() {
    fails(quick(), List.of("a", "b"), List.of("x", "x"), "one class only, 'x'");
    fails(quick(), List.of("a", "b"), List.of("x", "y"), "no text can be held out of 2 texts");
    fails(quick().withSplit(0), List.of("", "..."), List.of("x", "y"), "no words to learn from");
    fails(
        quick().withSplit(0).withText(TextOptions.defaults().withMinCount(3)),
        List.of("once upon", "a time"),
        List.of("x", "y"),
        "none of the texts'");
    assertThatThrownBy(
            () -> train(TextData.of("bare", List.of("a", "b")), TextTrainOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("bare: ");
    TextTrainOptions wild =
        quick()
            .withNetwork(
                quick()
                    .network()
                    .withTraining(quick().network().training().withLearningRate(1e38)));
    assertThatThrownBy(() -> train(moods(), wild))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("at step", "the loss is", "try a learning rate below");
  }

  private static void fails(
      TextTrainOptions options, List<String> texts, List<String> labels, String words) {
    assertThatThrownBy(() -> train(TextData.of("some.txt", texts, labels), options))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("some.txt: ")
        .hasMessageContaining(words);
  }
}
