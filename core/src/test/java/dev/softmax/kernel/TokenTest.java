package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products and attention of one token against plain sums in double.
class TokenTest {
  private static final int THREADS = Compute.threads();
  private final SplittableRandom random = new SplittableRandom(4);

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static double dot(float[] weight, int row, float[] x, int from, int count) {
    double sum = 0;
    for (int p = 0; p < count; p++) {
      sum += (double) weight[row * count + p] * x[from + p];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2", "13, 16", "16, 17", "64, 64", "172, 33", "5, 207", "700, 800"})
  void productsOfWeightsOneBelowAnother(int inputs, int outputs) {
    int more = 5;
    float[] first = numbers(outputs * inputs);
    float[] second = numbers(inputs * more);
    float[] bias = numbers(more);
    float[] x = numbers(inputs + 3);
    // The second weight lies transposed.
    TokenProduct product =
        TokenProduct.of(
            inputs,
            FloatMatrix.of(first, outputs, inputs),
            FloatMatrix.of(second, inputs, more).transposed());
    product.bias(outputs, bias, more);
    product.scale(outputs, outputs + more, 2);
    assertThat(product.outputs()).isEqualTo(outputs + more);
    float[] y = numbers(outputs + more + 1);
    float last = y[outputs + more];
    product.apply(x, 3, y);
    // Sums in float, which err more the longer they are.
    double error = 1e-7 * (inputs + 50);
    for (int row = 0; row < outputs; row++) {
      assertThat((double) y[row]).isCloseTo(dot(first, row, x, 3, inputs), within(error));
    }
    for (int i = 0; i < more; i++) {
      double sum = bias[i];
      for (int p = 0; p < inputs; p++) {
        sum += (double) second[p * more + i] * x[3 + p];
      }
      assertThat((double) y[outputs + i]).isCloseTo(2 * sum, within(error));
    }
    assertThat(y[outputs + more]).isEqualTo(last);
    float[] added = y.clone();
    System.arraycopy(x.clone(), 3, x, 0, inputs);
    product.add(x, added);
    for (int row = 0; row < outputs + more; row++) {
      assertThat(added[row]).isCloseTo(2 * y[row], within((float) error));
    }
  }

  @Test
  void productsHaveTheSameBitsForAnyNumberOfThreads() {
    int inputs = 600;
    int outputs = 1000;
    TokenProduct product =
        TokenProduct.of(inputs, FloatMatrix.of(numbers(outputs * inputs), outputs, inputs));
    float[] x = numbers(inputs);
    float[] one = new float[outputs];
    Compute.limitThreads(1);
    product.apply(x, 0, one);
    Compute.limitThreads(THREADS);
    float[] all = new float[outputs];
    product.apply(x, 0, all);
    assertThat(all).isEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "4, 2, 8", "6, 6, 13", "8, 1, 16", "5, 5, 64", "12, 2, 33", "16, 16, 100"})
  void attentionToAllTokensRead(int heads, int keyHeads, int width) {
    int context = 203;
    TokenAttention kept = new TokenAttention(heads, keyHeads, width, context);
    int row = keyHeads * width;
    float[] keys = numbers(context * row);
    float[] values = numbers(context * row);
    float[] result = new float[heads * width];
    for (int round = 0; round < 2; round++) {
      for (int t = 0; t < context; t++) {
        kept.put(t, keys, t * row, values, t * row);
        if (t < 3 || t % 16 < 2 || t == context - 1) {
          float[] query = numbers(heads * width);
          kept.attend(t + 1, query, result);
          assertAttends(heads / keyHeads, width, t + 1, query, keys, values, result);
        }
      }
      float[] copy = new float[17 * row];
      kept.copyKeys(17, copy);
      assertThat(copy).isEqualTo(Arrays.copyOf(keys, 17 * row));
      kept.copyValues(17, copy);
      assertThat(copy).isEqualTo(Arrays.copyOf(values, 17 * row));
      kept.clear();
    }
  }

  private static void assertAttends(
      int together,
      int width,
      int count,
      float[] query,
      float[] keys,
      float[] values,
      float[] result) {
    int heads = query.length / width;
    int row = heads / together * width;
    for (int head = 0; head < heads; head++) {
      int at = head / together * width;
      double[] weights = new double[count];
      double sum = 0;
      for (int s = 0; s < count; s++) {
        double score = 0;
        for (int d = 0; d < width; d++) {
          score += (double) query[head * width + d] * keys[s * row + at + d];
        }
        weights[s] = Math.exp(score);
        sum += weights[s];
      }
      for (int d = 0; d < width; d++) {
        double seen = 0;
        for (int s = 0; s < count; s++) {
          seen += weights[s] / sum * values[s * row + at + d];
        }
        assertThat((double) result[head * width + d]).isCloseTo(seen, within(2e-6));
      }
    }
  }
}
