/// Fitted models with all they need to meet new data, and the file they live in. Letters:
/// `N` rows, `D` features, `K` classes, `V` symbols of a vocabulary.
package dev.softmax.model;
