// The formulas of softmax for three classes: probabilities, their sum, their derivatives by the
// logits and by the temperature, and what the kernels make of them at a point.
//
//   examples/run S02                prints them
//   examples/run S02 formulas.svg   draws the Jacobian, too; .png as well

import dev.softmax.symbolic.Equation;
import dev.softmax.symbolic.Expression;
import dev.softmax.symbolic.FormulaPicture;
import dev.softmax.symbolic.KernelComparison;
import dev.softmax.symbolic.Notation;
import dev.softmax.symbolic.Quantity;
import dev.softmax.symbolic.SoftmaxFormulas;

void main(String[] args) throws IOException {
  SoftmaxFormulas three = SoftmaxFormulas.of(3);
  IO.println("p1       " + three.probability(0).in(Notation.TEXT));
  IO.println("sum      " + three.sum().in(Notation.TEXT));

  List<Equation> jacobian = three.formulas(Quantity.JACOBIAN);
  for (Equation e : jacobian.subList(0, 2)) {
    IO.println(e.text() + "  " + e.full().in(Notation.TEXT));
    IO.println("         " + e.compact().in(Notation.TEXT) + ", the same: " + three.isProven(e));
  }
  IO.println("LaTeX    " + jacobian.getFirst().full().in(Notation.LATEX));

  // Any temperature: T stays a letter.
  SoftmaxFormulas any = three.withTemperature(SoftmaxFormulas.TEMPERATURE);
  Expression slope = any.formulas(Quantity.TEMPERATURE).getFirst().compact();
  IO.println("dp1/dT   " + slope.in(Notation.TEXT));

  // An expression of one's own.
  Expression loss = Expression.parse("softplus(x1) - x1/2");
  IO.println("slope    " + loss.derivative(Expression.symbol("x1")).in(Notation.TEXT));

  List<BigDecimal> point = List.of(BigDecimal.TWO, BigDecimal.ONE, new BigDecimal("0.1"));
  KernelComparison first = KernelComparison.at(point, BigDecimal.ONE).getFirst();
  IO.println("exact    " + first.exact());
  IO.println("kernel   " + first.ofDouble().value() + ", ULP off: " + first.ofDouble().ulps());

  if (args.length > 0) {
    List<String> lines =
        jacobian.stream().map(e -> e.latex() + " = " + e.full().in(Notation.LATEX)).toList();
    FormulaPicture picture = FormulaPicture.of(lines);
    boolean svg = args[0].endsWith(".svg");
    Files.write(Path.of(args[0]), svg ? picture.svg().getBytes("UTF-8") : picture.png(2));
    IO.println("drawn to " + args[0]);
  }
}
