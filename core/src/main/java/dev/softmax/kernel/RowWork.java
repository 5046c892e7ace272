package dev.softmax.kernel;

/// What is computed of a row.
enum RowWork {
  SOFTMAX,
  LOG_SOFTMAX,
  LOG_SUM_EXP
}
