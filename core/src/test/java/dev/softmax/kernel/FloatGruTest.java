package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The recurrence and its gradient against double loops, at sizes around those of tiles and vectors.
class FloatGruTest {
  private static final int THREADS = Compute.threads();
  private static final Offset<Double> CLOSE = within(2e-6);

  private final SplittableRandom random = new SplittableRandom(5);

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private float[] numbers(int count, double scale) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) (scale * random.nextGaussian());
    }
    return x;
  }

  /// Inputs, and everything that the two passes give.
  private final class Run {
    final int batch;
    final int steps;
    final int hidden;
    final float[] gates;
    final float[] start;
    final float[] weight;
    final float[] bias;
    final float[] dy;
    final int[] lengths;
    final float[] y;
    final float[] kept;
    final float[] history;
    final float[] dGates;
    final float[] dStart;

    Run(int batch, int steps, int hidden, boolean ended) {
      this.batch = batch;
      this.steps = steps;
      this.hidden = hidden;
      gates = numbers(batch * steps * 3 * hidden, 1);
      start = numbers(batch * hidden, 1);
      weight = numbers(3 * hidden * hidden, 1 / Math.sqrt(hidden));
      bias = numbers(3 * hidden, 0.5);
      dy = numbers(batch * steps * hidden, 1);
      lengths = new int[batch];
      Arrays.setAll(lengths, b -> ended ? 1 + random.nextInt(steps) : steps);
      y = numbers(batch * steps * hidden, 1);
      // What was there before must not matter.
      kept = new float[4 * y.length];
      history = new float[y.length];
      dGates = new float[gates.length];
      Arrays.fill(kept, Float.NaN);
      Arrays.fill(history, Float.NaN);
      Arrays.fill(dGates, Float.NaN);
      dStart = new float[start.length];
    }

    void forward(boolean keep) {
      FloatGru.forward(
          batch,
          steps,
          hidden,
          gates,
          start,
          weight,
          bias,
          lengths,
          y,
          keep ? history : null,
          kept);
    }

    void backward() {
      FloatGru.backward(batch, steps, hidden, dy, weight, lengths, history, kept, dGates, dStart);
    }

    /// Sum over steps of the products' gradients times the states before, as the layer takes it.
    float[] dWeight() {
      float[] sum = new float[3 * hidden * hidden];
      int rows = batch * steps;
      MatrixProduct.multiply(
          new FloatMatrix(kept, 0, 3 * hidden, rows, 1, 4 * hidden),
          FloatMatrix.of(history, rows, hidden),
          FloatMatrix.of(sum, 3 * hidden, hidden));
      return sum;
    }
  }

  /// The same in double, one sequence after another.
  private static final class Reference {
    final double[] y;
    final double[] dGates;
    final double[] dStart;
    final double[] dWeight;

    Reference(Run run) {
      int hidden = run.hidden;
      y = new double[run.y.length];
      dGates = new double[run.gates.length];
      dStart = new double[run.start.length];
      dWeight = new double[run.weight.length];
      for (int b = 0; b < run.batch; b++) {
        double[][] h = new double[run.lengths[b] + 1][hidden];
        double[][] kept = new double[run.lengths[b]][];
        for (int i = 0; i < hidden; i++) {
          h[0][i] = run.start[b * hidden + i];
        }
        for (int t = 0; t < run.lengths[b]; t++) {
          int at = (b * run.steps + t) * hidden;
          kept[t] = forward(run, 3 * at, h[t], h[t + 1]);
          System.arraycopy(h[t + 1], 0, y, at, hidden);
        }
        double[] d = new double[hidden];
        for (int t = run.lengths[b] - 1; t >= 0; t--) {
          int at = (b * run.steps + t) * hidden;
          for (int i = 0; i < hidden; i++) {
            d[i] += run.dy[at + i];
          }
          d = backward(run, 3 * at, kept[t], h[t], d);
        }
        System.arraycopy(d, 0, dStart, b * hidden, hidden);
      }
    }

    private static double[] forward(Run run, int at, double[] h, double[] next) {
      int hidden = run.hidden;
      double[] kept = new double[4 * hidden];
      for (int i = 0; i < hidden; i++) {
        double[] g = new double[3];
        for (int k = 0; k < 3; k++) {
          g[k] = run.bias[k * hidden + i];
          for (int j = 0; j < hidden; j++) {
            g[k] += run.weight[(k * hidden + i) * hidden + j] * h[j];
          }
        }
        double r = 1 / (1 + Math.exp(-run.gates[at + i] - g[0]));
        double z = 1 / (1 + Math.exp(-run.gates[at + hidden + i] - g[1]));
        double n = Math.tanh(run.gates[at + 2 * hidden + i] + r * g[2]);
        next[i] = (1 - z) * n + z * h[i];
        kept[i] = r;
        kept[hidden + i] = z;
        kept[2 * hidden + i] = n;
        kept[3 * hidden + i] = g[2];
      }
      return kept;
    }

    private double[] backward(Run run, int at, double[] kept, double[] h, double[] d) {
      int hidden = run.hidden;
      double[] below = new double[hidden];
      for (int i = 0; i < hidden; i++) {
        double r = kept[i];
        double z = kept[hidden + i];
        double n = kept[2 * hidden + i];
        double dn = d[i] * (1 - z) * (1 - n * n);
        dGates[at + i] = dn * kept[3 * hidden + i] * r * (1 - r);
        dGates[at + hidden + i] = d[i] * (h[i] - n) * z * (1 - z);
        dGates[at + 2 * hidden + i] = dn;
        below[i] += d[i] * z;
        for (int k = 0; k < 3; k++) {
          double g = dGates[at + k * hidden + i] * (k == 2 ? r : 1);
          for (int j = 0; j < hidden; j++) {
            below[j] += g * run.weight[(k * hidden + i) * hidden + j];
            dWeight[(k * hidden + i) * hidden + j] += g * h[j];
          }
        }
      }
      return below;
    }
  }

  private static void assertClose(float[] actual, double[] expected, Offset<Double> within) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 5, 64",
    "2, 3, 3",
    "3, 2, 16",
    "4, 2, 17",
    "5, 3, 31",
    "8, 2, 33",
    "9, 2, 13",
    "12, 2, 47",
    "15, 3, 48",
    "17, 2, 100",
    "33, 1, 320",
  })
  void sizes(int batch, int steps, int hidden) {
    for (boolean ended : new boolean[] {false, true}) {
      Run run = new Run(batch, steps, hidden, ended);
      Reference expected = new Reference(run);
      run.forward(false);
      assertClose(run.y, expected.y, CLOSE);
      Arrays.fill(run.y, Float.NaN);
      run.forward(true);
      assertClose(run.y, expected.y, CLOSE);
      run.backward();
      assertClose(run.dGates, expected.dGates, within(1e-5));
      assertClose(run.dStart, expected.dStart, within(1e-5));
      assertClose(run.dWeight(), expected.dWeight, within(3e-5));
    }
  }

  @Test
  void bitsDoNotDependOnThreadsNorOnTheBatch() {
    Run run = new Run(37, 3, 64, true);
    Compute.limitThreads(1);
    run.forward(true);
    float[] y = run.y.clone();
    Compute.limitThreads(2);
    run.forward(true);
    assertThat(run.y).isEqualTo(y);
    for (int b = 0; b < run.batch; b++) {
      GruCell cell =
          new GruCell(new float[3 * run.hidden], run.weight, new float[3 * run.hidden], run.bias);
      System.arraycopy(run.start, b * run.hidden, cell.state(), 0, run.hidden);
      for (int t = 0; t < run.lengths[b]; t++) {
        int at = (b * run.steps + t) * run.hidden;
        float[] state = cell.step(run.gates, 3 * at);
        assertThat(state).isEqualTo(Arrays.copyOfRange(y, at, at + run.hidden));
      }
    }
  }

  @Test
  void cellsProjectTheirInputs() {
    float[] x = {0.5f, -1, 2};
    float[] inputWeight = numbers(45, 1);
    float[] weight = numbers(75, 1);
    float[] bias = numbers(15, 1);
    GruCell cell = new GruCell(inputWeight, weight, bias, bias);
    GruCell projected = new GruCell(inputWeight, weight, bias, bias);
    float[] gates = new float[15];
    for (int i = 0; i < 15; i++) {
      double sum = bias[i];
      for (int j = 0; j < 3; j++) {
        sum += (double) inputWeight[3 * i + j] * x[j];
      }
      gates[i] = (float) sum;
    }
    float[] expected = projected.step(gates, 0);
    float[] state = cell.step(x);
    for (int i = 0; i < 5; i++) {
      assertThat((double) state[i]).isCloseTo(expected[i], CLOSE);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-1e4f, -90, -88, -20, -1e-3f, 0, 1e-3f, 20, 88, 90, 1e4f})
  void extremes(float gate) {
    int hidden = 19;
    Run run = new Run(1, 1, hidden, false);
    Arrays.fill(run.weight, 0);
    Arrays.fill(run.gates, gate);
    run.forward(false);
    double[] expected = new Reference(run).y;
    assertClose(run.y, expected, within(1e-6));
  }

  @Test
  void notANumberStaysInItsSequence() {
    Run run = new Run(9, 2, 17, false);
    run.gates[3 * 17] = Float.NaN;
    run.forward(false);
    assertThat(run.y[17]).isNaN();
    for (int i = 2 * 17; i < run.y.length; i++) {
      assertThat(run.y[i]).isFinite();
    }
  }
}
