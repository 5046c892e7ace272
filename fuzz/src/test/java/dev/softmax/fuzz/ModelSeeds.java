package dev.softmax.fuzz;

import dev.softmax.Progress;
import dev.softmax.calibration.CalibrationData;
import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.data.LibsvmReader;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.data.TextData;
import dev.softmax.image.Augmentation;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureData;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.ImageStart;
import dev.softmax.model.ImageTrainOptions;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.SparseTrainOptions;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.model.TextTrainOptions;
import dev.softmax.model.TrainOptions;
import dev.softmax.model.Trust;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.sequence.Architecture;
import dev.softmax.sequence.ByteVocabulary;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.sequence.LanguageMonitor;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.TokenVocabulary;
import dev.softmax.sequence.UnknownSymbols;
import dev.softmax.training.Monitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Small models of every kind, trained in a moment, as files.
final class ModelSeeds {
  private ModelSeeds() {}

  private static byte[] file(Model model) {
    return Seeds.written(file -> ModelFile.write(model, file));
  }

  private static <T> T read(String text, Function<Path, T> reader) {
    try {
      Path file = Files.writeString(Files.createTempFile("rows", ".txt"), text);
      T rows = reader.apply(file);
      Files.delete(file);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table table(int rows) {
    StringBuilder lines = new StringBuilder("a,b,day,colour,class\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < rows; row++) {
      int k = random.nextInt(3);
      lines.append(
          "%.3f,%.3f,2024-%02d-11,%s,%s\n"
              .formatted(
                  k + random.nextGaussian(),
                  random.nextGaussian(),
                  1 + row % 12,
                  row % 5 == 0 ? "red" : "blue",
                  "xyz".charAt(k)));
    }
    return read(lines.toString(), file -> TableReader.read(file, ReadOptions.defaults()));
  }

  /// Rows to predict: known and unknown texts, missing values.
  static Table fewRows() {
    return read(
        "a,b,day,colour\n1,2,2024-05-06,red\n,3.5,2023-01-01,green\n-1e6,1e6,,\n",
        file -> TableReader.read(file, ReadOptions.defaults()));
  }

  /// Of a regression with each kind of calibration and scores for sets, and of a network.
  static List<byte[]> tables() {
    Table table = table(90);
    TrainOptions options = TrainOptions.of("class").withSplit(0);
    TableClassifier regression = TableClassifier.train(table, options, Progress.NONE).model();
    List<byte[]> files = new ArrayList<>();
    int[] labels = regression.labels().label(table).classes();
    CalibrationData data = new CalibrationData(regression.logits(table), labels, 3);
    for (CalibrationMethod method :
        List.of(
            new CalibrationMethod.Temperature(),
            new CalibrationMethod.Vector(),
            new CalibrationMethod.Matrix(),
            new CalibrationMethod.Dirichlet(),
            new CalibrationMethod.Isotonic(),
            new CalibrationMethod.Ensemble(new CalibrationMethod.Vector(), 3, 1))) {
      TableClassifier calibrated = regression.withTrust(Trust.of(method.fit(data).calibration()));
      ConformalScores scores = ConformalScores.of(calibrated.probabilities(table), labels, 3);
      files.add(file(calibrated.withConformalScores(scores)));
    }
    NetworkOptions network = NetworkOptions.of(HiddenLayers.NONE.withWidths(4, 3)).withEpochs(2);
    files.add(
        file(
            TableClassifier.train(
                    table, Optional.empty(), options.withNetwork(network), Monitor.NONE)
                .model()));
    return files;
  }

  static List<byte[]> sparse() {
    String rows = "apple 1:1 3:0.5\npear 2:2 3:0.5\napple 1:2\npear 2:1 5:1\n".repeat(5);
    return List.of(
        file(
            SparseClassifier.train(
                    read(rows, LibsvmReader::read),
                    Optional.empty(),
                    SparseTrainOptions.defaults().withSplit(0),
                    Progress.NONE)
                .model()));
  }

  static List<byte[]> texts() {
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      texts.add(i % 2 == 0 ? "what a lovely warm day" : "a dull grey day 123");
      labels.add(i % 2 == 0 ? "good" : "bad");
    }
    TextClassifier.Corpus corpus = TextClassifier.Corpus.of(TextData.of("moods", texts, labels));
    List<byte[]> files = new ArrayList<>();
    for (HiddenLayers layers : List.of(HiddenLayers.NONE, HiddenLayers.NONE.withWidths(3))) {
      TextTrainOptions options = TextTrainOptions.defaults().withSplit(0);
      options =
          options.withNetwork(
              options
                  .network()
                  .withWidth(6)
                  .withTraining(options.network().training().withEpochs(2).withLayers(layers)));
      files.add(file(TextClassifier.train(corpus, options, Monitor.NONE).model()));
    }
    return files;
  }

  static List<byte[]> pictures() {
    SplittableRandom random = new SplittableRandom(3);
    List<Picture> pictures = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      byte[] samples = new byte[12 * 12 * 3];
      random.nextBytes(samples);
      pictures.add(Picture.of(samples, 12, 12, 3));
      labels.add(i % 2 == 0 ? "noise" : "snow");
    }
    ImageTrainOptions options =
        ImageTrainOptions.of(ImageStart.Scratch.SMALL.withWidth(4))
            .withSplit(0)
            .withAugmentation(Augmentation.NONE);
    return List.of(
        file(
            ImageClassifier.train(
                    ImageClassifier.Corpus.of(PictureData.of("noise", pictures, labels)),
                    options.withFit(options.fit().withEpochs(1).withBatchSize(8)),
                    Monitor.NONE)
                .model()));
  }

  /// A GRU of characters, Transformers of bytes and of tokens.
  static List<byte[]> languages() {
    Corpus text = Corpus.of("rhymes", "one two three\nthree two one\n".repeat(8) + "é\n");
    TransformerOptions small =
        TransformerOptions.of(1).withContext(16).withLayers(1).withWidth(8, 2);
    return List.of(
        language(
            text,
            EncodedCorpus.ofCharacters(text).vocabulary(),
            new Architecture.Gru(1, 6, 4, 16, 0.2)),
        language(
            text,
            new ByteVocabulary(),
            new Architecture.Transformer(
                small.withPositions(TransformerOptions.Positions.SINUSOIDAL).withTied(false))),
        language(
            text,
            TokenVocabulary.of(List.of("one", "two", "three", " ", "\n")),
            new Architecture.Transformer(
                small
                    .withNorm(TransformerOptions.Norm.RMS)
                    .withFeedForward(TransformerOptions.Network.SWIGLU, 8)
                    .withPositions(TransformerOptions.Positions.ROTARY))));
  }

  private static byte[] language(Corpus text, SymbolVocabulary symbols, Architecture architecture) {
    EncodedCorpus encoded = EncodedCorpus.of(text, symbols, UnknownSymbols.DROP);
    LanguageOptions options = LanguageOptions.of(architecture).withEpochs(1).withBatchSize(4);
    return file(LanguageModel.train(encoded, options, LanguageMonitor.NONE).model());
  }
}
