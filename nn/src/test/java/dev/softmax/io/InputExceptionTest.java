package dev.softmax.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
  @Test
  void messagesAreOneLine() {
    assertThat(new InputException("a\nb.csv: has\ta\0 and ä")).hasMessage("a·b.csv: has·a· and ä");
    assertThat(new InputException("x\r\ny", new IllegalStateException())).hasMessage("x··y");
  }

  @Test
  void quotesAreShort() {
    assertThat(InputException.quote("a\nb")).isEqualTo("'a·b'");
    assertThat(InputException.quote("x".repeat(40))).isEqualTo("'" + "x".repeat(40) + "'");
    assertThat(InputException.quote("x".repeat(41))).isEqualTo("'" + "x".repeat(40) + "…'");
  }
}
