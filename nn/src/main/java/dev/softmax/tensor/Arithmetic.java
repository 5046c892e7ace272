package dev.softmax.tensor;

/// Arithmetic of rows of two inputs, each of which steps by 1 or stands still (0) within a row.
enum Arithmetic {
  PLUS,
  MINUS,
  TIMES,
  DIVIDED_BY;

  /// `y = a ∘ b`.
  void row(float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int n) {
    switch (this) {
      case PLUS -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[atA + i * stepA] + b[atB + i * stepB];
        }
      }
      case MINUS -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[atA + i * stepA] - b[atB + i * stepB];
        }
      }
      case TIMES -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[atA + i * stepA] * b[atB + i * stepB];
        }
      }
      case DIVIDED_BY -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[atA + i * stepA] / b[atB + i * stepB];
        }
      }
    }
  }

  /// `da += dy ∂y/∂a`; where the input stands still, the sum of the row.
  void addGradientOfLeft(
      float[] dy, int at, float[] b, int atB, int stepB, float[] da, int to, int step, int n) {
    switch (this) {
      case PLUS, MINUS -> addRow(dy, at, 1, da, to, step, n);
      case TIMES -> {
        if (step == 0) {
          da[to] += (float) sumOfProducts(dy, at, b, atB, stepB, n);
          return;
        }
        for (int i = 0; i < n; i++) {
          da[to + i] += dy[at + i] * b[atB + i * stepB];
        }
      }
      case DIVIDED_BY -> {
        if (step == 0) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += (double) dy[at + i] / b[atB + i * stepB];
          }
          da[to] += (float) sum;
          return;
        }
        for (int i = 0; i < n; i++) {
          da[to + i] += dy[at + i] / b[atB + i * stepB];
        }
      }
    }
  }

  /// `db += dy ∂y/∂b`, with the result's rows at hand: of a quotient, `∂y/∂b = −y / b`.
  void addGradientOfRight(
      float[] dy,
      float[] y,
      int at,
      float[] a,
      int atA,
      int stepA,
      float[] b,
      float[] db,
      int to,
      int step,
      int n) {
    switch (this) {
      case PLUS -> addRow(dy, at, 1, db, to, step, n);
      case MINUS -> addRow(dy, at, -1, db, to, step, n);
      case TIMES -> {
        if (step == 0) {
          db[to] += (float) sumOfProducts(dy, at, a, atA, stepA, n);
          return;
        }
        for (int i = 0; i < n; i++) {
          db[to + i] += dy[at + i] * a[atA + i * stepA];
        }
      }
      case DIVIDED_BY -> {
        if (step == 0) {
          db[to] -= (float) (sumOfProducts(dy, at, y, at, 1, n) / b[to]);
          return;
        }
        for (int i = 0; i < n; i++) {
          db[to + i] -= dy[at + i] * y[at + i] / b[to + i];
        }
      }
    }
  }

  private static void addRow(
      float[] dy, int at, float factor, float[] sum, int to, int step, int n) {
    if (step == 0) {
      double total = 0;
      for (int i = 0; i < n; i++) {
        total += dy[at + i];
      }
      sum[to] += (float) (factor * total);
      return;
    }
    for (int i = 0; i < n; i++) {
      sum[to + i] += factor * dy[at + i];
    }
  }

  private static double sumOfProducts(float[] dy, int at, float[] x, int from, int step, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) dy[at + i] * x[from + i * step];
    }
    return sum;
  }
}
