package dev.softmax.bench.peers;

import java.util.ArrayList;
import java.util.List;
import smile.classification.LogisticRegression;
import smile.classification.SparseLogisticRegression;
import smile.data.SampleInstance;
import smile.data.SparseDataset;
import smile.util.SparseArray;

/// Smile's L-BFGS with its own defaults for when to stop (tolerance 1e-5, 500 iterations) and
/// `lambda = 1 / C`. The last class has no coefficients and so pays no penalty: another problem, whose
/// answer depends on the order of the classes. What its answer is worth in ours is measured.
final class SmileFitter implements Fitter {
  private final Table table;
  private final double[][] rows;
  private final SparseDataset<Integer> sparseRows;
  private final LogisticRegression.Options options;

  SmileFitter(Table table) {
    this.table = table;
    LogisticRegression.Options defaults = new LogisticRegression.Options();
    options = new LogisticRegression.Options(1 / table.c(), defaults.tol(), defaults.maxIter());
    rows = new double[table.dense() ? table.rows() : 0][];
    List<SampleInstance<SparseArray, Integer>> samples = new ArrayList<>();
    for (int i = 0; i < table.rows(); i++) {
      if (table.dense()) {
        rows[i] = table.denseRow(i);
      } else {
        SparseArray row = new SparseArray();
        for (int e = table.offsets()[i]; e < table.offsets()[i + 1]; e++) {
          row.append(table.indices()[e], table.values()[e]);
        }
        samples.add(new SampleInstance<>(row, table.labels()[i]));
      }
    }
    sparseRows = new SparseDataset<>(samples, table.columns());
  }

  @Override
  public String label() {
    return "Smile 6.2.5";
  }

  @Override
  public String settle(double seconds) {
    return "tol=" + options.tol() + ",maxIter=" + options.maxIter();
  }

  @Override
  public Object fit(String setting) {
    return table.dense()
        ? LogisticRegression.multinomial(rows, table.labels(), options)
        : SparseLogisticRegression.multinomial(sparseRows, options);
  }

  @Override
  public Fitted read(Object model) {
    double[][] w =
        model instanceof LogisticRegression.Multinomial dense
            ? dense.coefficients()
            : ((SparseLogisticRegression.Multinomial) model).coefficients();
    int columns = table.columns();
    double[] coefficients = new double[table.classes() * columns];
    double[] intercepts = new double[table.classes()];
    for (int k = 0; k < w.length; k++) {
      System.arraycopy(w[k], 0, coefficients, k * columns, columns);
      intercepts[k] = w[k][columns];
    }
    return new Fitted(coefficients, intercepts);
  }

  @Override
  public String measure() {
    return "objective";
  }
}
