package dev.softmax.tensor;

/// Minus the mean of the targets' log-probabilities, added up in double. Targets of −100 count nothing.
///
/// @param count how many count
record LogLikelihood(Tensor x, Indices targets, int count) implements Op {
  private static final int IGNORED = -100;

  static Tensor apply(Tensor x, Indices targets) {
    Shape shape = x.shape();
    if (shape.rank() < 1 || !shape.isFollowing(targets.shape())) {
      throw new IllegalArgumentException(
          "negative log-likelihood: log-probabilities "
              + shape
              + " but targets "
              + targets.shape());
    }
    int classes = shape.length(-1);
    double sum = 0;
    int count = 0;
    for (int row = 0; row < targets.shape().size(); row++) {
      int target = targets.data()[row];
      if (target == IGNORED) {
        continue;
      }
      if (target < 0 || target >= classes) {
        throw new IllegalArgumentException(
            "negative log-likelihood: target "
                + target
                + " at "
                + row
                + " is no class of log-probabilities "
                + shape);
      }
      sum -= x.data()[row * classes + target];
      count++;
    }
    Tensor y = Result.of(Shape.of(), targets.tape(), x);
    y.data()[0] = (float) (sum / count);
    return y.by(new LogLikelihood(x, targets, count));
  }

  @Override
  public void backward(Tensor result) {
    int classes = x.shape().length(-1);
    float share = result.gradientSum().array()[0] / count;
    float[] dx = x.gradientSum().added();
    for (int row = 0; row < targets.shape().size(); row++) {
      int target = targets.data()[row];
      if (target != IGNORED) {
        dx[row * classes + target] -= share;
      }
    }
  }
}
