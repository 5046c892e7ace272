package dev.softmax.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A file of every type that Python's safetensors wrote (`golden/nn/make.py`).
class TensorTypesTest {
  private Safetensors file;

  @BeforeEach
  void open() throws URISyntaxException {
    file =
        Safetensors.open(
            Path.of(
                Objects.requireNonNull(
                        TensorTypesTest.class.getResource("/golden/nn/types.safetensors"))
                    .toURI()));
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void floatsOfEveryWidth() {
    assertThat(file.tensor("f64").toDoubles()).containsExactly(1.0 / 3, -1e-310, 1e300);
    assertThat(file.tensor("f64").toFloats()).containsExactly(1f / 3, -0f, Float.POSITIVE_INFINITY);
    float[] numbers = {0, 1.5f, -2.25f, 60000, 0.099975586f};
    assertThat(file.tensor("f32").toFloats()).containsExactly(numbers);
    assertThat(file.tensor("f16").type()).isEqualTo(TensorType.F16);
    assertThat(file.tensor("f16").toFloats()).containsExactly(numbers);
    // bfloat16 has eight bits: 60000 rounds to 59904, 0.09998 to 0.10009765625.
    assertThat(file.tensor("bf16").toFloats())
        .containsExactly(0, 1.5f, -2.25f, 59904, 0.100097656f);
    assertThat(file.tensor("bf16").toDoubles()[3]).isEqualTo(59904);
  }

  @Test
  void integersAndFlags() {
    assertThat(file.tensor("i64").toLongs())
        .containsExactly(-7, 0, 250, 3, Integer.MAX_VALUE, -(1L << 62));
    assertThat(file.tensor("i32").toLongs()).containsExactly(-7, 0, 250, 3, Integer.MAX_VALUE);
    assertThat(file.tensor("u8").toLongs()).containsExactly(0, 1, 255);
    assertThat(file.tensor("u8").hasShape(1, 3)).isTrue();
    assertThat(file.tensor("bool").toLongs()).containsExactly(1, 0);
    assertThat(file.tensor("bool").toFloats()).containsExactly(1, 0);
    assertThatThrownBy(() -> file.tensor("f16").toLongs())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("F16 does not hold integers");
  }

  @Test
  void shapesOfNoneAndOfNothing() {
    assertThat(file.tensor("scalar").shape()).isEmpty();
    assertThat(file.tensor("scalar").toFloats()).containsExactly(2.5f);
    assertThat(file.tensor("empty").hasShape(0, 3)).isTrue();
    assertThat(file.tensor("empty").toFloats()).isEmpty();
    assertThat(file.metadata().get("torch")).startsWith("2.13");
  }
}
