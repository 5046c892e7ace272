/// The training loop that users need not write.
///
/// A [Trainer] shows a [DataSource] in shuffled batches to an [Objective], whose loss an optimiser
/// lowers, scores a validation source after each epoch, keeps the best model, stops early, and writes a
/// log and checkpoints from which a training goes on to the same bits. An epoch is one pass over all
/// rows; epochs are counted from 1 where people read them.
package dev.softmax.training;
