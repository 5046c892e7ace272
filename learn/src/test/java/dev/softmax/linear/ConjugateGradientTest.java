package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Directions of conjugate gradients where linear algebra says what they are.
class ConjugateGradientTest {
  private static final double[][] HESSIAN = {
    {5, 1, 0, 0}, {1, 4, -1, 0}, {0, -1, 3, 0.5}, {0, 0, 0.5, 2}
  };
  private static final double[] GRADIENT = {3, -1, 2, 5};

  private static double[] solve(Quadratic quadratic, int most, double forcing, double enough) {
    ConjugateGradient inner = new ConjugateGradient(quadratic, most);
    inner.prepare(1);
    return inner.solve(GRADIENT, forcing, enough);
  }

  @Test
  void solvesTheSystemInAsManyStepsAsItHasUnknowns() {
    Quadratic quadratic = new Quadratic(HESSIAN, new double[4]);
    double[] direction = solve(quadratic, 4, 0, 0);
    double[] negative = quadratic.multiply(direction);
    Vectors.scale(negative, -1);
    assertThat(negative).containsExactly(GRADIENT, within(1e-12));
    assertThat(quadratic.products).isEqualTo(4);
  }

  @Test
  void oneStepGoesToTheLowestPointAlongTheGradient() {
    Quadratic quadratic = new Quadratic(HESSIAN, new double[4]);
    double length =
        Vectors.dot(GRADIENT, GRADIENT) / Vectors.dot(GRADIENT, quadratic.multiply(GRADIENT));
    double[] expected = GRADIENT.clone();
    Vectors.scale(expected, -length);
    assertThat(solve(quadratic, 1, 0, 0)).containsExactly(expected, within(1e-14));
    assertThat(quadratic.products).isEqualTo(1);
  }

  /// Two steps span gradient and its image: the best of all their combinations, by normal equations.
  @Test
  void twoStepsAreTheBestOfTheirPlane() {
    Quadratic quadratic = new Quadratic(HESSIAN, new double[4]);
    double[] image = quadratic.multiply(GRADIENT);
    double gg = Vectors.dot(GRADIENT, GRADIENT);
    double gi = Vectors.dot(GRADIENT, image);
    double ii = Vectors.dot(image, image);
    double third = Vectors.dot(image, quadratic.multiply(image));
    double determinant = gi * third - ii * ii;
    double first = (-gg * third + gi * ii) / determinant;
    double second = (-gi * gi + gg * ii) / determinant;
    double[] expected = GRADIENT.clone();
    Vectors.scale(expected, first);
    Vectors.addScaled(expected, second, image);
    assertThat(solve(quadratic, 2, 0, 0)).containsExactly(expected, within(1e-12));
  }

  @Test
  void aSecondCallKnowsNothingOfTheFirst() {
    Quadratic quadratic = new Quadratic(HESSIAN, new double[4]);
    ConjugateGradient inner = new ConjugateGradient(quadratic, 4);
    inner.prepare(1);
    double[] first = inner.solve(GRADIENT, 0, 0).clone();
    assertThat(inner.solve(GRADIENT, 0, 0)).containsExactly(first);
  }

  @Test
  void aPreconditionerThatIsTheInverseNeedsOneStep() {
    double[][] hessian = {{8, 0}, {0, 8}};
    Quadratic quadratic = new Quadratic(hessian, new double[2], Quadratic.scaled(0.125, 0));
    ConjugateGradient inner = new ConjugateGradient(quadratic, 9);
    inner.prepare(1);
    assertThat(inner.solve(new double[] {8, -4}, 0, 1e-12)).containsExactly(-1, 0.5);
    assertThat(quadratic.products).isEqualTo(1);
  }

  /// Where it was made; at the next point it is not any more.
  @Test
  void onePreconditionerThatSaysSoNeedsNoProduct() {
    Quadratic quadratic =
        new Quadratic(new double[][] {{8, 0}, {0, 8}}, new double[2], Quadratic.inverse(0.125));
    ConjugateGradient inner = new ConjugateGradient(quadratic, 9);
    inner.prepare(1);
    assertThat(inner.solve(new double[] {8, -4}, 0, 1e-12)).containsExactly(-1, 0.5);
    assertThat(quadratic.products).isZero();
    inner.prepare(1);
    assertThat(inner.solve(new double[] {8, -4}, 0, 1e-12)).containsExactly(-1, 0.5);
    assertThat(quadratic.products).isEqualTo(1);
  }

