package dev.softmax.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
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
  /// How often an idle thread looks for work before it sleeps: about half a millisecond. To be woken
  /// costs some tens of microseconds, which a network's step with a dozen short loops would pay in each;
  /// steps wait no longer than this for each other.
  private static final int SPINS = 30_000;

  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static final AtomicInteger DONE = new AtomicInteger();

  /// Tasks left of each thread's own share, each on a cache line of its own.
  private static final int LINE = 32;

  private static final AtomicIntegerArray LEFT =
      new AtomicIntegerArray((Runtime.getRuntime().availableProcessors() + 1) * LINE);

  private static final AtomicInteger LOOPS = new AtomicInteger();
  private static final AtomicReference<@Nullable Throwable> FAILURE = new AtomicReference<>();
  private static final Worker[] WORKERS =
      new Worker[Math.max(0, Runtime.getRuntime().availableProcessors() - 1)];

  private static volatile int limit = Runtime.getRuntime().availableProcessors();
  private static @Nullable IntConsumer body;
  private static int tasks;
  private static int shares;

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
      Parallel.tasks = tasks;
      shares = helpers + 1;
      DONE.set(0);
      for (int share = 0; share < shares; share++) {
        LEFT.set(share * LINE, end(share) - end(share - 1));
      }
      LOOPS.incrementAndGet();
      for (int i = 0; i < helpers; i++) {
        wake(i);
      }
      work(0);
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

  /// The task after the last of a share. Shares are the same from loop to loop, so that a thread
  /// finds in its cache what it worked on before.
  private static int end(int share) {
    return (int) ((share + 1L) * tasks / shares);
  }

  /// Runs the tasks of this thread's share, then what is left of the others'. A claimed task keeps its
  /// loop from ending, so `body` and the shares are the loop's own from the claim on.
  private static void work(int own) {
    int most = LEFT.length() / LINE;
    int done = 0;
    for (int i = 0; i < most; i++) {
      int share = (own + i) % most;
      int left;
      while (LEFT.get(share * LINE) > 0 && (left = LEFT.decrementAndGet(share * LINE)) >= 0) {
        run(end(share) - 1 - left);
        done++;
      }
    }
    DONE.addAndGet(done);
  }

  private static void run(int task) {
    IntConsumer current = body;
    try {
      if (current != null) {
        current.accept(task);
      }
    } catch (Throwable thrown) {
      FAILURE.set(thrown);
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
          work(index + 1);
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
