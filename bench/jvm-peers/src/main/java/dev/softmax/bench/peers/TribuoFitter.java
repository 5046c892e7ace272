package dev.softmax.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/// Tribuo's `LogisticRegressionTrainer` as it is: AdaGrad, 5 epochs, one thread, no penalty. What it
/// reaches is measured as the cross-entropy.
final class TribuoFitter implements Fitter {
  /// Keeps the level: the log manager holds loggers weakly.
  private static final Logger LOG = Logger.getLogger("org.tribuo");

  private final Table table;
  private final MutableDataset<Label> data;

  TribuoFitter(Table table) {
    this.table = table;
    LOG.setLevel(Level.WARNING);
    String[] names = new String[table.columns()];
    Arrays.setAll(names, j -> String.format("%06d", j));
    LabelFactory factory = new LabelFactory();
    List<Example<Label>> examples = new ArrayList<>();
    for (int i = 0; i < table.rows(); i++) {
      String[] rowNames =
          Arrays.stream(table.rowIndices(i)).mapToObj(j -> names[j]).toArray(String[]::new);
      Label label = new Label(Integer.toString(table.labels()[i]));
      examples.add(new ArrayExample<>(label, rowNames, table.rowValues(i)));
    }
    data =
        new MutableDataset<>(examples, new SimpleDataSourceProvenance("bench", factory), factory);
  }

  @Override
  public String label() {
    return "Tribuo 4.3.2";
  }

  @Override
  public String settle(double seconds) {
    return "AdaGrad,5-epochs";
  }

  @Override
  public Object fit(String setting) {
    return new LogisticRegressionTrainer().train(data);
  }

  /// Features and labels have numbers of Tribuo's own; a column without a number has no weight.
  @Override
  public Fitted read(Object model) {
    LinearSGDModel fitted = (LinearSGDModel) model;
    DenseMatrix weights = fitted.getWeightsCopy();
    int columns = table.columns();
    double[] coefficients = new double[table.classes() * columns];
    double[] intercepts = new double[table.classes()];
    int bias = weights.getDimension2Size() - 1;
    for (var output : fitted.getOutputIDInfo()) {
      int from = output.getA();
      int k = Integer.parseInt(output.getB().getLabel());
      intercepts[k] = weights.get(from, bias);
      for (var feature : fitted.getFeatureIDMap()) {
        int j = Integer.parseInt(feature.getName());
        int id = fitted.getFeatureIDMap().getID(feature.getName());
        coefficients[k * columns + j] = weights.get(from, id);
      }
    }
    return new Fitted(coefficients, intercepts);
  }

  @Override
  public String measure() {
    return "cross-entropy";
  }
}
