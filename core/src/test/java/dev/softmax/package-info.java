/// Tests of the facade. Reference values and the script that wrote them: `resources/golden`.
package dev.softmax;
