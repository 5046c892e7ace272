/// The page that shows what a classifier is worth: one HTML file that needs nothing else, and its figures as
/// files. Nothing here knows the command. Letters: `N` rows, `K` classes.
@NullMarked
package dev.softmax.cli.report;

import org.jspecify.annotations.NullMarked;
