package dev.softmax.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Pages could not drift unseen.
class ExcerptTest {
  private static final List<String> CODE = List.of("void main() {", "  a();", "  b();", "}");
  private static final List<String> PRINTED = List.of("p  [0.25, 0.75]", "sum  1.0", "end");

  @Test
  void codeMayLeaveOutLinesAndIndent() {
    assertThat(code("a();", "b();").missingIn(CODE)).isEmpty();
    assertThat(code("void main() {", "…", "}").missingIn(CODE)).isEmpty();
    assertThat(code("a();", "c();").missingIn(CODE)).contains("a();\nc();");
    assertThat(code("void main() {", "a();").missingIn(CODE)).isPresent();
    assertThat(code("}", "…", "void main() {").missingIn(CODE)).isPresent();
  }

  @Test
  void outputIsWholeUnlessItSaysSo() {
    assertThat(output(1e-6, "p [0.2500000001, 0.75]", "sum 1", "end").missingIn(PRINTED)).isEmpty();
    assertThat(output(1e-6, "p [0.25, 0.75]", "…").missingIn(PRINTED)).isEmpty();
    assertThat(output(1e-6, "…", "end").missingIn(PRINTED)).isEmpty();
    assertThat(output(1e-6, "p [0.25, 0.75]").missingIn(PRINTED)).isPresent();
  }

  @Test
  void numbersAndWordsMustBeTheSame() {
    assertThat(output(1e-6, "p [0.2501, 0.75]", "…").missingIn(PRINTED)).isPresent();
    assertThat(output(1e-3, "p [0.2501, 0.75]", "…").missingIn(PRINTED)).isEmpty();
    assertThat(output(1e-6, "q [0.25, 0.75]", "…").missingIn(PRINTED)).isPresent();
    assertThat(output(1e-6, "p [0.25, 0.75, 0]", "…").missingIn(PRINTED)).isPresent();
  }

  @Test
  void commandsMayQuoteAndComment() {
    assertThat(Page.words("./softmax predict m \"a b\" 'c d'  # says a class"))
        .containsExactly("./softmax", "predict", "m", "a b", "c d");
  }

  private static Excerpt code(String... lines) {
    return Excerpt.exact(List.of(lines));
  }

  private static Excerpt output(double tolerance, String... lines) {
    return new Excerpt(List.of(lines), tolerance, 1e-12);
  }
}
