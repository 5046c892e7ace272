package dev.softmax.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.image.PreparedPictures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logits of small models against those of ONNX Runtime's Python.
class OnnxScorerTest {
  private static OnnxScorer scorer(String name, PreparedPictures pictures) {
    OnnxModel model = OnnxModel.open(Golden.model(name), null);
    return OnnxScorer.of(model, pictures.height(), pictures.width());
  }

  @ParameterizedTest
  @CsvSource({
    "nchw, false, false, false",
    "nhwc, true, false, false",
    "nchw-wide, false, false, false",
    "softmax, false, false, true",
    "softmax-nhwc-bytes, true, true, true",
    "log-softmax-grey, false, false, false",
    "four-at-once, false, false, false",
    "reshaped, false, false, false"
  })
  void logitsAreOnnxRuntimes(
      String name, boolean channelsLast, boolean bytes, boolean probabilities) throws IOException {
    PreparedPictures pictures = Golden.pictures(name, channelsLast, bytes);
    OnnxScorer scorer = scorer(name, pictures);
    float[] expected = Golden.output(name);
    assertThat(scorer.givesProbabilities()).isEqualTo(probabilities);
    assertThat(scorer.channels()).isEqualTo(pictures.channels());
    assertThat(scorer.classes()).isEqualTo(expected.length / pictures.count());
    float[] logits = scorer.logits(pictures);
    assertThat(logits).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double value = probabilities ? Math.log(expected[i]) : expected[i];
      assertThat((double) logits[i]).isCloseTo(value, within(1e-6));
    }
  }

  /// Any number of pictures, whatever number the model is for, each with the logits it has alone.
  @ParameterizedTest
  @CsvSource({"four-at-once, 28, 1", "nchw, 8, 3", "softmax, 8, 3", "reshaped, 8, 1"})
  void picturesDoNotDependOnTheirNeighbours(String name, int side, int channels) {
    int count = 6;
    int length = side * side * channels;
    float[] values = new float[count * length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 31 % 127 / 127f;
    }
    PreparedPictures all = new PreparedPictures(values, count, side, side, channels);
    OnnxScorer scorer = scorer(name, all);
    float[] together = scorer.logits(all);
    assertThat(together).hasSize(count * scorer.classes());
    for (int i = 0; i < count; i++) {
      float[] one = Arrays.copyOfRange(values, i * length, (i + 1) * length);
      float[] alone = scorer.logits(new PreparedPictures(one, 1, side, side, channels));
      float[] row = Arrays.copyOfRange(together, i * scorer.classes(), (i + 1) * scorer.classes());
      assertThat(row).containsExactly(alone, within(1e-6f));
    }
    assertThat(scorer.logits(new PreparedPictures(values, 0, side, side, channels))).isEmpty();
  }

  @Test
  void manyThreadsAtOnceGetWhatOneGets()
      throws IOException, InterruptedException, ExecutionException {
    PreparedPictures pictures = Golden.pictures("softmax", false, false);
    OnnxScorer scorer = scorer("softmax", pictures);
    float[] expected = scorer.logits(pictures);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<float[]>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> scorer.logits(pictures)));
      }
      for (Future<float[]> one : all) {
        assertThat(one.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void anotherOutputIsReadByName() throws IOException {
    PreparedPictures pictures = Golden.pictures("softmax", false, false);
    OnnxScorer named = OnnxScorer.of(OnnxModel.open(Golden.model("softmax"), "logits"), 8, 8);
    assertThat(named.givesProbabilities()).isFalse();
    float[] logits = named.logits(pictures);
    float[] logProbabilities = scorer("softmax", pictures).logits(pictures);
    // They differ by the logarithm of a row's sum.
    double shift = logits[0] - logProbabilities[0];
    assertThat(shift).isNotCloseTo(0, within(0.1));
    for (int k = 0; k < named.classes(); k++) {
      assertThat((double) logits[k] - logProbabilities[k]).isCloseTo(shift, within(1e-5));
    }
  }

  @Test
  void bytesAreRoundedAndKeptInTheirRange() {
    float[] wild = new float[8 * 8 * 3];
    float[] tame = new float[wild.length];
    for (int i = 0; i < wild.length; i++) {
      wild[i] = i % 3 == 0 ? -7.5f : i % 3 == 1 ? 300 : 99.6f;
      tame[i] = i % 3 == 0 ? 0 : i % 3 == 1 ? 255 : 100;
    }
    PreparedPictures first = new PreparedPictures(wild, 1, 8, 8, 3);
    OnnxScorer scorer = scorer("softmax-nhwc-bytes", first);
    assertThat(scorer.logits(first))
        .isEqualTo(scorer.logits(new PreparedPictures(tame, 1, 8, 8, 3)));
  }

  @Test
  void otherSizesAndFeaturesAreRefused() throws IOException {
    PreparedPictures pictures = Golden.pictures("nchw", false, false);
    OnnxScorer scorer = scorer("nchw", pictures);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scorer.logits(new PreparedPictures(new float[243], 1, 9, 9, 3)))
        .withMessageContaining("pictures (9, 9, 3) but its input is (3, 8, 8)");
    assertThat(scorer.featureWidth()).isZero();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> scorer.features(pictures));
  }
}
