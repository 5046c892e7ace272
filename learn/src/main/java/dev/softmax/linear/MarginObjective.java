package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import dev.softmax.linear.LogitRows.Rows;
import java.util.Arrays;
import java.util.Optional;

/// Mean cross-entropy, rows by their weights, plus `λ/2 ‖W‖²`. A point is the coefficients `(D, K)`,
/// then the intercepts `(K)` if there are any.
///
/// A pass goes block by block: logits, residual, `Xᵀ · residual`, while the block is in cache. The
/// logits of the current and of the trial point are kept.
final class MarginObjective implements Objective {
  /// Largest share of the rows that a sample pays for: it must be copied.
  private static final double MOST_SAMPLED = 0.4;

  private final FeatureProducts products;
  private final RowTargets targets;
  private final LogitWork work;
  private final int rows;
  private final int classes;
  private final int weights;
  private final boolean fitIntercept;
  private final double lambda;
  private final RowPlan plan;

  private final double[] scratch;
  private final double[] chunkValue;
  private final double[] chunkSlope;

  private double[] point;
  private double[] trialPoint;
  private double[] margins;
  private double[] trialMargins;
  private double[] probabilities = {};
  private boolean probabilitiesKnown;
  private double[] curvatures = {};
  private double passes;
  private Optional<HessianSample> sample = Optional.empty();
  private int samples;

  /// @param products the features
  /// @param targets what their rows belong to and count
  /// @param lambda strength of the penalty on the scale of the mean: `1 / (C Σw)`
  /// @param fitIntercept whether a point has intercepts
  MarginObjective(
      FeatureProducts products, RowTargets targets, double lambda, boolean fitIntercept) {
    this.products = products;
    this.targets = targets;
    work = LogitWork.of(products, targets);
    this.lambda = lambda;
    this.fitIntercept = fitIntercept;
    rows = products.rows();
    classes = targets.classes();
    weights = Math.multiplyExact(products.columns(), classes);
    plan = products.plan();
    scratch = new double[Math.multiplyExact(plan.chunks(), work.length(plan.blockRows()))];
    chunkValue = new double[plan.chunks()];
    chunkSlope = new double[plan.chunks()];
    point = new double[size()];
    trialPoint = new double[size()];
    margins = new double[work.length(rows)];
    trialMargins = new double[work.length(rows)];
  }

  @Override
  public int size() {
    return weights + (fitIntercept ? classes : 0);
  }

  /// Products of all rows with a matrix of the coefficients' shape so far; a gradient has two.
  long passes() {
    return Math.round(passes);
  }

  /// The same problem by its rows, for [StochasticDualAscent].
  DualAscent dual(long seed) {
    return new DualAscent(products.entries(), targets, lambda * rows, fitIntercept, seed);
  }

  /// Strength of the penalty on the scale of the mean.
  double lambda() {
    return lambda;
  }

  @Override
  public double evaluate(double[] at, double[] gradient) {
    System.arraycopy(at, 0, trialPoint, 0, at.length);
    passes += 2;
    return trial(gradient, true);
  }

  @Override
  public void accept() {
    double[] swap = margins;
    margins = trialMargins;
    trialMargins = swap;
    swap = point;
    point = trialPoint;
    trialPoint = swap;
    probabilitiesKnown = false;
    sample = Optional.empty();
  }

  @Override
  public LinePoint between(double step) {
    double[] from = margins;
    double[] to = trialMargins;
    forEachBlock(
        (block, at) -> {
          LinePoint sum = work.between(block, from, to, step, scratch, at);
          chunkValue[block.chunk()] += sum.value();
          chunkSlope[block.chunk()] += sum.slope();
        });
    double norm = 0;
    double slope = 0;
    for (int i = 0; i < weights; i++) {
      double direction = trialPoint[i] - point[i];
      double w = point[i] + step * direction;
      norm += w * w;
      slope += w * direction;
    }
    return new LinePoint(
        total(chunkValue) / rows + lambda / 2 * norm, total(chunkSlope) / rows + lambda * slope);
  }

