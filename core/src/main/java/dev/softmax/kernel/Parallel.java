package dev.softmax.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Loops over tasks that do not depend on each other, on all cores. How work is cut into tasks must
/// depend on the work only, never on the number of threads: then results do not either.
///
/// One team of daemon threads serves one loop at a time. A loop that begins while the team is busy,
/// because it is nested or called from another thread, runs on its caller alone. Nothing is
/// allocated by a loop.
public final class Parallel {
  /// How often an idle thread looks for work before it sleeps: some tens of microseconds, about what
  /// it costs to be woken.
  private static final int SPINS = 2000;

  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static final AtomicInteger REMAINING = new AtomicInteger();
  private static final AtomicInteger DONE = new AtomicInteger();
  private static final AtomicInteger LOOPS = new AtomicInteger();
  private static final AtomicReference<@Nullable Throwable> FAILURE = new AtomicReference<>();
  private static final Worker[] WORKERS =
      new Worker[Math.max(0, Runtime.getRuntime().availableProcessors() - 1)];

  private static volatile int limit = Runtime.getRuntime().availableProcessors();
  private static @Nullable IntConsumer body;

  private Parallel() {}

  /// Number of threads that [#forEach] may use, the caller's included.
  public static int threads() {
    return limit;
  }

  /// Uses at most `threads` threads from now on, at least 1 and at most one a processor.
  public static void limitThreads(int threads) {
    limit = Math.clamp(threads, 1, WORKERS.length + 1);
  }

  /// Runs `body` once for each index from 0 to `tasks` (exclusive), in any order and on any thread,
  /// and returns when all are done. What a task throws is thrown here, after the others have ended.
  public static void forEach(int tasks, IntConsumer body) {
    int helpers = Math.min(limit - 1, tasks - 1);
    if (helpers <= 0 || !BUSY.compareAndSet(false, true)) {
      for (int task = 0; task < tasks; task++) {
        body.accept(task);
      }
      return;
    }
    try {
      Parallel.body = body;
      FAILURE.set(null);
      DONE.set(0);
      REMAINING.set(tasks);
      LOOPS.incrementAndGet();
      for (int i = 0; i < helpers; i++) {
        wake(i);
      }
      work();
      while (DONE.get() < tasks) {
        Thread.onSpinWait();
      }
      Throwable thrown = FAILURE.get();
      if (thrown != null) {
        rethrow(thrown);
      }
    } finally {
      Parallel.body = null;
      BUSY.set(false);
    }
  }

  private static void wake(int index) {
    Worker worker = WORKERS[index];
    if (worker == null) {
      worker = new Worker(index);
      WORKERS[index] = worker;
      worker.start();
    } else if (worker.asleep) {
      LockSupport.unpark(worker);
    }
  }

  /// Takes tasks until none is left. A claimed task keeps its loop from ending, so `body` is the
  /// loop's own while the task runs.
  private static void work() {
    int task;
    while ((task = REMAINING.decrementAndGet()) >= 0) {
      try {
        IntConsumer current = body;
        if (current != null) {
          current.accept(task);
        }
      } catch (Throwable thrown) {
        FAILURE.set(thrown);
      } finally {
        DONE.incrementAndGet();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static final class Worker extends Thread {
    private final int index;
    volatile boolean asleep;

    Worker(int index) {
      super("softmax-" + (index + 1));
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = LOOPS.get() - 1;
      while (true) {
        seen = awaitLoop(seen);
        if (index < limit - 1) {
          work();
        }
      }
    }

    /// Waits for a loop that this thread has not seen. `asleep` is set before `LOOPS` is read again,
    /// and the caller reads `asleep` after it raised `LOOPS`: one of the two sees the other.
    private int awaitLoop(int seen) {
      int spins = 0;
      while (LOOPS.get() == seen) {
        if (spins++ < SPINS) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          if (LOOPS.get() == seen) {
            LockSupport.park(this);
          }
          asleep = false;
        }
      }
      return LOOPS.get();
    }
  }
}
