package dev.softmax.cli;

/// How the process ends. Halting is quicker, but libraries that unpack native code into the folder of
/// temporary files remove it only when the process exits in order.
final class Ending {
  private static volatile boolean orderly;

  private Ending() {}

  /// Sees that files which something marks to be deleted in the end are deleted.
  static void removeTemporaryFiles() {
    orderly = true;
  }

  /// Ends the process.
  static void end(int status) {
    if (orderly) {
      Runtime.getRuntime().exit(status);
    }
    // Not exit: it would first load the JDK's loggers to note the exit, and no hook waits for it.
    Runtime.getRuntime().halt(status);
  }
}
