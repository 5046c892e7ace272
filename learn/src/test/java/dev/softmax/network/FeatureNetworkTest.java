package dev.softmax.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.io.InputException;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.nn.Activation;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.Monitor;
import dev.softmax.training.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureNetworkTest {
  private static final int ROWS = 600;

  @AfterEach
  void giveThreadsBack() {
    Compute.limitThreads(Runtime.getRuntime().availableProcessors());
  }

  /// Points of the plane in two classes: the signs of their coordinates differ or not.
  private static DenseData xor() {
    SplittableRandom random = new SplittableRandom(1);
    double[] x = random.doubles(2 * ROWS, -1, 1).toArray();
    int[] y = new int[ROWS];
    Arrays.setAll(y, row -> x[2 * row] * x[2 * row + 1] > 0 ? 1 : 0);
    return new DenseData(x, y, 2, 2);
  }

  /// Points on three rings around the origin.
  private static DenseData rings() {
    SplittableRandom random = new SplittableRandom(2);
    double[] x = new double[2 * ROWS];
    int[] y = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      y[row] = row % 3;
      double radius = 0.4 + 0.7 * y[row] + random.nextDouble(-0.2, 0.2);
      double angle = random.nextDouble(2 * Math.PI);
      x[2 * row] = radius * Math.cos(angle);
      x[2 * row + 1] = radius * Math.sin(angle);
    }
    return new DenseData(x, y, 2, 3);
  }

  @Test
  void layersThatNoArrayHoldsAreRefused() {
    for (HiddenLayers layers :
        new HiddenLayers[] {
          HiddenLayers.NONE.withWidths(65_536, 65_536),
          HiddenLayers.NONE.withWidths(4, 65_536, 32_768)
        }) {
      assertThatThrownBy(() -> layers.network(2, 2, new SplittableRandom(1)))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              "network: a layer from 65536 to [0-9]+ has [0-9]+ weights, more than an array holds;"
                  + " take narrower layers");
    }
  }

  private static NetworkOptions options(Integer... widths) {
    return NetworkOptions.of(HiddenLayers.NONE.withWidths(widths))
        .withEpochs(60)
        .withBatchSize(16)
        .withLearningRate(0.01);
  }

  private static double accuracy(DenseData data, double[] logits) {
    int right = 0;
    for (int row = 0; row < data.rows(); row++) {
      int best = 0;
      for (int k = 1; k < data.classes(); k++) {
        best = logits[row * data.classes() + k] > logits[row * data.classes() + best] ? k : best;
      }
      right += best == data.labels()[row] ? 1 : 0;
    }
    return (double) right / data.rows();
  }

  private static double regression(DenseData data) {
    SoftmaxRegression model = SoftmaxRegression.fit(data, Options.defaults(), Progress.NONE);
    return accuracy(data, model.logits(data.features(), data.rows()));
  }

  private static double network(DenseData data, NetworkOptions options) {
    FeatureNetwork network = FeatureNetwork.fit(data, options, Monitor.NONE).network();
    return accuracy(data, network.logits(data.features(), data.rows()));
  }

  @Test
  void learnsWhatARegressionCannot() {
    assertThat(regression(xor())).isLessThan(0.65);
    assertThat(network(xor(), options(16))).isGreaterThan(0.97);
    assertThat(regression(rings())).isLessThan(0.6);
    assertThat(network(rings(), options(16, 16))).isGreaterThan(0.97);
  }

  @ParameterizedTest
  @EnumSource
  void learnsWithEveryActivation(Activation activation) {
    NetworkOptions options = options(32);
    HiddenLayers layers = options.layers().withActivation(activation).withDropout(0.1);
    assertThat(network(rings(), options.withLayers(layers))).isGreaterThan(0.9);
  }

  @Test
  void withoutHiddenLayersItIsARegression() {
    double[] x = xor().features();
    int[] y = new int[ROWS];
    Arrays.setAll(y, row -> x[2 * row] > x[2 * row + 1] ? 1 : 0);
    DenseData data = new DenseData(x, y, 2, 2);
    FeatureNetwork network = FeatureNetwork.fit(data, options(), Monitor.NONE).network();
    assertThat(network.weights()).containsOnlyKeys("0.weight", "0.bias");
    assertThat(accuracy(data, network.logits(x, ROWS))).isGreaterThan(0.97);
  }

  @Test
  void theSameBitsOnOneThreadAndTwo() {
    HiddenLayers layers = HiddenLayers.NONE.withWidths(64, 32).withDropout(0.2);
    NetworkOptions options = NetworkOptions.of(layers).withEpochs(5);
    Compute.limitThreads(1);
    FeatureNetwork one = FeatureNetwork.fit(rings(), options, Monitor.NONE).network();
    double[] logits = one.logits(rings().features(), ROWS);
    Compute.limitThreads(2);
    FeatureNetwork two = FeatureNetwork.fit(rings(), options, Monitor.NONE).network();
    assertThat(two.logits(rings().features(), ROWS)).isEqualTo(logits);
    List<Tensor> weights = List.copyOf(two.weights().values());
    int i = 0;
    for (Tensor weight : one.weights().values()) {
      assertThat(weights.get(i++).values()).isEqualTo(weight.values());
    }
    FeatureNetwork other =
        FeatureNetwork.fit(rings(), options.withSeed(43), Monitor.NONE).network();
    assertThat(other.logits(rings().features(), ROWS)).isNotEqualTo(logits);
  }

  @Test
  void oneRowAloneOrAmongOthers() {
    FeatureNetwork network =
        FeatureNetwork.fit(rings(), options(8).withEpochs(2), Monitor.NONE).network();
    double[] all = network.logits(rings().features(), ROWS);
    for (int row : new int[] {0, 255, 256, 599}) {
      double[] features = Arrays.copyOfRange(rings().features(), 2 * row, 2 * row + 2);
      assertThat(network.logits(features, 1))
          .containsExactly(Arrays.copyOfRange(all, 3 * row, 3 * row + 3), within(1e-5));
    }
    assertThat(network.logits(new double[0], 0)).isEmpty();
    assertThatThrownBy(() -> network.logits(new double[3], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("network: 3 features, but 2 rows of 2");
  }

  @Test
  void theBestEpochIsKept() {
    NetworkOptions options = options(16).withPatience(3).withEpochs(200);
    TrainingResult result = FeatureNetwork.fit(rings(), options, Monitor.NONE).training();
    assertThat(result.ending()).isEqualTo(TrainingResult.Ending.STOPPED_EARLY);
    assertThat(result.epochs().size()).isEqualTo(result.bestEpoch() + 3);
    TrainingResult blind =
        FeatureNetwork.fit(rings(), options.withValidation(0).withEpochs(4), Monitor.NONE)
            .training();
    assertThat(blind.bestEpoch()).isEqualTo(4);
  }

  @Test
  void featuresThatNoFloatHolds() {
    double[] x = {1, 2, 3, 1e31, 5, 6};
    DenseData data = new DenseData(x, new int[] {0, 1, 0}, 2, 2);
    assertThatThrownBy(() -> FeatureNetwork.fit(data, options(4), Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("network: feature 1.0E31 in row 2, column 2 is too large; scale it");
    FeatureNetwork network =
        FeatureNetwork.fit(rings(), options(4).withEpochs(1), Monitor.NONE).network();
    assertThatThrownBy(() -> network.logits(new double[] {0, 0, Double.NaN, 0}, 2))
        .isInstanceOf(InputException.class)
        .hasMessage("network: feature NaN in row 2, column 1 is not finite");
  }

  @Test
  void aRateThatIsTooHigh() {
    assertThatThrownBy(
            () -> FeatureNetwork.fit(rings(), options(16).withLearningRate(1e30), Monitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("epoch", "step", "the loss is", "try a learning rate below");
  }

  @Test
  void fewRowsAreRepeatedMoreOften() {
    NetworkOptions options = NetworkOptions.of(HiddenLayers.NONE);
    assertThat(options.forRows(60_000).epochs()).isEqualTo(20);
    assertThat(options.forRows(3200).epochs()).isEqualTo(20);
    assertThat(options.forRows(120).epochs()).isEqualTo(534);
    assertThat(options.forRows(120)).isEqualTo(options.withEpochs(534));
    assertThat(options.withEpochs(3).forRows(120).epochs()).isEqualTo(3);
    assertThat(options.training(108).epochs()).isEqualTo(593);
    assertThat(FeatureNetwork.fit(rings(), options, Monitor.NONE).training().epochs())
        .hasSize(options.forRows(rings().rows()).epochs());
  }

  @Test
  void optionsOutOfRange() {
    assertThatThrownBy(() -> HiddenLayers.NONE.withWidths(8, 0)).hasMessageContaining("width 0");
    assertThatThrownBy(() -> HiddenLayers.NONE.withWidths(65_537)).hasMessageContaining("65537");
    assertThatThrownBy(() -> HiddenLayers.NONE.withDropout(1)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> options(4).withEpochs(0)).hasMessageContaining("0 epochs");
    assertThatThrownBy(() -> options(4).withBatchSize(0)).hasMessageContaining("batch of 0");
    assertThatThrownBy(() -> options(4).withLearningRate(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> options(4).withWeightDecay(-1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> options(4).withValidation(1)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> options(4).withPatience(-1)).hasMessageContaining("-1");
    assertThat(HiddenLayers.activation("GELU_tanh")).contains(Activation.GELU_TANH);
    assertThat(HiddenLayers.activation("softmax")).isEmpty();
    assertThat(HiddenLayers.NONE.withWidths(256, 128).parameters(784, 10))
        .isEqualTo(785 * 256 + 257 * 128 + 129 * 10);
  }
}