  @Override
  public double evaluateBetween(double step, double[] at, double[] gradient) {
    for (int i = 0; i < at.length; i++) {
      trialPoint[i] = point[i] + step * (trialPoint[i] - point[i]);
    }
    System.arraycopy(trialPoint, 0, at, 0, at.length);
    double[] from = margins;
    double[] to = trialMargins;
    forEachBlock(
        (block, any) -> {
          int end = work.length(block.to());
          for (int i = work.length(block.from()); i < end; i++) {
            to[i] = from[i] + step * (to[i] - from[i]);
          }
        });
    passes++;
    return trial(gradient, false);
  }

  @Override
  public void hessianProduct(double[] direction, double[] product) {
    if (sample.isPresent()) {
      sample.get().product(direction, product);
      passes += 2.0 * sample.get().rows() / rows;
      regularise(direction, product);
      return;
    }
    findProbabilities();
    products.begin(direction, true);
    double[] p = probabilities;
    forEachBlock(
        (block, at) -> {
          products.logits(block, scratch, at);
          work.curvature(block, p, scratch, at);
          products.addTransposed(block, scratch, at);
        });
    passes += 2;
    combine(direction, product);
  }

  @Override
  public double sample(double wanted) {
    sample = Optional.empty();
    if (!(wanted < MOST_SAMPLED * rows)) {
      return 1;
    }
    findProbabilities();
    double[] counts = new double[rows];
    double[] p = probabilities;
    forEachBlock((block, at) -> work.meanCurvatures(block, p, counts));
    if (!(Vectors.maxNorm(counts) > Double.MIN_NORMAL)) {
      return 1;
    }
    RowSample drawn = RowSample.of(counts, wanted, samples++);
    double[] factors = drawn.factors();
    for (int i = 0; i < factors.length; i++) {
      factors[i] *= targets.weight(drawn.rows()[i]);
    }
    sample =
        products
            .of(drawn.rows())
            .map(some -> new HessianSample(some, work.weighted(factors), work.of(drawn.rows(), p)));
    return sample.map(some -> (double) some.rows() / rows).orElse(1.0);
  }

  @Override
  public Preconditioner preconditioner() {
    findProbabilities();
    int groups = products.curvatureGroups();
    if (curvatures.length != rows * groups) {
      curvatures = new double[rows * groups];
    }
    double[] p = probabilities;
    double[] to = curvatures;
    forEachBlock(
        (block, at) -> {
          if (groups == 1) {
            work.meanCurvatures(block, p, to);
          } else {
            work.curvatures(block, p, to);
          }
        });
    return products.preconditioner(to, lambda);
  }

  /// Value and gradient at the trial point, whose margins are found first or known.
  private double trial(double[] gradient, boolean fresh) {
    double[] to = trialMargins;
    double[] point = trialPoint;
    products.begin(point, false);
    forEachBlock(
        (block, at) -> {
          if (fresh) {
            products.logits(block, to, work.length(block.from()));
          }
          chunkValue[block.chunk()] += work.residuals(block, to, scratch, at);
          products.addTransposed(block, scratch, at);
        });
    combine(point, gradient);
    return total(chunkValue) / rows + lambda / 2 * Vectors.dot(point, point, weights);
  }

  private void findProbabilities() {
    if (probabilitiesKnown) {
      return;
    }
    if (probabilities.length != margins.length) {
      probabilities = new double[margins.length];
    }
    double[] from = margins;
    double[] to = probabilities;
    forEachBlock((block, at) -> work.probabilities(block, from, to));
    probabilitiesKnown = true;
  }

  /// `result = mean of what the pass has summed + λ · at`, the intercepts without `λ`.
  private void combine(double[] at, double[] result) {
    products.end(result);
    regularise(at, result);
  }

  /// `result / N + λ · at`, the intercepts without `λ`.
  private void regularise(double[] at, double[] result) {
    Vectors.scale(result, 1.0 / rows);
    for (int i = 0; i < weights; i++) {
      result[i] += lambda * at[i];
    }
  }

  /// Runs `work` on each block, the blocks of a chunk in order; the chunks' values start at 0.
  private void forEachBlock(BlockWork action) {
    Arrays.fill(chunkValue, 0);
    Arrays.fill(chunkSlope, 0);
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          int at = chunk * work.length(plan.blockRows());
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            action.run(
                new Rows(chunk, from, Math.min(from + plan.blockRows(), plan.to(chunk))), at);
          }
        });
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /// Work on a block, which has the scratch array from index `at` to itself.
  @FunctionalInterface
  private interface BlockWork {
    void run(Rows block, int at);
  }
}
