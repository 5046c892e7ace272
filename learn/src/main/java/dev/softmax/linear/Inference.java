package dev.softmax.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.numbers.gamma.InverseErfc;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/// What the rows say of the coefficients of a softmax regression, in the view of a reference class, whose
/// coefficients count as 0: `ln(p_k / p_ref) = (w_k − w_ref) · x + b_k − b_ref`. That is the multinomial
/// logit of statistics, and without a penalty every number here is that of statsmodels' `MNLogit`.
///
/// The information is that of the likelihood alone. After a fit with a penalty the estimates are drawn
/// towards 0, and intervals tell how they vary and not how far they were drawn: for inference fit with
/// `C` = infinity.
///
/// @param coefficients of each class but the reference, in order: its intercept if there is one, then
///     its features
/// @param logLikelihood of the model, rows by their weights, in nats
/// @param nullLogLikelihood the highest of any model that knows the classes' shares alone
/// @param observations sum of the rows' weights: the number of rows where they have none
/// @param features number of features `D`
/// @param classes number of classes `K`
public record Inference(
    List<Coefficient> coefficients,
    double logLikelihood,
    double nullLogLikelihood,
    double observations,
    int features,
    int classes) {

  /// Copies the list.
  public Inference {
    coefficients = List.copyOf(coefficients);
  }

  /// Judges a model by the rows that it was fitted to.
  ///
  /// @param model a model; intercepts that are all 0 are taken for none
  /// @param data the rows; a weight of 2 is two rows
  /// @param options reference, kind of standard errors, level
  /// @throws IllegalArgumentException if model and data do not fit each other, the reference is no class,
  ///     or there are more than 4000 coefficients
  /// @throws dev.softmax.io.InputException if the rows cannot tell the coefficients apart: a feature is
  ///     constant or made of others, or the classes are separated; it names class and feature
  public static Inference of(SoftmaxRegression model, FitData data, InferenceOptions options) {
    boolean intercept = hasIntercepts(model);
    Information information = new Information(model, data, options.reference(), intercept);
    double[] covariance = information.covariance(options.covariance());
    int order = information.order();
    int size = order * (model.classes() - 1);
    double deviations = Math.sqrt(2) * InverseErfc.value(1 - options.level());
    double[] coefficients = model.coefficients();
    double[] intercepts = model.intercepts();
    List<Coefficient> judged = new ArrayList<>(size);
    for (int k = 0; k < model.classes(); k++) {
      if (k == options.reference()) {
        continue;
      }
      int from = (k < options.reference() ? k : k - 1) * order;
      for (int j = 0; j < order; j++) {
        int feature = intercept ? j - 1 : j;
        double estimate =
            feature < 0
                ? intercepts[k] - intercepts[options.reference()]
                : coefficients[k * model.features() + feature]
                    - coefficients[options.reference() * model.features() + feature];
        double error = Math.sqrt(covariance[(from + j) * size + from + j]);
        judged.add(
            new Coefficient(
                k,
                feature < 0 ? OptionalInt.empty() : OptionalInt.of(feature),
                estimate,
                error,
                estimate - deviations * error,
                estimate + deviations * error));
      }
    }
    return new Inference(
        judged,
        information.logLikelihood(),
        information.nullLogLikelihood(),
        information.observations(),
        model.features(),
        model.classes());
  }

  private static boolean hasIntercepts(SoftmaxRegression model) {
    for (double intercept : model.intercepts()) {
      if (intercept != 0) {
        return true;
      }
    }
    return false;
  }

  /// Twice what the features add to the log-likelihood.
  public double likelihoodRatio() {
    return 2 * (logLikelihood - nullLogLikelihood);
  }

  /// Degrees of freedom of the likelihood ratio: `(K − 1) D`.
  public int degreesOfFreedom() {
    return (classes - 1) * features;
  }

  /// Probability of a likelihood ratio as large or larger if no feature told anything (Wilks 1938).
  public double likelihoodRatioP() {
    return degreesOfFreedom() == 0
        ? 1
        : RegularizedGamma.Q.value(degreesOfFreedom() / 2.0, Math.max(0, likelihoodRatio()) / 2);
  }

  /// McFadden's `R² = 1 − ln L / ln L₀`.
  public double pseudoR2() {
    return 1 - logLikelihood / nullLogLikelihood;
  }

  /// Akaike's criterion `2 P − 2 ln L`, with `P` coefficients.
  public double aic() {
    return 2.0 * coefficients.size() - 2 * logLikelihood;
  }

  /// The Bayesian criterion `P ln N − 2 ln L` (Schwarz 1978).
  public double bic() {
    return coefficients.size() * Math.log(observations) - 2 * logLikelihood;
  }
}
