package dev.softmax.training;

import java.util.function.BooleanSupplier;

/// Whether someone wants a training to end. An interrupt of the thread is taken note of and passed on
/// at the end, since files cannot be written on an interrupted thread.
final class Interruption {
  private final BooleanSupplier cancelled;
  private boolean interrupted;
  private boolean happened;

  Interruption(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  /// Asks whether training should end now.
  boolean asked() {
    interrupted |= Thread.interrupted();
    happened |= interrupted || cancelled.getAsBoolean();
    return happened;
  }

  /// Whether an answer was yes.
  boolean happened() {
    return happened;
  }

  /// Does work that an interrupt of before must not disturb.
  void shield(Runnable work) {
    interrupted |= Thread.interrupted();
    work.run();
  }

  void passOn() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
