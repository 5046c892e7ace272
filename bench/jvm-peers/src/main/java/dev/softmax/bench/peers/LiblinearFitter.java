package dev.softmax.bench.peers;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;

/// liblinear-java's `L2R_LR` at its default tolerance 0.01, the table's C, and a bias that is not
/// penalised (`-s 0 -B 1 -R`): one classifier a class, one thread. Its probabilities are sigmoids over
/// their sum; their cross-entropy is measured.
final class LiblinearFitter implements Fitter {
  private static final double TOLERANCE = 0.01;

  private final Table table;
  private final Problem problem = new Problem();

  LiblinearFitter(Table table) {
    this.table = table;
    Linear.disableDebugOutput();
    int columns = table.columns();
    Feature[][] rows = new Feature[table.rows()][];
    double[] classes = new double[table.rows()];
    for (int i = 0; i < rows.length; i++) {
      int from = table.offsets()[i];
      int count = table.offsets()[i + 1] - from;
      rows[i] = new Feature[count + 1];
      for (int e = 0; e < count; e++) {
        rows[i][e] = new FeatureNode(table.indices()[from + e] + 1, table.values()[from + e]);
      }
      rows[i][count] = new FeatureNode(columns + 1, 1);
      classes[i] = table.labels()[i];
    }
    problem.l = rows.length;
    problem.n = columns + 1;
    problem.bias = 1;
    problem.x = rows;
    problem.y = classes;
  }

  @Override
  public String label() {
    return "liblinear-java 2.44";
  }

  @Override
  public String settle(double seconds) {
    return "L2R_LR,eps=" + TOLERANCE;
  }

  @Override
  public Object fit(String setting) {
    Parameter parameter = new Parameter(SolverType.L2R_LR, table.c(), TOLERANCE);
    parameter.setRegularizeBias(false);
    return Linear.train(problem, parameter);
  }

  @Override
  public Fitted read(Object model) {
    Model fitted = (Model) model;
    int columns = table.columns();
    double[] coefficients = new double[table.classes() * columns];
    double[] intercepts = new double[table.classes()];
    int[] labels = fitted.getLabels();
    for (int at = 0; at < labels.length; at++) {
      int k = labels[at];
      for (int j = 0; j < columns; j++) {
        coefficients[k * columns + j] = fitted.getDecfunCoef(j + 1, at);
      }
      intercepts[k] = fitted.getDecfunBias(at);
    }
    return new Fitted(coefficients, intercepts);
  }

  @Override
  public String measure() {
    return "cross-entropy";
  }

  @Override
  public double value(Table table, Fitted fitted) {
    return fitted.crossEntropy(table, Fitted.Link.SIGMOIDS);
  }
}
