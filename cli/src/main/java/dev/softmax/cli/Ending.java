package dev.softmax.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How the process ends. Halting is quicker, but libraries that unpack native code into the folder of
/// temporary files remove it only when the process exits in order.
final class Ending {
  private static final CountDownLatch REACHED = new CountDownLatch(1);

  private static volatile boolean orderly;
  private static volatile boolean signalled;

  private Ending() {}

  /// Sees that files which something marks to be deleted in the end are deleted.
  static void removeTemporaryFiles() {
    orderly = true;
  }

  /// Waits, in a hook that a signal started, until the command has nothing to do or to say any more.
  ///
  /// @return whether that took no longer than so many seconds
  static boolean await(long seconds) throws InterruptedException {
    signalled = true;
    return REACHED.await(seconds, TimeUnit.SECONDS);
  }

  /// Ends the process, with the signal's status (130 or 143) where a signal ends it already.
  static void end(int status) {
    if (signalled) {
      REACHED.countDown();
      // Halting now would put the command's status in the place of the signal's.
      return;
    }
    if (orderly) {
      Runtime.getRuntime().exit(status);
    }
    // Not exit: it would first load the JDK's loggers to note the exit, and no hook waits for it.
    Runtime.getRuntime().halt(status);
  }
}
