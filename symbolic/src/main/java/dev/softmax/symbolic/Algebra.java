package dev.softmax.symbolic;

import dev.softmax.symbolic.Expression.Call;
import dev.softmax.symbolic.Expression.Constant;
import dev.softmax.symbolic.Expression.Power;
import dev.softmax.symbolic.Expression.Product;
import dev.softmax.symbolic.Expression.Rational;
import dev.softmax.symbolic.Expression.Sum;
import dev.softmax.symbolic.Expression.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.matheclipse.core.basic.Config;
import org.matheclipse.core.eval.EvalEngine;
import org.matheclipse.core.expression.F;
import org.matheclipse.core.expression.S;
import org.matheclipse.core.interfaces.IAST;
import org.matheclipse.core.interfaces.IBuiltInSymbol;
import org.matheclipse.core.interfaces.IExpr;
import org.matheclipse.core.interfaces.IRational;
import org.matheclipse.core.interfaces.ISymbol;

/// The only way to Symja: expressions go in as trees, three of its functions are applied, and
/// trees come out. Questions are answered on a thread of their own with a deadline, because an
/// expansion may take as long as it likes and recurses deeply.
final class Algebra {
  private static final long DEADLINE_MS = 30_000;
  private static final long STACK_BYTES = 256L << 20;

  /// Symja's symbols are not equal by their names. There are few names: those that a text may
  /// hold, and numbered ones of [Fraction].
  private static final Map<String, ISymbol> SYMBOLS = new ConcurrentHashMap<>();

  static {
    // Otherwise a pool of its polynomials keeps the process alive for a minute after the last
    // question, and the rules of integration are read in the background.
    Config.JAS_NO_THREADS = true;
  }

  private Algebra() {}

  /// The derivative, as the rules of differentiation give it.
  static Expression derivative(Expression of, Symbol by) {
    return inTime(() -> expression(EvalEngine.get().evaluate(F.D(symja(of), symja(by)))));
  }

  /// The sum of products that it is when everything is multiplied out. Symja's `Expand` would leave
  /// products over a fraction line as they are.
  static Expression expanded(Expression of) {
    return inTime(() -> expression(EvalEngine.get().evaluate(F.ExpandAll(symja(of)))));
  }

  /// What Symja's rules of simplification find.
  static Expression simplified(Expression of) {
    return inTime(() -> expression(EvalEngine.get().evaluate(F.Simplify(symja(of)))));
  }

