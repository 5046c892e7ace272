package dev.softmax.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// A few objects kept for use again, so that calls need not allocate what they work with. Takes no
/// lock; makes a new object where all are in use, and forgets what does not fit when it comes back.
final class Pool<T> {
  private static final int SIZE = 16;

  private final AtomicReferenceArray<T> free = new AtomicReferenceArray<>(SIZE);
  private final Supplier<T> maker;

  Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  T take() {
    for (int i = 0; i < SIZE; i++) {
      if (free.getPlain(i) != null) {
        T taken = free.getAndSet(i, null);
        if (taken != null) {
          return taken;
        }
      }
    }
    return maker.get();
  }

  void give(T object) {
    for (int i = 0; i < SIZE; i++) {
      if (free.getPlain(i) == null && free.compareAndSet(i, null, object)) {
        return;
      }
    }
  }
}
