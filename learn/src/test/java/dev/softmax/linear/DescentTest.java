package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Steps along a line from 0, where each rule of the search decides alone.
class DescentTest {
  /// `x² / 2 − x`, with its minimum of −1/2 at 1.
  private static Line parabola() {
    return line(x -> x * x / 2 - x, x -> x - 1);
  }

  private static Line line(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    return new Line(value, slope);
  }

  /// Where a step of this length from 0 ends; NaN where it stays.
  private static double step(Line line, double length) {
    Descent descent = new Descent(line, new double[1]);
    double value = descent.value;
    boolean moved = descent.step(new double[] {length});
    if (!moved) {
      assertThat(descent.point).containsExactly(0);
      assertThat(descent.value).isEqualTo(value);
      return Double.NaN;
    }
    double x = descent.point[0];
    assertThat(descent.value).isEqualTo(line.value.applyAsDouble(x));
    assertThat(descent.gradient).containsExactly(line.slope.applyAsDouble(x));
    assertThat(descent.previousPoint()).containsExactly(0);
    assertThat(descent.previousGradient()).containsExactly(line.slope.applyAsDouble(0));
    assertThat(line.current).isEqualTo(x);
    return x;
  }

  @Test
  void takesAWholeStepThatIsRight() {
    Descent descent = new Descent(parabola(), new double[1]);
    assertThat(descent.value).isZero();
    assertThat(descent.step(new double[] {0.5})).isTrue();
    assertThat(descent.point).containsExactly(0.5);
    assertThat(descent.slopeLeft).isEqualTo(-0.5);
    assertThat(descent.step(new double[] {0.5})).isTrue();
    assertThat(descent.point).containsExactly(1);
    assertThat(descent.slopeLeft).isZero();
    assertThat(descent.step(new double[] {1})).isFalse();
    assertThat(step(parabola(), 1.9)).isEqualTo(1.9);
  }

  @Test
  void staysWhereTheWayDoesNotLeadDown() {
    assertThat(step(parabola(), -1)).isNaN();
    assertThat(step(parabola(), 0)).isNaN();
    assertThat(step(parabola(), Double.NaN)).isNaN();
  }

  @Test
  void shortensAStepToWhereTheSlopeWouldBeNone() {
    assertThat(step(parabola(), 1.95)).isEqualTo(1, within(1e-15));
    assertThat(step(parabola(), 4)).isEqualTo(1, within(1e-15));
  }

  /// The guess, 1/50 of the step, is kept a tenth of the width away from the start: 5 comes first.
  @Test
  void shortensAStepByNoMoreThanATenthOfItsWidth() {
    Line far = parabola();
    assertThat(step(far, 50)).isEqualTo(1, within(1e-14));
    assertThat(far.between).isEqualTo(2);
    Line steep = line(x -> Math.cosh(4 * x) - 2 * x, x -> 4 * Math.sinh(4 * x) - 2);
    Descent descent = new Descent(steep, new double[1]);
    assertThat(descent.step(new double[] {5})).isTrue();
    assertThat(Math.abs(descent.gradient[0])).isLessThanOrEqualTo(0.9 * 2);
    assertThat(steep.between).isEqualTo(2);
  }

  /// The slope must shrink to 0.9: at 0.01 and 0.04 it is 0.99 and 0.96, at 0.16 it is 0.84.
  @Test
  void lengthensAStepFourfoldWhileTheSlopeHardlyShrinks() {
    assertThat(step(parabola(), 0.01)).isEqualTo(0.16, within(1e-15));
    assertThat(step(parabola(), 0.1)).isEqualTo(0.1);
  }

  /// The slope is small enough at 3, but the value is above the first.
  @Test
  void shortensAStepThatLeadsUp() {
    Line valley = line(x -> x < 1 ? 1 - x : (x - 1) / 2, x -> x < 1 ? -1 : 0.5);
    assertThat(step(valley, 4)).isEqualTo(4 * 4 / 6.0, within(1e-14));
  }

  @Test
  void slopesDecideWhereValuesAreRounding() {
    assertThat(step(line(x -> x > 0 ? 1 + 5e-15 : 1, x -> x - 1), 1)).isEqualTo(1);
    assertThat(step(line(x -> x > 0 ? -1 + 5e-15 : -1, x -> x - 1), 1)).isEqualTo(1);
    assertThat(step(line(x -> x > 0 ? 1 + 5e-14 : 1, x -> x - 1), 1)).isNaN();
  }

  @Test
  void comesBackFromWhereNothingIsFinite() {
    Line cut =
        line(
            x -> x <= 2 ? x * x / 2 - x : Double.POSITIVE_INFINITY,
            x -> x <= 2 ? x - 1 : Double.NaN);
    assertThat(step(cut, 8)).isEqualTo(1, within(1e-15));
    Line falling =
        line(x -> x <= 2 ? x * x / 2 - x : Double.POSITIVE_INFINITY, x -> x <= 2 ? x - 1 : -1);
    assertThat(step(falling, 8)).isBetween(0.1, 1.9);
  }

  @Test
  void givesUpAfterSixtyTrials() {
    Line endless = line(x -> -x, x -> -1);
    assertThat(step(endless, 1)).isNaN();
    assertThat(endless.between).isEqualTo(60);
  }

  /// A function of one number that remembers where a solver is.
  private static final class Line implements Objective {
    private final DoubleUnaryOperator value;
    private final DoubleUnaryOperator slope;
    private double current;
    private double trial;
    private int between;

    Line(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
      this.value = value;
      this.slope = slope;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public double evaluate(double[] point, double[] gradient) {
      trial = point[0];
      gradient[0] = slope.applyAsDouble(trial);
      return value.applyAsDouble(trial);
    }

    @Override
    public void accept() {
      current = trial;
    }

    @Override
    public LinePoint between(double step) {
      between++;
      double x = current + step * (trial - current);
      return new LinePoint(value.applyAsDouble(x), slope.applyAsDouble(x) * (trial - current));
    }

    @Override
    public double evaluateBetween(double step, double[] point, double[] gradient) {
      point[0] = current + step * (trial - current);
      return evaluate(point, gradient);
    }

    @Override
    public void hessianProduct(double[] direction, double[] product) {
      throw new AssertionError("a step along a line needs no curvature");
    }

    @Override
    public Preconditioner preconditioner() {
      throw new AssertionError("a step along a line needs no curvature");
    }
  }
}
