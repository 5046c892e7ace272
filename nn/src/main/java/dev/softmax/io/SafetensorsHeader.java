package dev.softmax.io;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The JSON at the start of a safetensors file, read and checked before any number is: every tensor
/// lies inside the file, they follow each other without overlap or hole, and each is as long as its
/// shape and type say.
///
/// @param metadata the texts under `__metadata__`, in the file's order
/// @param entries the tensors, in the order of their bytes
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  static final String METADATA = "__metadata__";

  /// More than any model has; each entry costs a few hundred bytes of memory.
  private static final int MAX_TENSORS = 200_000;

  private static final int MAX_DIMENSIONS = 32;

  /// One tensor: bytes from `begin` to `end` (exclusive), counted from the end of the header.
  ///
  /// @param type none for a [ForeignType]
  /// @param description as [StoredTensor#describe]
  record Entry(
      String name,
      @Nullable TensorType type,
      String description,
      long[] shape,
      long begin,
      long end) {}

  /// Reads and checks a header.
  ///
  /// @param source the file, for messages
  /// @param json the header's text
  /// @param dataBytes how many bytes follow it
  static SafetensorsHeader parse(String source, Reader json, long dataBytes) {
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (JsonParser parser = factory().createParser(ObjectReadContext.empty(), json)) {
      expect(source, parser.nextToken(), JsonToken.START_OBJECT, "the header is not a JSON object");
      boolean hasMetadata = false;
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        if (name.equals(METADATA)) {
          check(source, !hasMetadata, "the header has two " + METADATA);
          hasMetadata = true;
          readMetadata(source, parser, metadata);
        } else {
          Entry before = entries.put(name, readEntry(source, name, parser));
          check(source, before == null, "two tensors are named " + InputException.quote(name));
          check(source, entries.size() <= MAX_TENSORS, "more than " + MAX_TENSORS + " tensors");
        }
      }
      expect(source, parser.currentToken(), JsonToken.END_OBJECT, "the header is not one object");
      expect(source, parser.nextToken(), null, "something follows the header's JSON");
    } catch (JacksonException e) {
      throw new InputException(
          source + ": the header is not valid JSON: " + firstLine(e.getOriginalMessage()), e);
    }
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkLayout(source, ordered, dataBytes);
    return new SafetensorsHeader(metadata, List.copyOf(ordered));
  }

  private static JsonFactory factory() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxStringLength((int) Safetensors.MAX_HEADER)
            .maxNameLength((int) Safetensors.MAX_HEADER)
            .build();
    return JsonFactory.builder().streamReadConstraints(limits).build();
  }

  private static void readMetadata(String source, JsonParser parser, Map<String, String> into) {
    expect(source, parser.nextToken(), JsonToken.START_OBJECT, METADATA + " is not an object");
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      String where = METADATA + " " + InputException.quote(key);
      expect(source, parser.nextToken(), JsonToken.VALUE_STRING, where + " is not a text");
      check(source, into.put(key, parser.getString()) == null, where + " is there twice");
    }
  }

  private static Entry readEntry(String source, String name, JsonParser parser) {
    String tensor = "tensor " + InputException.quote(name);
    expect(source, parser.nextToken(), JsonToken.START_OBJECT, tensor + " is not an object");
    String type = null;
    long[] shape = null;
    long[] offsets = null;
    TreeSet<String> seen = new TreeSet<>();
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      check(source, seen.add(key), tensor + " has two " + InputException.quote(key));
      check(source, seen.size() <= MAX_DIMENSIONS, tensor + " has too many properties");
      JsonToken token = parser.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(source, token, JsonToken.VALUE_STRING, tensor + " has a dtype that is not a text");
          type = parser.getString();
        }
        case "shape" -> shape = readNumbers(source, tensor + "'s shape", parser);
        case "data_offsets" -> offsets = readNumbers(source, tensor + "'s data_offsets", parser);
        default -> parser.skipChildren();
      }
    }
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw new InputException(
          source + ": " + tensor + " needs a dtype, a shape and two data_offsets");
    }
    TensorType known = type(type);
    int bits = known == null ? foreignBits(source, tensor, type) : known.bytes() * Byte.SIZE;
    String description = type + " " + StoredTensor.text(shape);
    Entry entry = new Entry(name, known, description, shape, offsets[0], offsets[1]);
    checkSize(source, entry, bits);
    return entry;
  }

  private static @Nullable TensorType type(String dtype) {
    for (TensorType known : TensorType.values()) {
      if (known.name().equals(dtype)) {
        return known;
      }
    }
    return null;
  }

  private static int foreignBits(String source, String tensor, String dtype) {
    for (ForeignType foreign : ForeignType.values()) {
      if (foreign.name().equals(dtype)) {
        return foreign.bits();
      }
    }
    throw new InputException(
        source + ": " + tensor + " has the unknown type " + InputException.quote(dtype));
  }

  private static void checkSize(String source, Entry entry, int bits) {
    String tensor = "tensor " + InputException.quote(entry.name());
    String needs = entry.description();
    long bytes;
    try {
      long numbers = 1;
      for (long length : entry.shape()) {
        numbers = Math.multiplyExact(numbers, length);
      }
      bytes = Math.ceilDiv(Math.multiplyExact(numbers, (long) bits), Byte.SIZE);
    } catch (ArithmeticException e) {
      throw new InputException(source + ": " + tensor + " has an impossible shape, " + needs, e);
    }
    long length = entry.end() - entry.begin();
    check(
        source,
        length >= 0,
        tensor + " ends at byte " + entry.end() + " before it begins at " + entry.begin());
    check(
        source,
        length == bytes,
        tensor + " has " + length + " bytes, but " + needs + " needs " + bytes);
  }

  private static long[] readNumbers(String source, String what, JsonParser parser) {
    expect(source, parser.currentToken(), JsonToken.START_ARRAY, what + " is not a list");
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(
          source,
          parser.currentToken(),
          JsonToken.VALUE_NUMBER_INT,
          what + " holds something else than whole numbers");
      check(
          source,
          parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
          what + " holds a number that is too large");
      check(source, parser.getLongValue() >= 0, what + " holds a negative number");
      numbers.add(parser.getLongValue());
      check(source, numbers.size() <= MAX_DIMENSIONS, what + " is too long");
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private static void checkLayout(String source, List<Entry> ordered, long dataBytes) {
    BiFunction<Entry, String, String> about =
        (entry, text) -> "tensor " + InputException.quote(entry.name()) + " " + text;
    long position = 0;
    for (Entry entry : ordered) {
      check(
          source,
          entry.end() <= dataBytes,
          about.apply(
              entry,
              "ends at byte " + entry.end() + ", but the file has only " + dataBytes + " of data"));
      check(
          source,
          entry.begin() >= position,
          about.apply(entry, "overlaps the tensor before it, which ends at byte " + position));
      check(
          source,
          entry.begin() == position,
          about.apply(entry, "leaves a hole before it, from byte " + position));
      position = entry.end();
    }
    check(source, position == dataBytes, (dataBytes - position) + " bytes follow the last tensor");
  }

  private static String firstLine(@Nullable String message) {
    if (message == null) {
      return "it cannot be read";
    }
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static void expect(
      String source, @Nullable JsonToken token, @Nullable JsonToken wanted, String otherwise) {
    check(source, token == wanted, otherwise);
  }

  private static void check(String source, boolean right, String otherwise) {
    if (!right) {
      throw new InputException(source + ": " + otherwise);
    }
  }
}
