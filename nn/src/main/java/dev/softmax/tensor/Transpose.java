package dev.softmax.tensor;

/// Two axes change places: `(…, A, …, B, …)` → `(…, B, …, A, …)`; the gradient goes the way back.
record Transpose(Tensor x, int first, int second) implements Op {

  static Tensor apply(Tensor x, int a, int b) {
    Shape shape = x.shape();
    int first = Math.min(shape.index(a), shape.index(b));
    int second = Math.max(shape.index(a), shape.index(b));
    if (first == second) {
      return x;
    }
    Shape swapped = shape.with(first, shape.length(second)).with(second, shape.length(first));
    Tensor y = Result.of(swapped, x);
    swap(x.data(), shape, first, second, y.data(), false);
    return y.by(new Transpose(x, first, second));
  }

  /// Copies or adds elements in the order of the target, `(outer, B, middle, A, inner)`.
  private static void swap(
      float[] from, Shape shape, int first, int second, float[] to, boolean add) {
    int outer = shape.product(0, first);
    int a = shape.length(first);
    int middle = shape.product(first + 1, second);
    int b = shape.length(second);
    int inner = shape.product(second + 1, shape.rank());
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < b; j++) {
        for (int m = 0; m < middle; m++) {
          for (int i = 0; i < a; i++, at += inner) {
            int source = (((o * a + i) * middle + m) * b + j) * inner;
            if (add) {
              for (int k = 0; k < inner; k++) {
                to[at + k] += from[source + k];
              }
            } else if (inner == 1) {
              to[at] = from[source];
            } else {
              System.arraycopy(from, source, to, at, inner);
            }
          }
        }
      }
    }
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = x.gradientSum();
    boolean add = !sum.isEmpty();
    float[] dy = result.gradientSum().array();
    swap(dy, result.shape(), first, second, add ? sum.added() : sum.filled(), add);
  }
}
