package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.IsotonicCalibration;
import dev.softmax.data.BatchOptions;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.ColumnUse;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.NumericColumn;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.image.Augmentation;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureFitOptions;
import dev.softmax.image.Recipe;
import dev.softmax.linear.CrossValidationOptions;
import dev.softmax.linear.InferenceOptions;
import dev.softmax.metrics.Predictions;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.policy.Exploration;
import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.TemperatureSchedule;
import dev.softmax.policy.learning.Budget;
import dev.softmax.policy.learning.PolicyGradientOptions;
import dev.softmax.policy.learning.TabularOptions;
import dev.softmax.sequence.Architecture;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.text.TextOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each number of the options that is out of its range, on both sides of it, and what is said of it.
class OptionsTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static Arguments of(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  static List<Arguments> calls() {
    return Stream.of(
            tables(),
            regressions(),
            calibrations(),
            isotonic(),
            networks(),
            pictures(),
            recipes(),
            languages(),
            policies(),
            learning())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Arguments> tables() {
    ReadOptions reading = ReadOptions.defaults();
    return List.of(
        of("a delimiter cannot be QUOTATION MARK", () -> reading.withDelimiter('"')),
        of("a delimiter cannot be LINE FEED", () -> reading.withDelimiter('\n')),
        of("a delimiter cannot be CARRIAGE RETURN", () -> reading.withDelimiter('\r')),
        of("a delimiter cannot be LATIN SMALL LETTER X", () -> reading.withDelimiter('x')),
        of("a delimiter cannot be DIGIT SEVEN", () -> reading.withDelimiter('7')),
        of("a batch of 0 rows", () -> new BatchOptions(0, uses("x"))),
        of("a batch without a column", () -> new BatchOptions(1, uses())),
        of("0", () -> FeatureEncoder.Options.defaults().withMostLevels(0)),
        of("a mean of NaN", () -> new ColumnEncoding.Standardised("x", NAN, 1, false)),
        of("a deviation of Inf", () -> new ColumnEncoding.Standardised("x", 0, INFINITE, false)),
        of("a deviation of 0.0", () -> new ColumnEncoding.Standardised("x", 0, 0, false)),
        of("", () -> new ColumnEncoding.OneHot("x", List.of("a", "a"), false, false)),
        of("value 1 is infinite", () -> NumericColumn.of(1, INFINITE)),
        of("", () -> Table.of("none", Map.of())),
        of("0", () -> TextOptions.defaults().withMaxSize(0)),
        of("0", () -> TextOptions.defaults().withMinCount(0)),
        of("", () -> ClassLabels.of("y", List.of("only"))));
  }

  private static SequencedMap<String, ColumnUse> uses(String... names) {
    SequencedMap<String, ColumnUse> uses = new LinkedHashMap<>();
    for (String name : names) {
      uses.put(name, ColumnUse.TEXT);
    }
    return uses;
  }

  private static List<Arguments> regressions() {
    CrossValidationOptions folds = CrossValidationOptions.defaults();
    Predictions predictions = Predictions.of(new double[] {0.5, 0.5, 1, 0}, new int[] {0, 1}, 2);
    return List.of(
        of("L1 ratio -0.1", () -> folds.withL1Ratios(List.of(-0.1))),
        of("L1 ratio 1.1", () -> folds.withL1Ratios(List.of(0.5, 1.1))),
        of("no L1 ratio", () -> folds.withL1Ratios(List.of())),
        of("1 folds", () -> folds.withFolds(1)),
        of("level 0.0", () -> InferenceOptions.defaults().withLevel(0)),
        of("level 1.0", () -> InferenceOptions.defaults().withLevel(1)),
        of("reference -1", () -> InferenceOptions.defaults().withReference(-1)),
        of("1.0", () -> TrainOptions.of("y").withSplit(1)),
        of("-0.1", () -> TrainOptions.of("y").withSplit(-0.1)),
        of("1.0", () -> SparseTrainOptions.defaults().withSplit(1)),
        of("-0.1", () -> SparseTrainOptions.defaults().withSplit(-0.1)),
        of("1.0", () -> TextTrainOptions.defaults().withSplit(1)),
        of("-0.1", () -> TextTrainOptions.defaults().withSplit(-0.1)),
        of("weight -1.0 in row 2", () -> predictions.withWeights(new double[] {1, -1})),
        of("weight Infinity in row 1", () -> predictions.withWeights(new double[] {INFINITE, 1})),
        of("the weights sum to 0.0", () -> predictions.withWeights(new double[2])),
        of("0 classes", () -> Predictions.of(new double[2], new int[] {0}, 0)));
  }

  private static List<Arguments> calibrations() {
    double[] half = {0.5};
    int[] first = {1};
    return List.of(
        of("penalty of 0.0", () -> new CalibrationMethod.Vector().withPenalty(0)),
        of("penalty of Infinity", () -> new CalibrationMethod.Matrix().withPenalty(INFINITE)),
        of("penalty of -1.0", () -> new CalibrationMethod.Dirichlet().withPenalty(-1)),
        of(
            "penalty of NaN",
            () ->
                new CalibrationMethod.Dirichlet(OptionalDouble.empty(), OptionalDouble.of(NAN), 0)),
        of("1 folds", () -> new CalibrationMethod.Ensemble(new CalibrationMethod.Vector(), 1, 0)),
        of(
            "of the method ensemble",
            () ->
                new CalibrationMethod.Ensemble(
                    new CalibrationMethod.Ensemble(new CalibrationMethod.Vector(), 2, 0), 2, 0)),
        of(
            "probabilities (0), sums (0) and ranks (0)",
            () -> ConformalScores.of(new double[0], new double[0], new int[0])),
        of("sums (2)", () -> ConformalScores.of(half, new double[2], first)),
        of("ranks (2)", () -> ConformalScores.of(half, half, new int[2])),
        of("probability -0.1", () -> ConformalScores.of(new double[] {-0.1}, half, first)),
        of("probability 1.1", () -> ConformalScores.of(new double[] {1.1}, half, first)),
        of("the sum -0.5", () -> ConformalScores.of(half, new double[] {-0.5}, first)),
        of("the sum 2.0", () -> ConformalScores.of(half, new double[] {2}, first)),
        of("the rank 0", () -> ConformalScores.of(half, half, new int[] {0})),
        of("labels (0)", () -> ConformalScores.of(new double[0], new int[0], 2)),
        of("0 classes", () -> ConformalScores.of(new double[0], new int[] {0}, 0)),
        of("3 probabilities", () -> ConformalScores.of(new double[3], new int[] {0}, 2)),
        of("label -1 in row 1", () -> ConformalScores.of(new double[2], new int[] {-1}, 2)),
        of("label 2 in row 1", () -> ConformalScores.of(new double[2], new int[] {2}, 2)),
        of(
            "probability 1.5 in row 1, column 2",
            () -> ConformalScores.of(new double[] {0, 1.5}, new int[] {0}, 2)));
  }

  private static List<Arguments> isotonic() {
    double[] points = {0, 1};
    return List.of(
        isotonic("2 offsets", points, points, 0, 2),
        isotonic("1 values", points, new double[1], 0, 1, 2),
        isotonic("3 offsets", points, points, 1, 1, 2),
        isotonic("3 offsets", points, points, 0, 1, 3),
        isotonic("class 0 has no point", points, points, 0, 0, 2),
        isotonic("class 0 has no point", points, points, 0, 3, 2),
        isotonic("point 1 is (0.0, -1.0)", points, new double[] {-1, 1}, 0, 1, 2),
        isotonic("point 2 is (1.0, 2.0)", points, new double[] {0, 2}, 0, 1, 2),
        isotonic("point 1 is (NaN, 0.0)", new double[] {NAN, 1}, points, 0, 1, 2),
        isotonic("point 2 is (0.0, 1.0)", new double[3], new double[] {0, 1, 1}, 0, 2, 3),
        isotonic("point 2 is (1.0, 0.0)", new double[] {0, 1, 0}, new double[] {1, 0, 1}, 0, 2, 3));
  }

  private static Arguments isotonic(
      String message, double[] scores, double[] values, int... offsets) {
    return of(message, () -> new IsotonicCalibration(scores, values, offsets));
  }

  private static List<Arguments> networks() {
    NetworkOptions fit = NetworkOptions.of(HiddenLayers.NONE);
    TextNetworkOptions text = TextTrainOptions.defaults().network();
    return List.of(
        of("0 epochs", () -> fit.withEpochs(0)),
        of("a batch of 0", () -> fit.withBatchSize(0)),
        of("a learning rate of 0.0", () -> fit.withLearningRate(0)),
        of("a learning rate of Infinity", () -> fit.withLearningRate(INFINITE)),
        of("a weight decay of -1.0", () -> fit.withWeightDecay(-1)),
        of("a weight decay of Infinity", () -> fit.withWeightDecay(INFINITE)),
        of("a validation share of -0.1", () -> fit.withValidation(-0.1)),
        of("a validation share of 1.0", () -> fit.withValidation(1)),
        of("a patience of -1", () -> fit.withPatience(-1)),
        of("a hidden layer of width 0", () -> HiddenLayers.NONE.withWidths(0)),
        of("a hidden layer of width 65537", () -> HiddenLayers.NONE.withWidths(65_537)),
        of("a dropout of -0.1", () -> HiddenLayers.NONE.withDropout(-0.1)),
        of("a dropout of 1.0", () -> HiddenLayers.NONE.withDropout(1)),
        of("vectors of 0 numbers", () -> text.withWidth(0)),
        of("vectors of 4097 numbers", () -> text.withWidth(4097)),
        of("a token dropout of -0.1", () -> text.withTokenDropout(-0.1)),
        of("a token dropout of 1.0", () -> text.withTokenDropout(1)));
  }

  private static List<Arguments> pictures() {
    PictureFitOptions fit = PictureFitOptions.small();
    Augmentation change = Augmentation.NONE;
    return List.of(
        of("0 epochs", () -> fit.withEpochs(0)),
        of("a batch of 0", () -> fit.withBatchSize(0)),
        of("a learning rate of 0.0", () -> fit.withLearningRate(0)),
        of("a learning rate of Infinity", () -> fit.withLearningRate(INFINITE)),
        of("a weight decay of -1.0", () -> fit.withWeightDecay(-1)),
        of("a weight decay of Infinity", () -> fit.withWeightDecay(INFINITE)),
        of("a label smoothing of -0.1", () -> fit.withLabelSmoothing(-0.1)),
        of("a label smoothing of 1.0", () -> fit.withLabelSmoothing(1)),
        of("a validation share of -0.1", () -> fit.withValidation(-0.1)),
        of("a validation share of 1.0", () -> fit.withValidation(1)),
        of("a patience of -1", () -> fit.withPatience(-1)),
        of("0.0", () -> change.withLeastArea(0)),
        of("1.5", () -> change.withLeastArea(1.5)),
        of("-1", () -> change.withPadding(-1)),
        of("4097", () -> change.withPadding(4097)),
        of("-0.1", () -> change.withColours(-0.1, 0, 0)),
        of("1.1", () -> change.withColours(0, 1.1, 0)),
        of("NaN", () -> change.withColours(0, 0, NAN)),
        of("(0, 1, 1)", () -> Picture.of(new byte[0], 0, 1, 1)),
        of("(1, 0, 1)", () -> Picture.of(new byte[0], 1, 0, 1)),
        of("(1, 1, 2)", () -> Picture.of(new byte[2], 1, 1, 2)),
        of("4 samples for (1, 1, 3)", () -> Picture.of(new byte[4], 1, 1, 3)));
  }

  private static List<Arguments> recipes() {
    Recipe recipe = Recipe.IMAGENET;
    ImageStart.Scratch scratch = ImageStart.Scratch.SMALL;
    return List.of(
        of("0", () -> recipe.withSize(0)),
        of("0", () -> recipe.withCrop(0)),
        of("100000", () -> recipe.withCrop(100_000)),
        of("-1", () -> recipe.withFill(-1)),
        of("256", () -> recipe.withFill(256)),
        of("", () -> recipe.withNormalization(List.of(0.0), List.of(1.0))),
        of("", () -> recipe.withNormalization(List.of(0.0, 0.0, 0.0), List.of(1.0))),
        of("NaN", () -> recipe.withNormalization(List.of(NAN, 0.0, 0.0), List.of(1.0, 1.0, 1.0))),
        of("0.0", () -> recipe.withNormalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 0.0, 1.0))),
        of("not 2", () -> ImageStart.Scratch.residual(2)),
        of("not 9", () -> ImageStart.Scratch.residual(9)),
        of("not 1000004", () -> ImageStart.Scratch.residual(1_000_004)),
        of("a width of 0", () -> scratch.withWidth(0)),
        of("a width of 100000", () -> scratch.withWidth(100_000)),
        of("a side of 1 pixels", () -> scratch.withSide(1)),
        of("a side of 100000 pixels", () -> scratch.withSide(100_000)));
  }

  private static List<Arguments> languages() {
    Architecture.Gru gru = new Architecture.Gru(1, 4, 4, 8, 0);
    LanguageOptions fit = LanguageOptions.of(gru);
    return List.of(
        of("epochs: 0", () -> fit.withEpochs(0)),
        of("batch size: 0", () -> fit.withBatchSize(0)),
        of("steps between validations: -1", () -> fit.withSteps(-1)),
        of("a learning rate of 0.0", () -> fit.withLearningRate(0)),
        of("a learning rate of Infinity", () -> fit.withLearningRate(INFINITE)),
        of("a weight decay of -1.0", () -> fit.withWeightDecay(-1)),
        of("a weight decay of Infinity", () -> fit.withWeightDecay(INFINITE)),
        of("a largest norm of 0.0", () -> fit.withLargestNorm(0)),
        of("a validation share of -0.1", () -> fit.withValidation(-0.1)),
        of("a validation share of 1.0", () -> fit.withValidation(1)),
        of("a dropout of -0.1", () -> new Architecture.Gru(1, 4, 4, 8, -0.1)),
        of("a dropout of 1.0", () -> new Architecture.Gru(1, 4, 4, 8, 1)));
  }

  private static List<Arguments> policies() {
    SoftmaxPolicy policy = SoftmaxPolicy.of(1, 2, 3);
    return List.of(
        of("temperature 0.0", () -> policy.withTemperature(0)),
        of("temperature Infinity", () -> policy.withTemperature(INFINITE)),
        of("epsilon -0.1", () -> policy.withEpsilon(-0.1)),
        of("epsilon 1.1", () -> policy.withEpsilon(1.1)),
        of("a mask of 2", () -> policy.withMask(true, false)),
        of("", () -> policy.divergence(SoftmaxPolicy.of(1, 2))),
        of("1.5", () -> new Exploration.Greedy(1.5)),
        of("-0.5", () -> new Exploration.Greedy(-0.5)),
        of("temperature 0.0", () -> new TemperatureSchedule.Constant(0)),
        of("temperature Infinity", () -> new TemperatureSchedule.Constant(INFINITE)),
        of("0 steps", () -> new TemperatureSchedule.Linear(1, 2, 0)),
        of("factor 0.0", () -> new TemperatureSchedule.Exponential(1, 0, 1)),
        of("factor 1.5", () -> new TemperatureSchedule.Exponential(1, 1.5, 1)));
  }

  private static List<Arguments> learning() {
    PolicyGradientOptions fit = PolicyGradientOptions.defaults();
    TabularOptions table = TabularOptions.defaults();
    return List.of(
        of("a hidden layer of width 0", () -> fit.withHidden(0)),
        of("a hidden layer of width 65537", () -> fit.withHidden(65_537)),
        of("learning rate 0.0", () -> fit.withLearningRate(0)),
        of("learning rate Infinity", () -> fit.withLearningRate(INFINITE)),
        of("discount -0.1", () -> fit.withDiscount(-0.1)),
        of("discount 1.1", () -> fit.withDiscount(1.1)),
        of("entropy bonus -1.0", () -> fit.withEntropyBonus(-1)),
        of("entropy bonus Infinity", () -> fit.withEntropyBonus(INFINITE)),
        of("gradient norm 0.0", () -> fit.withGradientNorm(0)),
        of("gradient norm NaN", () -> fit.withGradientNorm(NAN)),
        of("step size 0.0", () -> table.withStepSize(0)),
        of("step size 1.1", () -> table.withStepSize(1.1)),
        of("discount -0.1", () -> table.withDiscount(-0.1)),
        of("discount 1.1", () -> table.withDiscount(1.1)),
        of("initial value NaN", () -> table.withInitial(NAN)),
        of("0 steps", () -> Budget.of(0)),
        of("a level of NaN", () -> Budget.of(9).until(NAN, 1)),
        of("over 0 episodes", () -> Budget.of(9).until(1, 0)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void outOfTheirRangeAreRefused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
  }
}
