/// Tables from CSV, TSV and IDX files; texts with labels; bags in LIBSVM's form; encoders from columns
/// to numbers; splits. Letters: `N` rows, `D` features, `K` classes.
package dev.softmax.data;
