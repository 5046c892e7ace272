package dev.softmax.fuzz;

import com.sun.management.ThreadMXBean;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One file given to one reader, on a thread of its own that is watched.
final class Trial {
  /// Processor time after which a reader counts as hanging; on small files it takes milliseconds.
  private static final Duration MOST_TIME = Duration.ofSeconds(5);

  /// Wall time after which it does, should it wait for something.
  private static final Duration MOST_WAITING = Duration.ofMinutes(2);

  private static final int LONGEST_MESSAGE = 2000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// What became of it.
  ///
  /// @param fault what is wrong with the reader, in words that are the same for the same fault; null when
  ///     nothing is
  /// @param refused what it said of the file, null when it read it
  /// @param allocated bytes of memory
  record Outcome(@Nullable String fault, @Nullable String refused, long allocated) {}

  private final Target target;
  private final Path file;
  private volatile @Nullable Throwable thrown;
  private volatile long allocated;

  private Trial(Target target, Path file) {
    this.target = target;
    this.file = file;
  }

  /// @param folder where the file is written
  static Outcome run(Target target, byte[] content, Path folder) {
    Path file = folder.resolve(target.fileName());
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Trial(target, file).run(content.length);
  }

  private Outcome run(int size) {
    Thread thread = Thread.ofPlatform().daemon().name("fuzz").unstarted(this::read);
    thread.start();
    String hang = await(thread);
    if (hang != null) {
      return new Outcome(hang, null, 0);
    }
    return outcome(size);
  }

  private void read() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.reader().read(file);
    } catch (Throwable e) {
      thrown = e;
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /// Waits for the thread; what it hangs in, or null.
  private static @Nullable String await(Thread thread) {
    long end = System.nanoTime() + MOST_WAITING.toNanos();
    try {
      for (long wait = 10; !thread.join(Duration.ofMillis(wait)); wait = Math.min(500, wait * 2)) {
        if (THREADS.getThreadCpuTime(thread.threadId()) > MOST_TIME.toNanos()
            || System.nanoTime() > end) {
          return "hangs" + place(thread.getStackTrace());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "was interrupted";
    }
    return null;
  }

  private Outcome outcome(int size) {
    Throwable e = thrown;
    String refused = e instanceof InputException ? String.valueOf(e.getMessage()) : null;
    return new Outcome(fault(e, size), refused, allocated);
  }

  private @Nullable String fault(@Nullable Throwable e, int size) {
    if (e instanceof InputException) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains(String.valueOf(file.getFileName()))) {
        return "a message without the file's name" + place(e.getStackTrace());
      }
      if (message.length() > LONGEST_MESSAGE) {
        return "a message of over " + LONGEST_MESSAGE + " characters" + place(e.getStackTrace());
      }
      if (message.chars().anyMatch(Character::isISOControl)) {
        return "a message with control characters" + place(e.getStackTrace());
      }
    } else if (e != null) {
      String kind = e.getClass().getSimpleName();
      return kind + place(e.getStackTrace());
    }
    long bound = target.bounds().of(size);
    return allocated > bound ? "takes more memory than its bound" : null;
  }

  /// The innermost place of this library, as ` at Class.method`.
  private static String place(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (name.startsWith("dev.softmax.") && !name.endsWith("InputException")) {
        return " at " + name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName();
      }
    }
    return "";
  }
}
