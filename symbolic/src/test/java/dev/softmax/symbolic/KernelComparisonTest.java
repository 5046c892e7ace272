package dev.softmax.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KernelComparisonTest {
  private static List<KernelComparison> at(String temperature, String... logits) {
    return KernelComparison.at(
        Arrays.stream(logits).map(BigDecimal::new).toList(), new BigDecimal(temperature));
  }

  /// Exact values by mpmath 1.3.0 with 80 digits.
  @Test
  void fiftyDigitsAndTheKernelsBesideThem() {
    List<KernelComparison> all = at("1", "2", "1", "0.1");
    assertThat(all)
        .extracting(KernelComparison::name)
        .containsExactly("p1", "p2", "p3", "log p1", "log p2", "log p3", "L");
    String[] exact = {
      "0.65900113888596790691401397576134281197179743614643",
      "0.24243297070471392152417203153218895006526380647646",
      "0.098565890409318171561813992706468237962938757377108",
      "2.4170300162778334826077878649511097074005478937717"
    };
    for (int i = 0; i < 3; i++) {
      assertThat(all.get(i).exact()).isEqualByComparingTo(exact[i]);
    }
    assertThat(all.getLast().exact()).isEqualByComparingTo(exact[3]);
    for (KernelComparison one : all) {
      assertThat(one.ofDouble().ulps()).as(one.name()).isLessThan(2.5);
      assertThat(one.ofFloat().ulps()).as(one.name()).isLessThan(2.5);
      assertThat(one.ofDouble().value()).isEqualTo(one.exact().doubleValue(), Offset.offset(1e-15));
    }
  }

  /// 0.1 as a `float` is 1.5e-9 more: that is not the kernel's error.
  @Test
  void theRoundingOfInputsIsNotCounted() {
    KernelComparison third = at("1", "2", "1", "0.1").get(2);
    double off = Math.abs(third.ofFloat().value() - third.exact().doubleValue());
    assertThat(third.ofFloat().ulps()).isLessThan(off / Math.ulp((float) off) * 1e6);
    assertThat(third.ofFloat().ulps()).isLessThan(1);
  }

  @Test
  void whatIsTooSmallForADoubleHasAnErrorBelowOneUnit() {
    KernelComparison least = at("1", "1000", "2000", "3000").getFirst();
    assertThat(least.exact())
        .isEqualByComparingTo("2.5765358729611496521901504995073529127221305737606e-869");
    assertThat(least.ofDouble().value()).isZero();
    assertThat(least.ofDouble().ulps()).isBetween(0.0, 0.5);
    assertThat(at("1", "1000", "2000", "3000").get(3).ofDouble().value()).isEqualTo(-2000);
  }

  @Test
  void temperatureDividesTheLogits() {
    assertThat(at("0.5", "2", "1").getFirst().exact())
        .isEqualTo(at("1", "4", "2").getFirst().exact());
  }

  @Test
  void refusesWhatHasNoFormula() {
    assertThatThrownBy(() -> at("1", "2")).hasMessageContaining("1 classes");
    assertThatThrownBy(() -> at("0", "2", "1")).hasMessageContaining("temperature 0");
  }
}
