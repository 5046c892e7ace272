package dev.softmax.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The tensors of a PyTorch checkpoint (`.pth`, `.th`, `.pt`), in the zip of torch 1.6 and later or the
/// form before it.
///
/// Such a file is a pickle, a program that may call anything in Python. Here it is read by a machine that
/// makes tensors, dictionaries, lists and numbers and knows nothing else: a file that asks for more is
/// refused, naming what it asks for, and nothing is run. What does not fit raises one [InputException]
/// before memory is set aside for it.
///
/// A `state_dict`, `model_state_dict` or `model` within other dictionaries is found; what is beside it, such
/// as epochs and optimisers, is passed over. A beginning `module.` that all names share is removed
/// (`DataParallel` adds it). Tensors are views of the file where their elements follow each other, and
/// copies elsewhere.
public final class PickledTensors implements TensorFile {
  private static final List<String> NESTED = List.of("state_dict", "model_state_dict", "model");
  private static final int MAX_NESTED = 8;
  private static final String PARALLEL = "module.";

  /// `PK\3\4`.
  private static final byte[] ZIP = {0x50, 0x4b, 3, 4};

  private final Path file;
  private final Arena arena;
  private final SequencedMap<String, StoredTensor> tensors;

  private PickledTensors(Path file, Arena arena, SequencedMap<String, StoredTensor> tensors) {
    this.file = file;
    this.arena = arena;
    this.tensors = tensors;
  }

  /// Opens a file and reads all but the numbers.
  ///
  /// @param file the file
  /// @throws InputException when it cannot be read, is not such a file, or asks for more than tensors,
  ///     saying what
  public static PickledTensors open(Path file) {
    return MappedFile.open(
        file,
        mapped -> new PickledTensors(file, mapped.arena(), read(file.toString(), mapped.bytes())));
  }

  private static SequencedMap<String, StoredTensor> read(String source, MemorySegment bytes) {
    ExpandedMemory memory = new ExpandedMemory(source, bytes.byteSize());
    Checkpoint checkpoint = checkpoint(source, bytes, memory);
    SequencedMap<String, PickleValue.Strided> found = tensors(source, checkpoint.root());
    boolean parallel = found.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    StridedTensors reader = new StridedTensors(source, checkpoint.storages(), memory);
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    found.forEach(
        (name, strided) ->
            tensors.put(
                parallel ? name.substring(PARALLEL.length()) : name, reader.read(name, strided)));
    return tensors;
  }

  private static Checkpoint checkpoint(String source, MemorySegment bytes, ExpandedMemory memory) {
    if (bytes.byteSize() >= ZIP.length
        && bytes.asSlice(0, ZIP.length).mismatch(MemorySegment.ofArray(ZIP)) == -1) {
      return Checkpoint.ofZip(source, bytes, memory);
    }
    if (Checkpoint.isLegacy(bytes)) {
      return Checkpoint.ofLegacy(source, bytes);
    }
    boolean isPickle = bytes.byteSize() > 0 && bytes.get(ValueLayout.JAVA_BYTE, 0) == (byte) 0x80;
    throw new InputException(
        source
            + (isPickle
                ? ": is a pickle, but no PyTorch checkpoint; it was not run"
                : ": is not a PyTorch checkpoint"));
  }

  /// The tensors by name, in the innermost dictionary that is known to hold a model's.
  private static SequencedMap<String, PickleValue.Strided> tensors(
      String source, PickleValue root) {
    PickleValue inner = root;
    Optional<PickleValue> next = nested(root);
    for (int depth = 0; depth < MAX_NESTED && next.isPresent(); depth++) {
      inner = next.get();
      next = nested(inner);
    }
    SequencedMap<String, PickleValue.Strided> tensors = new LinkedHashMap<>();
    if (inner instanceof PickleValue.Fields fields) {
      fields
          .values()
          .forEach(
              (name, value) -> {
                if (value instanceof PickleValue.Strided strided) {
                  tensors.put(name, strided);
                }
              });
    }
    if (tensors.isEmpty()) {
      throw new InputException(
          source
              + ": has no tensors by name: a checkpoint is what torch.save(model.state_dict(), file) writes, or has that under 'state_dict', 'model_state_dict' or 'model'");
    }
    return tensors;
  }

  private static Optional<PickleValue> nested(PickleValue value) {
    return value instanceof PickleValue.Fields fields
        ? NESTED.stream()
            .map(fields.values()::get)
            .filter(PickleValue.Fields.class::isInstance)
            .findFirst()
        : Optional.empty();
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public SequencedMap<String, StoredTensor> tensors() {
    return Collections.unmodifiableSequencedMap(tensors);
  }

  @Override
  public void close() {
    arena.close();
  }
}
