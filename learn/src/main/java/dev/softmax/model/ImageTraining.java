package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.DataWarning;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.image.Augmentation;
import dev.softmax.image.NetworkFit;
import dev.softmax.image.NetworkScorer;
import dev.softmax.image.PictureData;
import dev.softmax.image.PreparedSet;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.FitReport;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.training.Monitor;
import dev.softmax.training.TrainingResult;
import dev.softmax.vision.PictureNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/// One training of an [ImageClassifier], step by step.
final class ImageTraining {
  /// A picture of this side or more is a photograph, of which a part will do.
  private static final int PHOTOGRAPH = 96;

  private final ImageClassifier.Corpus corpus;
  private final ImageTrainOptions options;
  private final Monitor monitor;
  private final List<DataWarning> warnings = new ArrayList<>();

  ImageTraining(ImageClassifier.Corpus corpus, ImageTrainOptions options, Monitor monitor) {
    this.corpus = corpus;
    this.options = options;
    this.monitor = monitor;
  }

  /// Pictures, which rows of all they are, and their classes.
  private record Part(PictureData data, int[] rows, int[] classes) {
    static Part of(PictureData data, ClassLabels.Labelled labelled) {
      return new Part(data.rows(labelled.rows()), labelled.rows(), labelled.classes());
    }
  }

  /// What was made, and how; and how pictures are brought to logits to measure it.
  private record Fit(
      ImageClassifier model,
      Course course,
      Map<String, String> settings,
      Function<PictureData, double[]> probabilities) {
    ClassificationMetrics measure(Part part) {
      return ClassificationMetrics.of(
          probabilities.apply(part.data()), part.classes(), model.labels().size());
    }
  }

  Trained<ImageClassifier> run() {
    PictureData data = corpus.train();
    ClassLabels.Labelled all = ClassLabels.fit(data.targets(), data.target());
    warnings.addAll(all.warnings());
    if (corpus.test().isPresent()) {
      PictureData test = corpus.test().get();
      ClassLabels.Labelled held = test.labelled(all.labels());
      held.warnings().stream()
          .filter(warning -> warning.kind() == DataWarning.Kind.MISSING_TARGET)
          .forEach(warnings::add);
      if (held.rows().length == 0) {
        throw new InputException(test.source() + ": no picture has a label");
      }
      return fit(all.labels(), Part.of(data, all), Optional.of(Part.of(test, held)));
    }
    if (options.split() == 0) {
      return fit(all.labels(), Part.of(data, all), Optional.empty());
    }
    StratifiedSplit split =
        HoldOut.of(
            all,
            data.source(),
            "picture",
            new HoldOut.SplitOptions(options.split(), options.seed()));
    return fit(
        all.labels(),
        Part.of(data, all.part(split.train())),
        Optional.of(Part.of(data, all.part(split.test()))));
  }

  private Trained<ImageClassifier> fit(ClassLabels labels, Part train, Optional<Part> held) {
    Fit fit =
        switch (options.start()) {
          case ImageStart.Scratch scratch -> begin(labels, train, scratch);
          case ImageStart.FineTune tuned -> goOn(labels, train, tuned.base());
          case ImageStart.Head head -> addHead(labels, train, head);
        };
    Optional<ClassificationMetrics> metrics = held.map(fit::measure);
    Map<String, String> settings = options.settings();
    settings.putAll(fit.settings());
    if (corpus.test().isPresent()) {
      settings.remove("split");
    }
    TrainingSummary summary =
        TrainingSummary.of(
            corpus.train().file(),
            corpus.train().source(),
            train.classes().length,
            settings,
            metrics.map(TrainingSummary.HeldOut::of));
    return new Trained<>(
        fit.model().withTraining(summary),
        metrics,
        held.map(Part::rows).orElse(new int[0]),
        fit.course(),
        warnings);
  }

