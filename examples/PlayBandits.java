// Bandits of ten arms, as in Sutton and Barto's chapter 2: who acts by the softmax of values, or of
// preferences, against who explores at random; the curves with bands of 95 % as a figure.
//
//   examples/run PlayBandits [bandits.svg]

import dev.softmax.Progress;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Frame;
import dev.softmax.policy.BanditStrategy;
import dev.softmax.policy.BanditStrategy.Estimates;
import dev.softmax.policy.TargetEntropy;
import dev.softmax.policy.TemperatureSchedule;
import dev.softmax.policy.Testbed;

static final int STEPS = 500;

void main(String[] args) throws IOException {
  Map<String, BanditStrategy> strategies = new LinkedHashMap<>();
  strategies.put("epsilon-greedy", new BanditStrategy.EpsilonGreedy(0.1, Estimates.AVERAGES));
  strategies.put("softmax at 0.25", softmax(new TemperatureSchedule.Constant(0.25)));
  strategies.put("softmax cooling", softmax(new TemperatureSchedule.Exponential(1, 0.99, 0.05)));
  strategies.put("0.5 nats", softmax(new TargetEntropy(0.5)));
  strategies.put("gradient bandit", new BanditStrategy.GradientBandit(0.1, true));

  Testbed bandits = new Testbed(10, 400, STEPS, 0, 42);
  double[] steps = new double[STEPS];
  Arrays.setAll(steps, step -> step + 1);
  List<Curve> curves = new ArrayList<>();
  for (String name : strategies.keySet()) {
    Testbed.Curves played = bandits.play(strategies.get(name), Progress.NONE);
    double[] low = new double[STEPS];
    double[] high = new double[STEPS];
    Arrays.setAll(low, i -> played.reward()[i] - 1.96 * played.rewardError()[i]);
    Arrays.setAll(high, i -> played.reward()[i] + 1.96 * played.rewardError()[i]);
    curves.add(Curve.of(name, steps, played.reward()).withBand(low, high));
    IO.println(
        "%-16s first %6.3f  last %5.3f  best arm %4.1f %%"
            .formatted(
                name,
                played.reward()[0],
                last(played.reward()),
                100 * last(played.optimal())));
  }
  if (args.length > 0) {
    Curves.of(curves)
        .with(Frame.of("Average reward of 400 bandits", "step", "reward"))
        .save(Path.of(args[0]));
  }
}

BanditStrategy softmax(TemperatureSchedule schedule) {
  return new BanditStrategy.SoftmaxValues(schedule, Estimates.AVERAGES);
}

double last(double[] curve) {
  return Arrays.stream(curve, STEPS - 100, STEPS).average().orElseThrow();
}
