/// Tests of formulas: against SymPy, mpmath, differences, and the kernels.
@NullMarked
package dev.softmax.symbolic;

import org.jspecify.annotations.NullMarked;
