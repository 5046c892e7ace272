// A network learns to balance a pole on a cart by actor-critic; then a simulator of one's own, a
// lift with a button for up and one for down, is learned by a table.
//
//   examples/run BalanceAPole

import dev.softmax.Progress;
import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.environment.CartPole;
import dev.softmax.policy.environment.Environment;
import dev.softmax.policy.environment.Observations;
import dev.softmax.policy.learning.ActorCritic;
import dev.softmax.policy.learning.Budget;
import dev.softmax.policy.learning.LearningRun;
import dev.softmax.policy.learning.QLearning;
import dev.softmax.policy.learning.TabularOptions;
import java.util.random.RandomGenerator;

/// Somebody waits on floor 3 of 0 to 4; the lift begins on any floor. A move costs 1.
static final class Lift implements Environment {
  private int floor;

  @Override
  public Observations observations() {
    return new Observations.States(5);
  }

  @Override
  public int actions() {
    return 2;
  }

  @Override
  public double[] reset(RandomGenerator random) {
    floor = random.nextInt(3);
    return new double[] {floor};
  }

  @Override
  public Step step(int action) {
    floor = Math.clamp(floor + 1 - 2 * action, 0, 4);
    return new Step(new double[] {floor}, -1, floor == 3, false);
  }
}

void main() {
  Budget budget = Budget.of(200_000).until(475, 100);
  LearningRun run = ActorCritic.standard().learn(CartPole::new, budget, 2, Progress.NONE);
  double[] first = Arrays.copyOf(run.curve().returns(), 20);
  IO.println("first episodes  " + Arrays.stream(first).average().orElseThrow());
  IO.println("last episodes   " + run.curve().last(100));
  IO.println("steps           " + run.curve().steps());
  double[] returns = run.policy().play(new CartPole(), true, 20, 7);
  IO.println("greedy          " + Arrays.stream(returns).average().orElseThrow());
  SoftmaxPolicy falling = run.policy().policy(new double[] {0, 0, 0.1, 0.5});
  IO.println("falls right     push right with " + falling.probability(1));

  QLearning table = new QLearning(TabularOptions.defaults());
  LearningRun lift = table.learn(Lift::new, Budget.of(2000), 1, Progress.NONE);
  IO.println("lift from 0     " + lift.policy().policy(new double[] {0}).greedy());
  IO.println("mean wait       " + -lift.curve().last(100));
}
