package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.kernel.Parallel;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginObjectiveTest {
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2, true",
    "7, 3, 4, false",
    "7, 3, 4, true",
    "33, 0, 3, true",
    "50, 2, 1, true",
    "1300, 5, 2, true",
    "2100, 17, 13, true"
  })
  void gradientIsTheSlopeOfTheValue(int rows, int columns, int classes, boolean intercept) {
    MarginObjective objective = objective(rows, columns, classes, intercept);
    double[] point = point(objective.size(), 3);
    double[] gradient = new double[point.length];
    objective.evaluate(point, gradient);
    double[] unused = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double there = point[i];
      point[i] = there + STEP;
      double above = objective.evaluate(point, unused);
      point[i] = there - STEP;
      double below = objective.evaluate(point, unused);
      point[i] = there;
      assertThat(gradient[i]).isCloseTo((above - below) / (2 * STEP), within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2, true",
    "7, 3, 4, false",
    "33, 0, 3, true",
    "1300, 5, 2, true",
    "2100, 17, 13, true"
  })
  void hessianProductIsTheSlopeOfTheGradient(
      int rows, int columns, int classes, boolean intercept) {
    MarginObjective objective = objective(rows, columns, classes, intercept);
    double[] point = point(objective.size(), 3);
    double[] direction = point(objective.size(), 4);
    double[] above = new double[point.length];
    double[] below = new double[point.length];
    double[] moved = point.clone();
    Vectors.addScaled(moved, STEP, direction);
    objective.evaluate(moved, above);
    Vectors.addScaled(moved, -2 * STEP, direction);
    objective.evaluate(moved, below);
    objective.evaluate(point, new double[point.length]);
    objective.accept();
    double[] product = new double[point.length];
    objective.hessianProduct(direction, product);
    for (int i = 0; i < product.length; i++) {
      assertThat(product[i]).isCloseTo((above[i] - below[i]) / (2 * STEP), within(1e-8));
    }
  }

  @Test
  void aSampleOfRowsHasTheHessianOnAverage() {
    MarginObjective objective = objective(3000, 6, 4, true);
    double[] point = point(objective.size(), 3);
    double[] direction = point(objective.size(), 4);
    objective.evaluate(point, new double[point.length]);
    objective.accept();
    double[] whole = new double[point.length];
    objective.hessianProduct(direction, whole);
    double[] mean = new double[point.length];
    double[] product = new double[point.length];
    for (int i = 0; i < 100; i++) {
      assertThat(objective.sample(600)).isBetween(0.19, 0.21);
      objective.hessianProduct(direction, product);
      Vectors.addScaled(mean, 0.01, product);
    }
    assertThat(mean).containsExactly(whole, within(0.01 * Vectors.maxNorm(whole)));
    assertThat(objective.sample(2000)).isEqualTo(1);
    objective.hessianProduct(direction, product);
    assertThat(product).isEqualTo(whole);
  }

  @Test
  void knowsTheLineBetweenTwoPointsWithoutThePoints() {
    MarginObjective objective = objective(1300, 4, 3, true);
    double[] from = point(objective.size(), 1);
    double[] to = point(objective.size(), 2);
    double[] gradient = new double[from.length];
    double[] middle = new double[from.length];
    double[] direction = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      middle[i] = from[i] + 0.3 * (to[i] - from[i]);
      direction[i] = to[i] - from[i];
    }
    double value = objective.evaluate(middle, gradient);
    objective.evaluate(from, new double[from.length]);
    objective.accept();
    objective.evaluate(to, new double[from.length]);

    Objective.LinePoint at = objective.between(0.3);
    assertThat(at.value()).isCloseTo(value, within(1e-13));
    assertThat(at.slope()).isCloseTo(Vectors.dot(gradient, direction), within(1e-12));

    double[] reached = new double[from.length];
    double[] known = new double[from.length];
    assertThat(objective.evaluateBetween(0.3, reached, known)).isCloseTo(value, within(1e-13));
    assertThat(reached).containsExactly(middle, within(1e-15));
    assertThat(known).containsExactly(gradient, within(1e-14));
  }

  @Test
  void atZeroEveryClassIsAsLikely() {
    MarginObjective objective = objective(200, 3, 7, true);
    double[] zero = new double[objective.size()];
    assertThat(objective.evaluate(zero, new double[zero.length]))
        .isCloseTo(Math.log(7), within(1e-14));
  }

  @Test
  void oneClassAgainstAnotherMakesTheBlocksExact() {
    // With two classes the projected blocks are the Hessian, up to one factor when λ is 0.
    DenseData data = data(400, 5, 2);
    MarginObjective objective = objective(data, 0, true);
    double[] point = point(objective.size(), 5);
    for (int j = 0; j < 5; j++) {
      point[2 * j + 1] = -point[2 * j];
    }
    point[11] = -point[10];
    objective.evaluate(point, new double[point.length]);
    objective.accept();
    objective.preconditioner();
    Objective.Preconditioner blocks = objective.preconditioner();
    double[] product = new double[point.length];
    double[] back = new double[point.length];
    objective.hessianProduct(point, product);
    blocks.apply(product, back);
    for (int i = 0; i < point.length; i++) {
      assertThat(back[i]).isCloseTo(2 * point[i], within(1e-7));
    }
  }

  @Test
  void givesTheSameBitsOnAnyNumberOfThreads() {
    int before = Parallel.threads();
    try {
      Parallel.limitThreads(1);
      double[] one = gradientAndProduct();
      Parallel.limitThreads(Integer.MAX_VALUE);
      for (int i = 0; i < 5; i++) {
        assertThat(gradientAndProduct()).isEqualTo(one);
      }
    } finally {
      Parallel.limitThreads(before);
    }
  }

  private static double[] gradientAndProduct() {
    MarginObjective objective = objective(5000, 9, 6, true);
    double[] point = point(objective.size(), 6);
    double[] gradient = new double[point.length];
    double[] product = new double[point.length];
    double[] conditioned = new double[point.length];
    double value = objective.evaluate(point, gradient);
    objective.accept();
    objective.hessianProduct(gradient, product);
    objective.preconditioner();
    objective.preconditioner().apply(gradient, conditioned);
    double[] all = new double[3 * point.length + 1];
    System.arraycopy(gradient, 0, all, 0, point.length);
    System.arraycopy(product, 0, all, point.length, point.length);
    System.arraycopy(conditioned, 0, all, 2 * point.length, point.length);
    all[3 * point.length] = value;
    return all;
  }

  private static MarginObjective objective(int rows, int columns, int classes, boolean intercept) {
    return objective(data(rows, columns, classes), 0.07, intercept);
  }

  private static MarginObjective objective(DenseData data, double lambda, boolean intercept) {
    FitData rows = FitData.of(data);
    DenseFeatures features = new DenseFeatures(data.features(), data.rows(), data.columns());
    return new MarginObjective(
        new DenseProducts(features, data.classes(), intercept),
        RowTargets.of(rows),
        lambda,
        intercept);
  }

  private static DenseData data(int rows, int columns, int classes) {
    RandomGenerator random = new SplittableRandom(rows * 31L + columns);
    double[] features = new double[rows * columns];
    int[] labels = new int[rows];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextGaussian();
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
    }
    return new DenseData(features, labels, columns, classes);
  }

  private static double[] point(int size, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] point = new double[size];
    for (int i = 0; i < size; i++) {
      point[i] = random.nextGaussian() / 2;
    }
    return point;
  }
}
