package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Forward and backward products with the Jacobian of softmax and log-softmax.
class JacobianProductTest {
  @Test
  void productsAgreeWithTorch() {
    for (Golden golden : Golden.read("products.txt")) {
      int size = golden.integer("size");
      double[] x = Numbers.doubles(golden.integer("seed"), size, 3);
      double[] v = Numbers.doubles(golden.integer("seed") + 1, size, 2);
      Softmax softmax = Softmax.STANDARD.withTemperature(golden.number("temperature"));
      check(golden, "softmax", softmax, x, v);
      check(golden, "logSoftmax", softmax.log(), x, v);
    }
  }

  private static void check(Golden golden, String name, Softmax softmax, double[] x, double[] v) {
    Axis axis = Axis.vector(x.length);
    double[] outputs = softmax.apply(x);
    double[] product = new double[x.length];
    softmax.jacobianVectorProduct(outputs, v, axis, product);
    close(golden, product, golden.numbers(name + "Forward"), 1e-14);
    softmax.vectorJacobianProduct(outputs, v, axis, product);
    close(golden, product, golden.numbers(name + "Backward"), 1e-14);
    double[] over = v.clone();
    softmax.vectorJacobianProduct(outputs, over, axis, over);
    assertThat(over).isEqualTo(product);
    float[] floatOutputs = softmax.apply(Numbers.narrowed(x));
    float[] floatProduct = new float[x.length];
    float[] floats = Numbers.narrowed(v);
    softmax.jacobianVectorProduct(floatOutputs, floats, axis, floatProduct);
    close(golden, Numbers.widened(floatProduct), golden.numbers(name + "Forward"), 5e-6);
    softmax.vectorJacobianProduct(floatOutputs, floats, axis, floatProduct);
    close(golden, Numbers.widened(floatProduct), golden.numbers(name + "Backward"), 5e-6);
  }

  private static void close(Golden golden, double[] got, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(got[i]).as("%s at %s", golden, i).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Test
  void productsAreTheCentralDifferences() {
    Softmax[] kinds = {
      Softmax.STANDARD.withTemperature(0.7),
      Softmax.LOG.withTemperature(2),
      Softmax.SOFTMIN,
      Softmax.SOFTMIN.log(),
      Softmax.STANDARD.withMask(true, true, false, true, true)
    };
    Axis axis = new Axis(1, 2, 5, 3);
    double[] x = Numbers.doubles(51, axis.end() + 2, 2);
    double[] v = Numbers.doubles(52, axis.end() + 2, 1);
    double[] g = Numbers.doubles(53, axis.end() + 2, 1);
    double step = 1e-5;
    for (Softmax softmax : kinds) {
      double[] outputs = softmax.apply(x, axis);
      double[] forward = new double[x.length];
      softmax.jacobianVectorProduct(outputs, v, axis, forward);
      double[] backward = new double[x.length];
      softmax.vectorJacobianProduct(outputs, g, axis, backward);
      double[] above = softmax.apply(moved(x, v, step), axis);
      double[] below = softmax.apply(moved(x, v, -step), axis);
      double fromForward = 0;
      double fromBackward = 0;
      for (int i = axis.offset(); i < axis.end(); i++) {
        assertThat(forward[i]).isCloseTo((above[i] - below[i]) / (2 * step), within(1e-9));
        fromForward += g[i] * forward[i];
        fromBackward += v[i] * backward[i];
      }
      // <g, J v> and <g J, v> are one number.
      assertThat(fromForward).isCloseTo(fromBackward, within(1e-13));
      assertThat(forward[0]).isZero();
      assertThat(backward[axis.end()]).isZero();
    }
  }

  private static double[] moved(double[] x, double[] v, double step) {
    double[] moved = x.clone();
    for (int i = 0; i < x.length; i++) {
      moved[i] += step * v[i];
    }
    return moved;
  }

  @Test
  void everySizeKeepsTheIdentities() {
    for (int size : Numbers.SIZES) {
      Axis axis = Axis.rows(17, size);
      double[] x = Numbers.doubles(size, 17 * size, 5);
      double[] p = Softmax.rows(x, size);
      double[] product = new double[x.length];
      Softmax.STANDARD.vectorJacobianProduct(p, Numbers.doubles(2, x.length, 1), axis, product);
      float[] floats = new float[x.length];
      Softmax.STANDARD.vectorJacobianProduct(
          Numbers.narrowed(p), Numbers.floats(2, x.length, 1), axis, floats);
      for (int row = 0; row < 17; row++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += product[row * size + k];
          assertThat((double) floats[row * size + k])
              .isCloseTo(product[row * size + k], within(1e-6));
        }
        // Softmax does not see a shift: its Jacobian's rows sum to 0.
        assertThat(sum).isCloseTo(0, within(1e-14));
      }
    }
  }

  @Test
  void wrongShapesStateBothSides() {
    Axis axis = Axis.rows(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Softmax.STANDARD.vectorJacobianProduct(
                    new double[6], new double[5], axis, new double[6]))
        .withMessageContaining("5")
        .withMessageContaining("6");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Softmax.STANDARD.jacobianVectorProduct(
                    new float[6], new float[6], axis, new float[4]))
        .withMessageContaining("4")
        .withMessageContaining("6");
  }
}
