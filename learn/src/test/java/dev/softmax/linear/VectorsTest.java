package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsTest {
  /// Powers of two, so that each product counts and sums are exact in any order.
  @Test
  void sumsOfProductsOfAnyLength() {
    double[] a = new double[13];
    double[] b = new double[13];
    for (int i = 0; i < a.length; i++) {
      a[i] = 1 << i;
      b[i] = i % 2 == 0 ? 2 : -4;
    }
    for (int n = 0; n <= a.length; n++) {
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += Math.scalb(i % 2 == 0 ? 2.0 : -4.0, i);
      }
      assertThat(Vectors.dot(a, b, n)).isEqualTo(expected);
    }
  }
}
