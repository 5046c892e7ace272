package dev.softmax.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A `.safetensors` file: tensors by name and texts by key. The format is that of Python's
/// `safetensors` (<https://github.com/huggingface/safetensors>): eight bytes with the length of a JSON
/// header, the header padded with spaces to a multiple of 8, then the numbers, little-endian and
/// without gaps.
///
/// Reading maps the file and trusts nothing in it: what does not fit raises one [InputException]
/// before memory is set aside for it. Tensors of types that are not a [TensorType] may be in it: they
/// are named, and refused when they are asked for.
public final class Safetensors implements TensorFile {
  /// The longest header that is read or written; Python's library has the same bound.
  static final long MAX_HEADER = 100_000_000;

  private static final int PREFIX = 8;
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final Arena arena;
  private final Map<String, String> metadata;
  private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final SequencedMap<String, String> unread = new LinkedHashMap<>();

  private Safetensors(Path file, Arena arena, Map<String, String> metadata) {
    this.file = file;
    this.arena = arena;
    this.metadata = metadata;
  }

  /// Opens a file and checks its header.
  ///
  /// @param file the file
  /// @throws InputException when it cannot be read or is not such a file, saying what is wrong
  public static Safetensors open(Path file) {
    return MappedFile.open(file, Safetensors::open);
  }

  private static Safetensors open(MappedFile mapped) {
    Path file = mapped.file();
    MemorySegment bytes = mapped.bytes();
    long size = bytes.byteSize();
    if (size < PREFIX) {
      throw new InputException(
          file + ": is not a safetensors file: it is only " + size + " bytes long");
    }
    long length = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (length < 2 || length > size - PREFIX || length > MAX_HEADER) {
      throw new InputException(
          "%s: is not a safetensors file, or is cut off: it says that its header has %s bytes, but it has %d in all (and a header at most %d)"
              .formatted(file, Long.toUnsignedString(length), size, MAX_HEADER));
    }
    if (bytes.get(ValueLayout.JAVA_BYTE, PREFIX) != '{') {
      throw new InputException(
          file + ": is not a safetensors file: its header does not start with {");
    }
    long start = PREFIX + length;
    byte[] json = bytes.asSlice(PREFIX, length).toArray(ValueLayout.JAVA_BYTE);
    // A decoder of its own: by itself the parser would guess the encoding, and pass bad UTF-8.
    Reader text =
        new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
    SafetensorsHeader header = SafetensorsHeader.parse(file.toString(), text, size - start);
    Safetensors opened = new Safetensors(file, mapped.arena(), header.metadata());
    for (SafetensorsHeader.Entry entry : header.entries()) {
      TensorType type = entry.type();
      if (type == null) {
        opened.unread.put(entry.name(), entry.description());
      } else {
        MemorySegment slice = bytes.asSlice(start + entry.begin(), entry.end() - entry.begin());
        opened.tensors.put(entry.name(), new StoredTensor(type, entry.shape(), slice));
      }
    }
    return opened;
  }

  /// Writes a file, whole or not at all. The same tensors and texts make the same bytes: texts are
  /// ordered by key, tensors by the size of their numbers (largest first, as Python's library does, so
  /// that each is aligned) and then by name.
  ///
  /// @param file the file; what was there is replaced
  /// @param metadata texts by key
  /// @param tensors tensors by name
  /// @throws InputException when the file cannot be written
  /// @throws IllegalArgumentException when a tensor is named `__metadata__`, or the header would be
  ///     longer than 100 MB
  public static void write(
      Path file, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + SafetensorsHeader.METADATA);
    }
    List<Map.Entry<String, StoredTensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingInt((Map.Entry<String, StoredTensor> e) -> -e.getValue().type().bytes())
            .thenComparing(Map.Entry::getKey));
    byte[] header = header(new TreeMap<>(metadata), ordered);
    AtomicFile.write(
        file,
        out -> {
          writeLength(out, header.length);
          out.write(header);
          for (Map.Entry<String, StoredTensor> entry : ordered) {
            writeBytes(out, entry.getValue().bytes());
          }
        });
  }

  private static byte[] header(
      Map<String, String> metadata, List<Map.Entry<String, StoredTensor>> ordered) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectPropertyStart(SafetensorsHeader.METADATA);
        metadata.forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      long position = 0;
      for (Map.Entry<String, StoredTensor> entry : ordered) {
        StoredTensor tensor = entry.getValue();
        long end = position + tensor.bytes().byteSize();
        long[] shape = tensor.shape();
        json.writeObjectPropertyStart(entry.getKey());
        json.writeStringProperty("dtype", tensor.type().name());
        json.writeName("shape").writeArray(shape, 0, shape.length);
        json.writeName("data_offsets").writeArray(new long[] {position, end}, 0, 2);
        json.writeEndObject();
        position = end;
      }
      json.writeEndObject();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a name or text cannot be written as JSON", e);
    }
    while (out.size() % PREFIX != 0) {
      out.write(' ');
    }
    if (out.size() > MAX_HEADER) {
      throw new IllegalArgumentException(
          "a header of " + out.size() + " bytes, but at most " + MAX_HEADER + " can be read");
    }
    return out.toByteArray();
  }

  private static void writeLength(OutputStream out, long length) throws IOException {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      out.write((int) (length >>> shift));
    }
  }

  private static void writeBytes(OutputStream out, MemorySegment bytes) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (long position = 0; position < bytes.byteSize(); position += CHUNK) {
      int length = (int) Math.min(CHUNK, bytes.byteSize() - position);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, chunk, 0, length);
      out.write(chunk, 0, length);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  /// The texts under `__metadata__`, in the file's order.
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public SequencedMap<String, StoredTensor> tensors() {
    return Collections.unmodifiableSequencedMap(tensors);
  }

  @Override
  public SequencedMap<String, String> unread() {
    return Collections.unmodifiableSequencedMap(unread);
  }

  @Override
  public void close() {
    arena.close();
  }
}