  @Test
  void stopsWhereAStepBringsLittleNextToThoseBefore() {
    double[][] hessian = {{1, 0, 0}, {0, 1.02, 0}, {0, 0, 0.98}};
    Quadratic quadratic = new Quadratic(hessian, new double[3]);
    ConjugateGradient inner = new ConjugateGradient(quadratic, 9);
    inner.prepare(1);
    inner.solve(new double[] {1, 1, 1}, 0.01, 0);
    // The first step brings all of the decrease so far, the second less than a 1000th.
    assertThat(quadratic.products).isEqualTo(2);
    inner.solve(new double[] {1, 1, 1}, 1, 0);
    assertThat(quadratic.products).isEqualTo(3);
  }

  @Test
  void stopsWhereTheResidualIsSmallEnough() {
    double[][] hessian = {{1, 0}, {0, 3}};
    Quadratic quadratic = new Quadratic(hessian, new double[2]);
    ConjugateGradient inner = new ConjugateGradient(quadratic, 9);
    inner.prepare(1);
    // After one step of 1/2 there is left (1 − 1/2, 1 − 3/2).
    assertThat(inner.solve(new double[] {1, 1}, 0, 0.5)).containsExactly(-0.5, -0.5);
    assertThat(inner.solve(new double[] {1, 1}, 0, 0.499))
        .containsExactly(new double[] {-1, -1.0 / 3}, within(1e-15));
    assertThat(quadratic.products).isEqualTo(3);
  }

  @Test
  void whereAllIsFlatItGoesDownTheGradient() {
    Quadratic flat = new Quadratic(new double[2][2], new double[2]);
    ConjugateGradient inner = new ConjugateGradient(flat, 9);
    inner.prepare(1);
    assertThat(inner.solve(new double[] {2, -3}, 0, 0)).containsExactly(-2, 3);
    assertThat(flat.products).isEqualTo(1);
  }

  /// The second direction has no curvature: what the first step found stays.
  @Test
  void aFlatDirectionLaterOnIsNotGone() {
    double[][] hessian = {{1, 0}, {0, 0}};
    Quadratic half = new Quadratic(hessian, new double[2]);
    ConjugateGradient inner = new ConjugateGradient(half, 9);
    inner.prepare(1);
    double[] direction = inner.solve(new double[] {1, 1}, 0, 0);
    // One step of length 2/1: residual (−1 + 2, −1); then conjugate (0, −2), flat.
    assertThat(direction).containsExactly(-2, -2);
    assertThat(half.products).isEqualTo(2);
  }

  @Test
  void preconditionersAreMadeAgainWhenTheirCostIsSpent() {
    Quadratic quadratic = new Quadratic(HESSIAN, new double[4], Quadratic.scaled(1, 6));
    ConjugateGradient inner = new ConjugateGradient(quadratic, 3);
    int[] made = new int[6];
    for (int i = 0; i < made.length; i++) {
      inner.prepare(2);
      made[i] = quadratic.preconditioners;
      inner.solve(GRADIENT, 0, 0);
    }
    assertThat(made).containsExactly(1, 1, 2, 2, 3, 3);
    assertThat(quadratic.sampled).containsOnly(2 * Quadratic.DIMENSION).hasSize(6);
    assertThat(inner.samples()).isFalse();
  }

  @Test
  void productsOfSamplesCostLess() {
    Quadratic quadratic = new Quadratic(HESSIAN, new double[4], Quadratic.scaled(1, 6));
    quadratic.sampleCost = 0.5;
    ConjugateGradient inner = new ConjugateGradient(quadratic, 3);
    int[] made = new int[6];
    for (int i = 0; i < made.length; i++) {
      inner.prepare(2);
      assertThat(inner.samples()).isTrue();
      made[i] = quadratic.preconditioners;
      inner.solve(GRADIENT, 0, 0);
    }
    assertThat(made).containsExactly(1, 1, 1, 1, 2, 2);
  }

  @Test
  void diagonalsAreInverted() {
    DiagonalPreconditioner inverse = DiagonalPreconditioner.of(new double[] {3, 0, 0.5}, 2, 1, 2);
    double[] image = new double[6];
    inverse.apply(new double[] {4, 8, 2, -2, 1, 3}, image);
    assertThat(image).containsExactly(1, 2, 2, -2, 2, 6);
    assertThat(inverse.cost()).isEqualTo(1);
    assertThat(inverse.dimension()).isInfinite();
  }
}
