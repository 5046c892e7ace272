package dev.softmax.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines of equal value.
class ContoursTest {
  @Test
  void contoursOfAConeAreCircles() {
    double[] at = Samples.grid(-2, 2, 81);
    double[][] cone = new double[81][81];
    for (int j = 0; j < 81; j++) {
      for (int i = 0; i < 81; i++) {
        cone[j][i] = Math.hypot(at[i], at[j]);
      }
    }
    List<List<Point2D>> lines = Contours.of(Surface.of(at, at, cone), 1);
    assertThat(lines).hasSize(1);
    List<Point2D> circle = lines.getFirst();
    assertThat(circle.getFirst()).isEqualTo(circle.getLast());
    assertThat(circle)
        .hasSizeGreaterThan(100)
        .allSatisfy(point -> assertThat(point.distance(0, 0)).isCloseTo(1, within(2e-3)));
  }

  @Test
  void contoursOfAPlaneAreStraightAndOpen() {
    double[] x = {0, 1, 4, 5};
    double[] y = {0, 2};
    Surface plane = Surface.of(x, y, new double[][] {{0, 1, 4, 5}, {0, 1, 4, 5}});
    List<List<Point2D>> lines = Contours.of(plane, 2.5);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .containsExactlyInAnyOrder(new Point2D.Double(2.5, 0), new Point2D.Double(2.5, 2));
    assertThat(Contours.of(plane, 9)).isEmpty();
  }

  @Test
  void saddlesAreSplitByTheirMiddle() {
    double[] at = {0, 1};
    List<List<Point2D>> high = Contours.of(Surface.of(at, at, new double[][] {{3, 0}, {0, 3}}), 1);
    // The high corners hang together: each line cuts off a low corner, (1, 0) or (0, 1).
    assertThat(high).hasSize(2);
    assertThat(high)
        .allSatisfy(
            line ->
                assertThat(
                        Math.min(
                            line.get(0).distance(1, 0) + line.get(1).distance(1, 0),
                            line.get(0).distance(0, 1) + line.get(1).distance(0, 1)))
                    .isCloseTo(2.0 / 3, within(1e-12)));
  }
}
