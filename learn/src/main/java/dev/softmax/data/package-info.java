/// Tables from CSV, TSV and IDX files; encoders from columns to numbers; splits.
package dev.softmax.data;
