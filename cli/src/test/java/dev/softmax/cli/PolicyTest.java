package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  @Test
  void showsProbabilitiesAndFrequencies() {
    Run run = Run.of("policy", "--q", "1,2,1.5,0.5", "--draws", "1000", "--seed", "1");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("action  probability  frequency     95 % interval\n0          0.167405")
        .endsWith("entropy 1.245050 nats\n");
  }

  @Test
  void jsonHoldsTheDocumentedKeys() {
    var answer = Run.of("policy", "--q=1,2,1.5,0.5", "--draws=20000", "--json").json().getFirst();
    assertThat(answer.keySet()).contains("probabilities", "frequencies", "entropy");
    double[] p = {0.1674050973, 0.4550542339, 0.2760043447, 0.1015363241};
    assertThat(Run.numbers(answer, "probabilities")).containsExactly(p, Offset.offset(1e-10));
    assertThat(Run.numbers(answer, "frequencies")).containsExactly(p, Offset.offset(0.015));
  }

  @Test
  void ruledOutActionsAreNeverDrawn() {
    var answer = Run.of("policy", "--q=-inf,0,5", "--allowed=0,1", "--json").json().getFirst();
    assertThat(answer)
        .containsEntry("probabilities", List.of(0.0, 1.0, 0.0))
        .containsEntry("frequencies", List.of(0.0, 1.0, 0.0))
        .containsEntry("entropy", 0.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--q=1,2 --temperature=0|--temperature 0.0 is not a number above 0",
        "--q=1,2 --draws=0|--draws 0 is not from 1 to 1000000000",
        "--q=1,2 --allowed=2|--allowed 2: there are the actions 0 to 1",
        "--q=-inf,-inf|--q: none of 2 actions is allowed and has a value above -Infinity",
        "--q=1,2 --epsilon=2|--epsilon 2.0 is not from 0 to 1"
      })
  void refusesWhatIsNoPolicy(String words, String message) {
    Run run = Run.of(("policy " + words).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void valuesAreNumbers() {
    Run run = Run.of("policy", "--q=1,nan");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("score 2: 'nan' is not a number");
    assertThat(Run.of("policy", "--q= 1,2 ").status()).isZero();
    assertThat(Run.of("policy", "--q=").err()).isEqualTo("softmax: score 1: '' is not a number\n");
  }
}
