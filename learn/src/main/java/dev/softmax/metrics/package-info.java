/// What a classifier's probabilities are worth. [Predictions] are probabilities of rows of known classes; each
/// record of measures is made `of` them, and [Bootstrap] gives the interval of any number that is.
///
/// Letters: `N` rows, `K` classes, `B` bins.
package dev.softmax.metrics;