  /// Does work that asks many questions on one thread, with one deadline.
  static <T> T inTime(Supplier<T> work) {
    if (Thread.currentThread() instanceof Worker) {
      return work.get();
    }
    Worker worker = new Worker(work);
    worker.start();
    try {
      worker.join(DEADLINE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while simplifying", e);
    } finally {
      worker.stopSoon();
    }
    @SuppressWarnings("unchecked") // what `work` supplied
    T answer = (T) worker.answer;
    if (answer == null) {
      throw refused(worker.failure);
    }
    return answer;
  }

  private static final class Worker extends Thread {
    private final Supplier<?> work;
    private volatile @Nullable EvalEngine engine;
    private volatile @Nullable Object answer;
    private volatile @Nullable Throwable failure;

    Worker(Supplier<?> work) {
      super(null, null, "softmax-algebra", STACK_BYTES);
      this.work = work;
      setDaemon(true);
      setUncaughtExceptionHandler((_, thrown) -> failure = thrown);
    }

    @Override
    public void run() {
      EvalEngine own = new EvalEngine(true);
      EvalEngine.set(own);
      engine = own;
      answer = work.get();
    }

    /// Symja looks at both now and then.
    void stopSoon() {
      EvalEngine own = engine;
      if (own != null) {
        own.setStopRequested(true);
      }
      interrupt();
    }
  }

  private static RuntimeException refused(@Nullable Throwable failure) {
    return switch (failure) {
      case null ->
          new ExpressionException(
              "the algebra takes longer than " + DEADLINE_MS / 1000 + " s; try something shorter");
      case OutOfMemoryError _, StackOverflowError _ ->
          new ExpressionException("the algebra needs too much memory; try something shorter");
      case ExpressionException e -> e;
      default -> new IllegalStateException("Symja: " + failure, failure);
    };
  }

  private static IExpr symja(Expression e) {
    return switch (e) {
      case Rational n -> F.QQ(F.ZZ(n.numerator()), F.ZZ(n.denominator()));
      case Constant _ -> S.Pi;
      case Symbol(var name) -> SYMBOLS.computeIfAbsent(name, F::Dummy);
      case Sum(var terms) -> F.Plus(symja(terms));
      case Product(var factors) -> F.Times(symja(factors));
      case Power(var base, var exponent) -> F.Power(symja(base), symja(exponent));
      case Call(var function, var argument) -> symja(function, symja(argument));
    };
  }

  private static IExpr[] symja(List<Expression> parts) {
    return parts.stream().map(Algebra::symja).toArray(IExpr[]::new);
  }

  private static IExpr symja(Function function, IExpr x) {
    return switch (function) {
      case EXP -> F.Exp(x);
      case LOG -> F.Log(x);
      case SIN -> F.Sin(x);
      case COS -> F.Cos(x);
      case TAN -> F.Tan(x);
      case ATAN -> F.ArcTan(x);
      case SINH -> F.Sinh(x);
      case COSH -> F.Cosh(x);
      case TANH -> F.Tanh(x);
    };
  }

  private static Expression expression(IExpr e) {
    return switch (e) {
      case IRational q ->
          new Rational(q.numerator().toBigNumerator(), q.denominator().toBigNumerator());
      case IBuiltInSymbol s when s.equals(S.E) -> Expression.ONE.exp();
      case IBuiltInSymbol s when s.equals(S.Pi) -> Constant.PI;
      case IBuiltInSymbol s -> throw notReal(s);
      case ISymbol s -> new Symbol(s.getSymbolName());
      case IAST ast when ast.isPlus() -> Expression.sum(expressions(ast));
      case IAST ast when ast.isTimes() -> Expression.product(expressions(ast));
      case IAST ast when ast.isPower() -> power(ast);
      case IAST ast when ast.argSize() == 1 && ast.head() instanceof IBuiltInSymbol head ->
          call(head, expression(ast.arg1()), ast);
      default -> throw notReal(e);
    };
  }

  private static List<Expression> expressions(IAST ast) {
    List<Expression> parts = new ArrayList<>();
    for (int i = 1; i <= ast.argSize(); i++) {
      parts.add(expression(ast.get(i)));
    }
    return parts;
  }

  private static Expression power(IAST ast) {
    Expression exponent = expression(ast.exponent());
    return ast.base().equals(S.E) ? exponent.exp() : expression(ast.base()).power(exponent);
  }

  private static Expression call(IBuiltInSymbol head, Expression x, IAST whole) {
    return switch (head.getSymbolName().toLowerCase(Locale.ROOT)) {
      case "log" -> x.log();
      case "sin" -> new Call(Function.SIN, x);
      case "cos" -> new Call(Function.COS, x);
      case "tan" -> new Call(Function.TAN, x);
      case "arctan" -> new Call(Function.ATAN, x);
      case "sinh" -> new Call(Function.SINH, x);
      case "cosh" -> new Call(Function.COSH, x);
      case "tanh" -> new Call(Function.TANH, x);
      case "sec" -> Expression.ONE.over(new Call(Function.COS, x));
      case "csc" -> Expression.ONE.over(new Call(Function.SIN, x));
      case "cot" -> Expression.ONE.over(new Call(Function.TAN, x));
      case "sech" -> Expression.ONE.over(new Call(Function.COSH, x));
      case "csch" -> Expression.ONE.over(new Call(Function.SINH, x));
      case "coth" -> Expression.ONE.over(new Call(Function.TANH, x));
      default -> throw notReal(whole);
    };
  }

  private static ExpressionException notReal(IExpr e) {
    return new ExpressionException(
        "the expression leads to "
            + (e.isComplexInfinity() || e.isIndeterminate() ? "a division by 0" : "'" + e + "'")
            + ", which is no real number");
  }
}
