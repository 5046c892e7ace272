package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OnlineSoftmaxTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static OnlineSoftmax of(double... logits) {
    OnlineSoftmax softmax = new OnlineSoftmax();
    softmax.addAll(logits);
    return softmax;
  }

  @Test
  void agreesWithTheExactLogSumExp() {
    for (Golden golden : Golden.read("vectors.txt")) {
      if (golden.number("temperature") == 1 && !golden.flag("masked")) {
        double[] x = logits(golden);
        OnlineSoftmax softmax = of(x);
        BigDecimal exact = golden.exact("logSumExp", 0);
        double scale = Math.max(Math.abs(softmax.max()), Math.abs(exact.doubleValue()));
        assertThat(new BigDecimal(softmax.logSumExp()).subtract(exact).doubleValue())
            .as("%s", golden)
            .isCloseTo(0, within(2 * Math.ulp(scale) + 0x1p-51));
        assertThat(softmax.count()).isEqualTo(x.length);
        assertThat(softmax.max()).isEqualTo(Arrays.stream(x).max().getAsDouble());
        assertThat(x[(int) softmax.argmax()]).isEqualTo(softmax.max());
        // The rounding of a difference of two logits becomes a relative error of its exponential.
        double relative = 1e-15 + Math.ulp(golden.number("scale"));
        int[] at = golden.integers("at");
        double[] probabilities = golden.numbers("softmax");
        for (int i = 0; i < at.length; i++) {
          assertThat(softmax.probability(x[at[i]]))
              .isCloseTo(probabilities[i], within(relative * probabilities[i] + Double.MIN_VALUE));
        }
      }
    }
  }

  private static double[] logits(Golden golden) {
    int size = golden.integer("size");
    double scale = golden.number("scale");
    int seed = golden.integer("seed");
    double[] x =
        golden.word("type").equals("float32")
            ? Numbers.widened(Numbers.floats(seed, size, scale))
            : Numbers.doubles(seed, size, scale);
    int holes = golden.integer("holes");
    for (int i = 2; holes > 0 && i < size; i += holes) {
      x[i] = -INFINITY;
    }
    return x;
  }

  @Test
  void equalMaximaGiveTheLowestIndex() {
    assertThat(of(1, 3, 2, 3).argmax()).isEqualTo(1);
    assertThat(of(0.0, -0.0).argmax()).isZero();
    assertThat(of(-INFINITY, -INFINITY).argmax()).isZero();
    OnlineSoftmax numbered = new OnlineSoftmax();
    numbered.add(7, 3);
    numbered.add(2, 3);
    numbered.add(4, 3);
    assertThat(numbered.argmax()).isEqualTo(2);
  }

  @Test
  void mergingIsAssociative() {
    double[] x = Numbers.doubles(3, 300, 20);
    x[250] = x[40];
    x[10] = -INFINITY;
    for (int cut = 0; cut < 250; cut += 10) {
      double[] head = Arrays.copyOf(x, cut);
      double[] middle = Arrays.copyOfRange(x, cut, cut + 50);
      double[] tail = Arrays.copyOfRange(x, cut + 50, x.length);
      OnlineSoftmax left = of(head);
      left.merge(of(middle));
      left.merge(of(tail));
      OnlineSoftmax after = of(middle);
      after.merge(of(tail));
      OnlineSoftmax right = of(head);
      right.merge(after);
      OnlineSoftmax whole = of(x);
      for (OnlineSoftmax merged : new OnlineSoftmax[] {left, right}) {
        assertThat(merged.max()).isEqualTo(whole.max());
        assertThat(merged.argmax()).isEqualTo(whole.argmax());
        assertThat(merged.count()).isEqualTo(whole.count());
        assertThat(merged.logSumExp()).isCloseTo(whole.logSumExp(), within(1e-14));
      }
    }
  }

  @Test
  void mergingWithItselfCountsTwice() {
    OnlineSoftmax softmax = of(1, 2, 2);
    softmax.merge(softmax);
    assertThat(softmax.count()).isEqualTo(6);
    assertThat(softmax.argmax()).isEqualTo(1);
    assertThat(softmax.logSumExp()).isCloseTo(of(1, 2, 2, 1, 2, 2).logSumExp(), within(1e-15));
  }

  @Test
  void numbersStayAndPositionsMove() {
    OnlineSoftmax positions = of(1, 2);
    positions.merge(of(0, 9));
    assertThat(positions.argmax()).isEqualTo(3);
    OnlineSoftmax numbers = new OnlineSoftmax();
    numbers.add(100, 5);
    OnlineSoftmax others = new OnlineSoftmax();
    others.add(50, 9);
    numbers.merge(others);
    assertThat(numbers.argmax()).isEqualTo(50);
    assertThat(numbers.count()).isEqualTo(2);
  }

  @Test
  void numbersAndPositionsDoNotMix() {
    OnlineSoftmax numbered = new OnlineSoftmax();
    numbered.add(5, 1.0);
    OnlineSoftmax positioned = of(1, 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> numbered.add(1.0))
        .withMessage("online softmax: a logit without a number after 1 numbered ones");
    assertThatIllegalStateException()
        .isThrownBy(() -> positioned.add(5, 1.0))
        .withMessage("online softmax: number 5 after 2 logits without numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> positioned.merge(numbered))
        .withMessage("online softmax: 2 logits without numbers but 1 with");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlineSoftmax().add(-1, 1.0))
        .withMessage("online softmax: index -1 is negative");
    numbered.merge(new OnlineSoftmax());
    OnlineSoftmax empty = new OnlineSoftmax();
    empty.merge(numbered);
    assertThat(empty.argmax()).isEqualTo(5);
  }

  @Test
  void collectsParallelStreams() {
    double[] x = Numbers.doubles(5, 20_000, 5);
    double largest = Arrays.stream(x).max().getAsDouble();
    x[777] = largest;
    x[19_000] = largest;
    OnlineSoftmax one = of(x);
    OnlineSoftmax boxed = Arrays.stream(x).parallel().boxed().collect(OnlineSoftmax.collector());
    OnlineSoftmax plain =
        DoubleStream.of(x)
            .parallel()
            .collect(OnlineSoftmax::new, OnlineSoftmax::add, OnlineSoftmax::merge);
    for (OnlineSoftmax collected : new OnlineSoftmax[] {boxed, plain}) {
      assertThat(collected.argmax()).isEqualTo(one.argmax());
      assertThat(collected.count()).isEqualTo(20_000);
      assertThat(collected.max()).isEqualTo(largest);
      assertThat(collected.logSumExp()).isCloseTo(one.logSumExp(), within(1e-13));
    }
  }

  @Test
  void infinitiesAnswerAsInTorch() {
    for (Golden golden : Golden.read("specials.txt")) {
      double[] x = golden.numbers("logits");
      OnlineSoftmax softmax = of(x);
      double logSumExp = golden.number("logSumExp");
      assertThat(softmax.logSumExp())
          .as("%s", golden)
          .satisfies(v -> assertThat(Ulps.between(v, logSumExp)).isLessThanOrEqualTo(1));
      double[] probabilities = golden.numbers("softmax");
      for (int i = 0; i < x.length; i++) {
        double got = softmax.probability(x[i]);
        assertThat(Ulps.between(got, probabilities[i]))
            .as("%s at %s: %s", golden, i, got)
            .isLessThanOrEqualTo(2);
      }
      // Merged in two parts, in both orders, the special values answer the same.
      for (int cut = 0; cut <= x.length; cut++) {
        OnlineSoftmax merged = of(Arrays.copyOf(x, cut));
        merged.merge(of(Arrays.copyOfRange(x, cut, x.length)));
        assertThat(Ulps.between(merged.logSumExp(), logSumExp)).isLessThanOrEqualTo(1);
        assertThat(merged.argmax()).isEqualTo(softmax.argmax());
      }
    }
  }

  @Test
  void nanPoisons() {
    OnlineSoftmax softmax = of(1, Double.NaN, 5, Double.NaN, INFINITY);
    assertThat(softmax.max()).isNaN();
    assertThat(softmax.logSumExp()).isNaN();
    assertThat(softmax.probability(5)).isNaN();
    assertThat(softmax.argmax()).isEqualTo(1);
    OnlineSoftmax clean = of(1, 2);
    clean.merge(softmax);
    assertThat(clean.argmax()).isEqualTo(3);
    assertThat(clean.max()).isNaN();
  }

  @Test
  void nothingIsTheNeutralElement() {
    OnlineSoftmax nothing = new OnlineSoftmax();
    assertThat(nothing.count()).isZero();
    assertThat(nothing.argmax()).isEqualTo(-1);
    assertThat(nothing.max()).isEqualTo(-INFINITY);
    assertThat(nothing.logSumExp()).isEqualTo(-INFINITY);
    assertThat(nothing.probability(1)).isNaN();
    nothing.merge(of(1, 2));
    assertThat(nothing.state()).isEqualTo(of(1, 2).state());
  }

  @Test
  void stateGoesThereAndBack() {
    OnlineSoftmax softmax = of(1, 4, 2);
    OnlineSoftmax back = OnlineSoftmax.of(softmax.state());
    back.add(5);
    softmax.add(5);
    assertThat(back.state()).isEqualTo(softmax.state());
    assertThat(OnlineSoftmax.of(new OnlineSoftmax().state()).count()).isZero();
    assertThat(OnlineSoftmax.of(of(Double.NaN).state()).logSumExp()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlineSoftmax.State(1, 0.5, 0, 3, false))
        .withMessageContaining("sum 0.5")
        .withMessageContaining("3 logits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlineSoftmax.State(1, 1, 3, 3, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlineSoftmax.State(1, 1, 0, 0, false));
    // No term is above 1.
    for (double sum : new double[] {50, INFINITY, 1.001, -1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new OnlineSoftmax.State(1, sum, 0, 1, false))
          .withMessageContaining("sum " + sum);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlineSoftmax.State(INFINITY, INFINITY, 0, 7, true));
  }

  @Test
  void statesOfEqualLogitsAreAccepted() {
    for (double logit : new double[] {3, INFINITY, -INFINITY}) {
      OnlineSoftmax many = new OnlineSoftmax();
      for (int i = 0; i < 10_000; i++) {
        many.add(logit);
      }
      OnlineSoftmax again = OnlineSoftmax.of(many.state());
      assertThat(again.state()).isEqualTo(new OnlineSoftmax.State(logit, 10_000, 0, 10_000, false));
    }
    OnlineSoftmax rising = new OnlineSoftmax();
    for (int i = 0; i < 10_000; i++) {
      rising.add(1 + i * 0x1p-52);
    }
    assertThat(OnlineSoftmax.of(rising.state()).logSumExp())
        .isCloseTo(1 + Math.log(10_000) + 5000 * 0x1p-52, within(1e-13));
  }

  @Test
  void floatsAreTheirDoubles() {
    float[] x = Numbers.floats(11, 500, 10);
    OnlineSoftmax softmax = new OnlineSoftmax();
    softmax.addAll(x);
    assertThat(softmax.state()).isEqualTo(of(Numbers.widened(x)).state());
  }
}
