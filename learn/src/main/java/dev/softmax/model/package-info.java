/// Fitted models with all they need to meet new data, and the file they live in.
package dev.softmax.model;
