/// Tests of the figures.
package dev.softmax.plot;
