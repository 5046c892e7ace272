package dev.softmax.kernel;

/// The constants of one step of Adam (Kingma and Ba, arXiv 1412.6980), in the form of PyTorch:
/// `g += l2 p`, `p *= keep`, `m += (g - m) (1 - β₁)`, `v = β₂ v + (1 - β₂) g²`,
/// `p -= rate m / (root √v + epsilon)`.
///
/// @param rate learning rate over the first moment's bias correction
/// @param first `1 - β₁`
/// @param decay2 `β₂`
/// @param second `1 - β₂`
/// @param root reciprocal root of the second moment's bias correction
/// @param epsilon added to the root
/// @param l2 weight decay that is part of the gradient
/// @param keep factor of the parameter by decoupled weight decay
public record AdamStep(
    float rate,
    float first,
    float decay2,
    float second,
    float root,
    float epsilon,
    float l2,
    float keep) {

  /// Step number `step` (from 1) of `torch.optim.Adam`: weight decay is part of the gradient.
  public static AdamStep adam(
      double learningRate, double beta1, double beta2, double epsilon, double decay, long step) {
    return of(learningRate, beta1, beta2, epsilon, step, (float) decay, 1);
  }

  /// Step number `step` (from 1) of `torch.optim.AdamW`: weight decay is apart from the gradient
  /// (Loshchilov and Hutter, arXiv 1711.05101).
  public static AdamStep adamW(
      double learningRate, double beta1, double beta2, double epsilon, double decay, long step) {
    float keep = (float) (1 - learningRate * decay);
    return of(learningRate, beta1, beta2, epsilon, step, 0, keep);
  }

  /// Step number `step` (from 1) of `torch.optim.SparseAdam`, where `epsilon` is added before the bias
  /// is corrected; for [FloatOptimisers#adamOfRows].
  public static AdamStep sparse(
      double learningRate, double beta1, double beta2, double epsilon, long step) {
    double correction1 = 1 - Math.pow(beta1, (double) step);
    double correction2 = 1 - Math.pow(beta2, (double) step);
    float rate = (float) (learningRate * Math.sqrt(correction2) / correction1);
    return new AdamStep(
        rate, (float) (1 - beta1), (float) beta2, (float) (1 - beta2), 1, (float) epsilon, 0, 1);
  }

  private static AdamStep of(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      long step,
      float l2,
      float keep) {
    double correction1 = 1 - Math.pow(beta1, (double) step);
    double correction2 = 1 - Math.pow(beta2, (double) step);
    return new AdamStep(
        (float) (learningRate / correction1),
        (float) (1 - beta1),
        (float) beta2,
        (float) (1 - beta2),
        (float) (1 / Math.sqrt(correction2)),
        (float) epsilon,
        l2,
        keep);
  }
}
