package dev.softmax.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pickles made by hand to hurt: too large, too deep, out of bounds, or with code.
class HostilePickleTest {
  @TempDir private Path folder;

  /// A pickle, instruction by instruction.
  private static final class Script {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Script raw(int... bytes) {
      for (int b : bytes) {
        out.write(b);
      }
      return this;
    }

    Script op(String ascii) {
      out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Script text(String value) {
      return op("X").i32(value.length()).op(value);
    }

    Script whole(long value) {
      raw(0x8a, 8);
      out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
      return this;
    }

    Script i32(int value) {
      return raw(value & 0xFF, value >>> 8 & 0xFF, value >>> 16 & 0xFF, value >>> 24);
    }

    /// A tensor of the storage 0 of float32.
    Script tensor(long length, long offset, long[] shape, long[] strides) {
      op("ctorch._utils\n_rebuild_tensor_v2\n((").text("storage").op("ctorch\nFloatStorage\n");
      text("0").text("cpu").whole(length).op("tQ").whole(offset).op("(");
      for (long size : shape) {
        whole(size);
      }
      op("t(");
      for (long stride : strides) {
        whole(stride);
      }
      return raw('t', 0x89).op("NtR");
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  private static Script script() {
    return new Script().raw(0x80, 2);
  }

  private static Script tensorNamedT(long length, long offset, long[] shape, long[] strides) {
    return script().op("}").text("t").tensor(length, offset, shape, strides).op("s.");
  }

  private Path zip(byte[] pickle, int storage) throws IOException {
    Path file = folder.resolve("m.pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      zip.putNextEntry(new ZipEntry("m/data.pkl"));
      zip.write(pickle);
      zip.putNextEntry(new ZipEntry("m/data/0"));
      zip.write(new byte[storage]);
    }
    return file;
  }

  private void fails(byte[] pickle, int storage, String... words) throws IOException {
    Path file = zip(pickle, storage);
    assertThatThrownBy(() -> TensorFiles.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTensorMadeByHandIsRead() throws IOException {
    long[] shape = {2, 3};
    byte[] pickle = tensorNamedT(6, 0, shape, new long[] {3, 1}).bytes();
    try (TensorFile file = TensorFiles.open(zip(pickle, 24))) {
      assertThat(file.tensor("t")).hasToString("F32 (2, 3)");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6 | 0 | 7 | 1 | tensor 't' (7) reaches number 6 of a storage of 6",
        "6 | 1 | 6 | 1 | reaches number 6 of a storage of 6",
        "6 | 6 | 1 | 0 | reaches number 6 of a storage of 6",
        "6 | 0 | 2 | 9223372036854775807 | reaches number 9223372036854775807 of a storage of 6",
        "6 | 1 | 2 | 9223372036854775807 | impossible shape, (2)",
        "6 | 0 | 9223372036854775807 | 1 | impossible shape",
        "6 | 0 | 100000000 | 0 | tensor 't' needs 400000000 bytes of memory",
        "6 | 0 | 1000000000000 | 0 | far more than a file of its size is worth",
        "6 | -1 | 1 | 1 | does not make tensors as PyTorch does",
        "6 | 0 | -1 | 1 | does not make tensors as PyTorch does",
        "6 | 0 | 2 | -1 | does not make tensors as PyTorch does",
        "-1 | 0 | 2 | 1 | does not make tensors as PyTorch does",
        "7 | 0 | 2 | 1 | storage '0' has 24 bytes instead of 7 numbers of 4",
        "4611686018427387910 | 0 | 2 | 1 | storage '0' has 24 bytes instead of",
      })
  void tensorsBeyondTheirStorage(long length, long offset, long size, long stride, String words)
      throws IOException {
    byte[] pickle = tensorNamedT(length, offset, new long[] {size}, new long[] {stride}).bytes();
    fails(pickle, 24, words);
  }

  @ParameterizedTest
  @CsvSource({
    "os,system",
    "posix,system",
    "builtins,eval",
    "__builtin__,getattr",
    "torch.storage,_load_from_bytes",
    "torch._utils,_rebuild_qtensor",
    "torch,load",
    "subprocess,Popen",
  })
  void namesThatAreNoPartOfATensor(String module, String name) throws IOException {
    String words =
        "refused to load: it asks for `%s.%s`, which is not part of a tensor; nothing was run"
            .formatted(module, name);
    byte[] classic = script().op("c" + module + "\n" + name + "\n(").text("echo").op("tR.").bytes();
    fails(classic, 4, words);
    byte[] byStack =
        script().text(module).text(name).raw(0x93).op("(").text("echo").op("tR.").bytes();
    fails(byStack, 4, words);
  }

  @Test
  void instructionsThatAreNoPartOfATensor() throws IOException {
    fails(script().op("(").text("echo").op("ios\nsystem\n.").bytes(), 4, "instruction 0x69");
    fails(script().op("cos.\nx\n").raw(0x81).bytes(), 4, "os..x");
    fails(script().op("}").raw(0x82, 1).bytes(), 4, "instruction 0x82");
    fails(script().op("}").op("o.").bytes(), 4, "instruction 0x6f");
    fails(new Script().op("(dp0\n.").bytes(), 4, "instruction 0x64");
    fails(new Script().raw(0x80, 9, '.').bytes(), 4, "protocol 9");
    fails(script().op("ctorch._utils\n_rebuild_parameter\n(tR.").bytes(), 4, "PyTorch");
    fails(script().op("(").text("module").op("NNNNtQ.").bytes(), 4, "a whole model with its code");
  }

  @Test
  void stacksThatDoNotFit() throws IOException {
    for (String program :
        new String[] {".", "t", "u", "}u.", "(.", "R", ")R.", "N)R.", "Q", "NQ.", "h\1", "}e."}) {
      fails(script().op(program).bytes(), 4, "is damaged");
    }
    fails(script().op("}").bytes(), 4, "its pickle ends too early");
    fails(script().op("X").i32(-1).bytes(), 4, "a text of 4294967295 bytes");
    fails(script().op("X").i32(1000).bytes(), 4, "its pickle ends too early");
    fails(script().op("c" + "a".repeat(2000) + "\n").bytes(), 4, "a name of more than 1000 bytes");
    fails(script().op("X").i32(2).raw(0xC3, '(', '.').bytes(), 4, "not UTF-8");
  }

  /// Ten values each level, by reference: a walk over all would see 10^100.
  @Test
  void referencesThatBranch() throws IOException {
    Script script = script().op("]q\0");
    for (int level = 1; level <= 100; level++) {
      script.op("(");
      for (int i = 0; i < 10; i++) {
        script.op("h").raw(level - 1);
      }
      script.op("tq").raw(level);
    }
    fails(script.op(".").bytes(), 4, "has no tensors by name");
    // A list and a dictionary within themselves.
    fails(script().op("]q\0h\0a.").bytes(), 4, "has no tensors by name");
    Script self = script().op("}q\0").text("state_dict").op("h\0s.");
    fails(self.bytes(), 4, "has no tensors by name");
  }

  @Test
  void depthAndNumberOfSteps() throws IOException {
    Script deep = script();
    deep.op("]".repeat(300_000)).op("a".repeat(299_999)).op(".");
    fails(deep.bytes(), 4, "has no tensors by name");
    Script many = script();
    many.op("]".repeat(2_100_000)).op(".");
    fails(many.bytes(), 4, "more than 2000000 steps");
    // A dictionary of 10,000 pairs, asked for again and again.
    Script pairs = script().op("](").op("(").text("k").op("Ntq\1");
    pairs.op("h\1".repeat(10_000)).op("eq\0");
    pairs.op("ccollections\nOrderedDict\nq\2").op("h\2h\0\205R".repeat(10_000)).op(".");
    fails(pairs.bytes(), 4, "more than 2000000 steps");
  }

  @Test
  void compressedDataBeyondTheFile() throws IOException {
    byte[] pickle = tensorNamedT(20_000_000, 0, new long[] {2}, new long[] {1}).bytes();
    fails(pickle, 80_000_000, "'m/data/0' needs 80000000 bytes of memory");
  }
}
