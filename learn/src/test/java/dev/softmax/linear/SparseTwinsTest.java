package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is computed of sparse rows, or of shares, is what is computed of the same rows written out.
class SparseTwinsTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 4;
  private static final int CLASSES = 3;

  /// A third of the numbers is there, the first column in each row.
  private static double[] values() {
    SplittableRandom random = new SplittableRandom(6);
    double[] values = new double[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % COLUMNS == 0 || random.nextInt(3) == 0 ? random.nextGaussian() : 0;
    }
    return values;
  }

  private static SparseFeatures sparse(double[] values) {
    int[] offsets = new int[ROWS + 1];
    List<Integer> indices = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        indices.add(i % COLUMNS);
        kept.add(values[i]);
      }
      offsets[i / COLUMNS + 1] = indices.size();
    }
    return new SparseFeatures(
        offsets,
        indices.stream().mapToInt(Integer::intValue).toArray(),
        kept.stream().mapToDouble(Double::doubleValue).toArray(),
        COLUMNS);
  }

  private static int[] labels(double[] values) {
    SplittableRandom random = new SplittableRandom(8);
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double score = values[row * COLUMNS] + random.nextGaussian();
      labels[row] = score < -0.5 ? 0 : score < 0.5 ? 1 : 2;
    }
    return labels;
  }

  private static double[] shares(int[] labels) {
    double[] shares = new double[labels.length * CLASSES];
    for (int row = 0; row < labels.length; row++) {
      shares[row * CLASSES + labels[row]] = 1;
    }
    return shares;
  }

  @Test
  void chosenRows() {
    double[] values = values();
    int[] rows = {7, 0, 59, 7};
    DenseFeatures dense = (DenseFeatures) RowSelection.of(new DenseFeatures(values, COLUMNS), rows);
    SparseFeatures sparse = (SparseFeatures) RowSelection.of(sparse(values), rows);
    assertThat(sparse.rows()).isEqualTo(4);
    double[] written = new double[rows.length * COLUMNS];
    for (int row = 0; row < rows.length; row++) {
      for (int e = sparse.offsets()[row]; e < sparse.offsets()[row + 1]; e++) {
        written[row * COLUMNS + sparse.indices()[e]] = sparse.values()[e];
      }
    }
    assertThat(written).containsExactly(dense.values());
    double[] chosen = {values[28], values[29], values[30], values[31]};
    assertThat(dense.values()).startsWith(chosen).endsWith(chosen);
  }

  @Test
  void chosenShares() {
    int[] labels = {2, 0, 1};
    int[] rows = {2, 2, 0};
    Targets.Shares shares =
        (Targets.Shares) RowSelection.of(new Targets.Shares(shares(labels), CLASSES), rows);
    Targets.Classes classes =
        (Targets.Classes) RowSelection.of(new Targets.Classes(labels, CLASSES), rows);
    assertThat(classes.labels()).containsExactly(1, 1, 2);
    assertThat(shares.probabilities()).containsExactly(shares(classes.labels()));
  }

  @Test
  void standardErrors() {
    double[] values = values();
    int[] labels = labels(values);
    Targets classes = new Targets.Classes(labels, CLASSES);
    FitData dense = FitData.of(new DenseFeatures(values, COLUMNS), classes);
    FitData sparse = FitData.of(sparse(values), new Targets.Shares(shares(labels), CLASSES));
    SoftmaxRegression model =
        SoftmaxRegression.fit(
            dense, Options.defaults().withC(Double.POSITIVE_INFINITY), Progress.NONE);
    for (InferenceOptions.Covariance kind : InferenceOptions.Covariance.values()) {
      InferenceOptions options = InferenceOptions.defaults().withCovariance(kind);
      Inference expected = Inference.of(model, dense, options);
      Inference found = Inference.of(model, sparse, options);
      assertThat(found.logLikelihood()).isCloseTo(expected.logLikelihood(), within(1e-9));
      assertThat(found.nullLogLikelihood()).isCloseTo(expected.nullLogLikelihood(), within(1e-9));
      assertThat(found.coefficients()).hasSize((COLUMNS + 1) * (CLASSES - 1));
      for (int i = 0; i < found.coefficients().size(); i++) {
        assertThat(found.coefficients().get(i).standardError())
            .isPositive()
            .isCloseTo(expected.coefficients().get(i).standardError(), within(1e-9));
      }
    }
  }
}
