/// Tests of the archive: what is in it, under which licences, and that it runs.
package dev.softmax.distribution;
