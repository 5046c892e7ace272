"""Trajectories of Gymnasium's CartPole-v1: states in double, for given starts and actions.

    python cart_pole.py > cart_pole.csv

A line is: trajectory, step, action (-1 at the start), the four numbers of the state after it, reward, terminated,
truncated. Actions push against the pole most of the time, so that an episode lasts; the last four trajectories fall.
"""

import platform

import gymnasium
import numpy as np

print(f"# gymnasium {gymnasium.__version__}, numpy {np.__version__}, python {platform.python_version()}")
print("# trajectory,step,action,position,velocity,angle,turning,reward,terminated,truncated")
random = np.random.default_rng(7)
for trajectory in range(6):
    environment = gymnasium.make("CartPole-v1")
    environment.reset(seed=trajectory)
    state = random.uniform(-0.05, 0.05, 4)
    environment.unwrapped.state = state.copy()
    print(f"{trajectory},0,-1," + ",".join(repr(float(value)) for value in state) + ",0,0,0")
    step, over = 0, False
    while not over:
        x, v, angle, turning = environment.unwrapped.state
        action = int(angle + 0.3 * turning + 0.05 * x + 0.1 * v > 0)
        if trajectory >= 2 and random.uniform() < 0.8:
            action = int(random.integers(2))
        _, reward, terminated, truncated, _ = environment.step(action)
        step, over = step + 1, terminated or truncated
        numbers = ",".join(repr(float(value)) for value in environment.unwrapped.state)
        print(f"{trajectory},{step},{action},{numbers},{reward:g},{int(terminated)},{int(truncated)}")
