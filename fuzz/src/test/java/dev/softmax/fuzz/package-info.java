/// Every reader against files that were damaged at random but repeatably: no crash, no hang, no memory
/// beyond a bound, and a sentence that names the file. `docs/quality.md` has the commands.
@NullMarked
package dev.softmax.fuzz;

import org.jspecify.annotations.NullMarked;
