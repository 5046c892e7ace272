/// Tables from CSV, TSV and IDX files; texts with labels; bags in LIBSVM's form; encoders from columns
/// to numbers; splits.
package dev.softmax.data;