  /// A network without experience, on pictures of a size that suits them.
  private Fit begin(ClassLabels labels, Part train, ImageStart.Scratch scratch) {
    FirstRecipe first = FirstRecipe.of(train.data(), scratch.side());
    first.warning().ifPresent(warnings::add);
    PreparedSet set = prepared(train, first.recipe()).normalised();
    PictureNetwork network =
        scratch.network(set.recipe(), labels.size(), new SplittableRandom(options.seed()));
    int side = set.recipe().crop();
    Augmentation usual =
        set.recipe().channels() == 1
            ? Augmentation.NONE
            : side < PHOTOGRAPH
                ? Augmentation.SMALL.withPadding(Math.max(1, side / 8))
                : Augmentation.PHOTOS;
    return train(labels, network, set, usual);
  }

  /// A copy of a trained network, with a new last layer.
  private Fit goOn(ClassLabels labels, Part train, ImageClassifier base) {
    PreparedSet set = prepared(train, base.recipe());
    PictureNetwork copy = ImageFile.copy(base.network().orElseThrow());
    PictureNetwork network = copy.withClasses(labels.size(), new SplittableRandom(options.seed()));
    Augmentation usual =
        set.recipe().crop() < PHOTOGRAPH
            ? Augmentation.SMALL.withPadding(Math.max(1, set.recipe().crop() / 8))
            : Augmentation.PHOTOS;
    return train(labels, network, set, usual);
  }

  private PreparedSet prepared(Part part, Recipe recipe) {
    return PreparedSet.of(part.data(), part.classes(), recipe, monitor);
  }

  private Fit train(
      ClassLabels labels, PictureNetwork network, PreparedSet set, Augmentation usual) {
    Augmentation augmentation = options.augmentation().orElse(usual);
    TrainingResult result =
        new NetworkFit(options.fit(), augmentation, options.balanced(), options.seed())
            .run(network, set, monitor);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("augmentation", augmentation.describe());
    NetworkSettings.course(result, settings);
    ImageClassifier model = ImageClassifier.of(labels, set.recipe(), NetworkScorer.of(network));
    return new Fit(
        model, Course.of(result), settings, data -> model.probabilities(data, monitor.progress()));
  }

  /// A softmax regression on what a network sees, as its last layer.
  private Fit addHead(ClassLabels labels, Part train, ImageStart.Head head) {
    ImageClassifier base = head.base();
    PictureNetwork network = base.network().orElseThrow();
    DenseData data =
        new DenseData(
            features(head, train.data()), train.classes(), network.featureWidth(), labels.size());
    HeadFit fit =
        HeadFit.of(network, data, new HeadFit.Regression(head.c(), options.balanced()), watched());
    FitReport report = fit.report();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("solver", report.solver());
    settings.put("converged", Boolean.toString(report.converged()));
    settings.put("iterations", Integer.toString(report.iterations()));
    ImageClassifier model =
        ImageClassifier.of(labels, base.recipe(), NetworkScorer.of(fit.network()));
    return new Fit(model, Course.of(report), settings, held -> probabilities(head, fit, held));
  }

  /// Through the features, which may be kept already.
  private double[] probabilities(ImageStart.Head head, HeadFit fit, PictureData data) {
    double[] logits = fit.logits(features(head, data));
    return TemperatureCalibration.NONE.probabilities(logits, fit.network().classes());
  }

  private double[] features(ImageStart.Head head, PictureData data) {
    return head.cache()
        .map(folder -> new FeatureCache(folder).features(head.base(), data, watched()))
        .orElseGet(() -> head.base().features(data, watched()));
  }

  /// The listener, which ends the work when that is asked for: a head has no model before it is done.
  private Progress watched() {
    return (stage, done, total, loss) -> {
      if (monitor.cancelled().getAsBoolean() || Thread.currentThread().isInterrupted()) {
        throw new InputException(
            corpus.train().source() + ": cancelled before the last layer was fitted");
      }
      monitor.progress().report(stage, done, total, loss);
    };
  }
}
