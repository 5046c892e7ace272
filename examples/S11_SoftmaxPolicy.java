// A policy that acts by the softmax of its action values: probabilities, how often 1,000 draws take
// each action, and how softmax exploration does on a testbed of ten-armed bandits.
//
//   examples/run S11

import dev.softmax.Progress;
import dev.softmax.policy.BanditStrategy;
import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.TemperatureSchedule;
import dev.softmax.policy.Testbed;

void main() {
  SoftmaxPolicy policy = SoftmaxPolicy.of(1, 2, 1.5, 0.5);
  IO.println("probabilities " + Arrays.toString(policy.probabilities()));
  int[] counts = new int[policy.actions()];
  for (int action : policy.samples(1000, new SplittableRandom(1))) {
    counts[action]++;
  }
  double[] frequencies = Arrays.stream(counts).mapToDouble(count -> count / 1000.0).toArray();
  IO.println("frequencies   " + Arrays.toString(frequencies));
  IO.println("entropy       " + policy.entropy());
  IO.println("gradient      " + Arrays.toString(policy.logProbabilityGradient(1)));

  BanditStrategy softmax =
      new BanditStrategy.SoftmaxValues(
          new TemperatureSchedule.Constant(0.25), BanditStrategy.Estimates.AVERAGES);
  double[] reward = new Testbed(10, 200, 500, 0, 42).play(softmax, Progress.NONE).reward();
  IO.println("first reward  " + reward[0]);
  IO.println("last rewards  " + Arrays.stream(reward, 400, 500).average().orElseThrow());
}
