package dev.softmax.bench.peers;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.LabeledPoint;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// Spark MLlib on local threads. With `regParam = 1 / (N C)`, no elastic net and no standardisation its
/// problem is ours over `N`, so it is timed with the fewest iterations that reach the table's goal or,
/// where those take too long, with as many as there is time for.
final class SparkFitter implements Fitter {
  private static final int FIRST_TRY = 50;
  private static final int GROWTH = 4;

  /// What the workers' threads read: they are in this process.
  private static Table shared;

  private final Table table;
  private final Dataset<Row> data;

  SparkFitter(Table table, int threads) {
    this.table = table;
    shared = table;
    SparkSession session =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("bench")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.maxResultSize", "0")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    JavaSparkContext context = new JavaSparkContext(session.sparkContext());
    var numbers = context.parallelize(IntStream.range(0, table.rows()).boxed().toList(), threads);
    data = session.createDataFrame(numbers.map(SparkFitter::point), LabeledPoint.class).cache();
    long rows = data.count();
    if (rows != table.rows()) {
      throw new IllegalStateException("spark: " + rows + " rows of " + table.rows());
    }
  }

  /// A row in whichever form is smaller.
  private static LabeledPoint point(int row) {
    Vector features =
        Vectors.sparse(shared.columns(), shared.rowIndices(row), shared.rowValues(row));
    return new LabeledPoint(shared.labels()[row], features.compressed());
  }

  @Override
  public String label() {
    return "Spark 4.1.0";
  }

  /// The history of a fit says after how many iterations the goal was reached.
  @Override
  public String settle(double seconds) {
    int tried = FIRST_TRY;
    while (true) {
      long begin = System.nanoTime();
      double[] history = fit(tried).summary().objectiveHistory();
      double each = (System.nanoTime() - begin) * 1e-9 / Math.max(history.length, 1);
      for (int i = 0; i < history.length; i++) {
        if (history[i] * table.rows() <= table.goal()) {
          return "maxIter=" + i;
        }
      }
      int most = (int) (seconds / each);
      // Shorter than asked for: its line search has given up, which is as far as it gets.
      if (history.length - 1 < tried || tried >= most) {
        return "maxIter=" + tried;
      }
      tried = Math.min(GROWTH * tried, most);
    }
  }

  @Override
  public Object fit(String setting) {
    return fit(Integer.parseInt(setting.substring(setting.indexOf('=') + 1)));
  }

  private LogisticRegressionModel fit(int iterations) {
    return new LogisticRegression()
        .setFamily("multinomial")
        .setRegParam(1 / (table.c() * table.rows()))
        .setElasticNetParam(0)
        .setStandardization(false)
        .setTol(0)
        .setMaxIter(iterations)
        .fit(data);
  }

  @Override
  public Fitted read(Object model) {
    LogisticRegressionModel fitted = (LogisticRegressionModel) model;
    int columns = table.columns();
    double[] coefficients = new double[table.classes() * columns];
    var matrix = fitted.coefficientMatrix();
    for (int k = 0; k < table.classes(); k++) {
      for (int j = 0; j < columns; j++) {
        coefficients[k * columns + j] = matrix.apply(k, j);
      }
    }
    return new Fitted(coefficients, fitted.interceptVector().toArray());
  }

  @Override
  public String measure() {
    return "objective";
  }
}
