/// Tests of sampling.
@org.jspecify.annotations.NullMarked
package dev.softmax.sampling;
