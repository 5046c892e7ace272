package dev.softmax.cli;

import dev.softmax.Progress;
import dev.softmax.TopK;
import dev.softmax.data.IdxPictures;
import dev.softmax.image.PictureData;
import dev.softmax.io.InputException;
import dev.softmax.model.ImageClassifier;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pictures to probabilities. One that cannot be read is named in the end, and the others are predicted
/// all the same.
final class PredictPictures {
  /// Pictures at a time; that many are looked at again one by one when one of them is bad.
  private static final int BLOCK = 32;

  /// So many pictures have a table each, more are lines of one.
  private static final int FEW = 8;

  private static final int LISTED = 5;
  private static final int DECIMALS = 4;

  private final Streams streams;
  private final ImageClassifier model;
  private final Wish wish;
  private final List<InputException> failures = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final List<double[]> features = new ArrayList<>();
  private @Nullable PredictionRows rows;
  private boolean printed;

  /// What is asked for.
  ///
  /// @param form what is listed, and how
  /// @param plot the file for a figure, or none
  /// @param features the file for features, or none
  record Wish(PredictionRows.Form form, @Nullable Path plot, @Nullable Path features) {}

  PredictPictures(Streams streams, ImageClassifier model, Wish wish) {
    this.streams = streams;
    this.model = model;
    this.wish = wish;
  }

  /// Predicts all.
  ///
  /// @param inputs pictures, folders of them, tables with paths, or IDX files
  /// @return the status of the command
  int run(List<Path> inputs) throws IOException {
    checkOutputs();
    PictureData data = data(inputs);
    if (wish.plot != null && data.size() > 1) {
      throw new UsageException("--plot draws one picture, and there are " + data.size());
    }
    boolean apart =
        !wish.form.csv()
            && !wish.form.json()
            && data.size() <= FEW
            && inputs.stream().noneMatch(Files::isDirectory);
    try (ProgressLine progress = new ProgressLine(streams, true)) {
      for (int from = 0; from < data.size(); from += BLOCK) {
        int end = Math.min(data.size(), from + BLOCK);
        predict(data.rows(IntStream.range(from, end).toArray()), apart);
        progress.report("predicting", end, data.size(), Double.NaN);
      }
    }
    if (rows != null) {
      rows.end();
    }
    if (wish.features != null && !done.isEmpty()) {
      new PictureFeatures(done, features).write(wish.features);
    }
    failures.forEach(failure -> new Failures(streams.err()).report(failure));
    return failures.isEmpty() ? Main.DONE : Main.BAD_INPUT;
  }

  private void checkOutputs() {
    if (wish.plot != null) {
      FigureOptions.check(wish.plot);
      OutputFile.requireFolder(wish.plot);
    }
    if (wish.features != null) {
      PictureFeatures.check(wish.features);
      OutputFile.requireFolder(wish.features);
      if (model.scorer().featureWidth() == 0) {
        throw new InputException("--features: this model does not tell what its last layer sees");
      }
    }
  }

  private static PictureData data(List<Path> inputs) {
    Path first = inputs.getFirst();
    if (inputs.size() > 1) {
      return PictureData.unlabelled(inputs);
    }
    boolean list =
        Files.isRegularFile(first)
            && (isTable(first.toString().toLowerCase(Locale.ROOT))
                || IdxPictures.recognises(first));
    return list ? PictureData.read(first) : PictureData.unlabelled(inputs);
  }

  private static boolean isTable(String name) {
    return name.matches(".*\\.(csv|tsv)(\\.gz)?");
  }

  private void predict(PictureData part, boolean apart) throws IOException {
    double[] probabilities;
    double[] seen;
    try {
      seen = wish.features == null ? new double[0] : model.features(part, Progress.NONE);
      probabilities =
          wish.features == null ? model.probabilities(part, Progress.NONE) : model.classify(seen);
    } catch (InputException e) {
      if (part.size() == 1) {
        failures.add(e);
        return;
      }
      for (int row = 0; row < part.size(); row++) {
        predict(part.rows(new int[] {row}), apart);
      }
      return;
    }
    int classes = model.labels().size();
    int width = seen.length / part.size();
    for (int row = 0; row < part.size(); row++) {
      double[] of = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
      if (apart) {
        printApart(part.name(row), of);
      } else {
        rows().add(part.name(row), of, Map.of());
      }
      if (wish.features != null) {
        done.add(part.name(row));
        features.add(Arrays.copyOfRange(seen, row * width, (row + 1) * width));
      }
      if (wish.plot != null) {
        Figures.picture(part.name(row), part.picture(row), model.labels().names(), of, listed())
            .save(wish.plot);
      }
    }
  }

  /// The rows of the output, begun with the first of them.
  private PredictionRows rows() {
    if (rows == null) {
      rows = new PredictionRows(streams, model.labels().names(), wish.form);
    }
    return rows;
  }

  private int listed() {
    return Math.min(wish.form.top() == null ? LISTED : wish.form.top(), model.labels().size());
  }

  private void printApart(String name, double[] of) {
    TopK best = TopK.of(of, listed());
    TextTable table = new TextTable("lr");
    for (int i = 0; i < best.indices().length; i++) {
      table.row(
          "  " + model.labels().names().get(best.indices()[i]),
          new BigDecimal(best.values()[i])
              .setScale(DECIMALS, RoundingMode.HALF_EVEN)
              .toPlainString());
    }
    streams.out().append(printed ? "\n" : "").append(name).append('\n');
    printed = true;
    table.print(streams.out());
    if (wish.form.sets().isPresent()) {
      List<String> set = PredictionRows.set(wish.form.sets(), of, model.labels().names());
      streams.out().append("  set: ").append(String.join(", ", set)).append('\n');
    }
  }
}
