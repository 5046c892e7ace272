package dev.softmax.io;

import java.lang.foreign.MemorySegment;

/// Makes tensors of rows one after another from tensors of any strides.
final class StridedTensors {
  private final String source;
  private final Checkpoint.Storages storages;
  private final ExpandedMemory memory;

  /// @param source the file, for messages
  /// @param storages where the numbers are
  /// @param memory for tensors that are no piece of the file
  StridedTensors(String source, Checkpoint.Storages storages, ExpandedMemory memory) {
    this.source = source;
    this.storages = storages;
    this.memory = memory;
  }

  /// A tensor, a view of the file where its elements follow each other.
  ///
  /// @param name for messages
  /// @throws InputException if its numbers are of no type that is read, or not all in its storage
  StoredTensor read(String name, PickleValue.Strided strided) {
    PickleValue.Storage storage = strided.storage();
    String tensor = "tensor " + InputException.quote(name);
    TensorType type =
        storage
            .kind()
            .type()
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: %s has numbers of a torch.%s, which are not read"
                            .formatted(source, tensor, storage.kind().pythonName())));
    long count = count(tensor, strided);
    MemorySegment all = storages.bytes(storage);
    int each = type.bytes();
    if (isContiguous(strided)) {
      long begin = count == 0 ? 0 : (storage.from() + strided.offset()) * each;
      return new StoredTensor(type, strided.shape(), all.asSlice(begin, count * each));
    }
    MemorySegment to = MemorySegment.ofArray(memory.take(count * each, tensor));
    MemorySegment from = all.asSlice((storage.from() + strided.offset()) * each);
    gather(from, to, strided, each);
    return new StoredTensor(type, strided.shape(), to);
  }

  /// The number of elements, all of which are in the storage.
  private long count(String tensor, PickleValue.Strided strided) {
    long count = 1;
    long last = strided.offset();
    boolean isEmpty = false;
    try {
      for (int axis = 0; axis < strided.shape().length; axis++) {
        long length = strided.shape()[axis];
        isEmpty |= length == 0;
        count = Math.multiplyExact(count, Math.max(1, length));
        last =
            Math.addExact(
                last, Math.multiplyExact(Math.max(0, length - 1), strided.strides()[axis]));
      }
      Math.multiplyExact(count, (long) Long.BYTES);
    } catch (ArithmeticException e) {
      throw new InputException(
          "%s: %s has an impossible shape, %s"
              .formatted(source, tensor, StoredTensor.text(strided.shape())),
          e);
    }
    if (isEmpty) {
      return 0;
    }
    if (last >= strided.storage().count()) {
      throw new InputException(
          "%s: %s %s reaches number %d of a storage of %d"
              .formatted(
                  source,
                  tensor,
                  StoredTensor.text(strided.shape()),
                  last,
                  strided.storage().count()));
    }
    return count;
  }

  private static boolean isContiguous(PickleValue.Strided strided) {
    long step = 1;
    for (int axis = strided.shape().length - 1; axis >= 0; axis--) {
      long length = strided.shape()[axis];
      if (length == 0) {
        return true;
      }
      if (length != 1 && strided.strides()[axis] != step) {
        return false;
      }
      step *= Math.max(1, length);
    }
    return true;
  }

  private static void gather(
      MemorySegment from, MemorySegment to, PickleValue.Strided strided, int each) {
    long[] shape = strided.shape();
    long[] strides = strided.strides();
    long[] place = new long[shape.length];
    long at = 0;
    for (long done = 0; done < to.byteSize(); done += each) {
      MemorySegment.copy(from, at * each, to, done, each);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++place[axis] < shape[axis]) {
          break;
        }
        at -= strides[axis] * shape[axis];
        place[axis] = 0;
      }
    }
  }
}
