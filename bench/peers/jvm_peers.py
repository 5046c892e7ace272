"""Rows smile/*, tribuo/*, liblinear/*, spark/*: softmax regression of other libraries of the JVM.

They live in bench/jvm-peers, which is built when such a row is asked for. Each is timed as its class there says: at the
fewest iterations that reach the objective where its problem is ours (Spark), else as its documentation recommends, and
then ours has to reach what it has reached.
"""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

from turns import SETTLE, SLICES, Side

PEERS = ("smile", "tribuo", "liblinear", "spark")
ONCE = 60  # seconds; a fit that takes longer is timed once, its first, which has warmed itself
HEAP = "6g"

# What Spark's own launcher adds (JavaModuleOptions), and what keeps a JDK 25 from warning.
OPENED = (
    "java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent"
    " java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.util.calendar"
)
FLAGS = [
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Djdk.reflect.useDirectMethodHandle=false",
    "-Dio.netty.tryReflectionSetAccessible=true",
    *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED.split()),
]


def is_row(row):
    return row.split("/")[0] in PEERS


def build(bench, java):
    """Compiles the peers where sources are newer than classes; Maven fetches the libraries once."""
    folder = bench / "jvm-peers"
    made = folder / "target" / "classpath.txt"
    sources = [folder / "pom.xml", *(folder / "src").rglob("*.java")]
    if made.exists() and all(source.stat().st_mtime < made.stat().st_mtime for source in sources):
        return
    print("bench/run: building the peers on the JVM", file=sys.stderr)
    command = ["mvn", "-q", "-B", "-f", str(folder / "pom.xml"), "compile"]
    home = {"JAVA_HOME": str(Path(java).resolve().parent.parent)}
    done = subprocess.run(command, env={**os.environ, **home}, capture_output=True, text=True)
    if done.returncode != 0:
        errors = [line for line in done.stdout.splitlines() if "ERROR" in line]
        sys.exit("bench/run: the peers on the JVM cannot be built: " + "\n".join(errors[:5]))
    made.touch()


class Stopped(RuntimeError):
    """A peer took longer than it may."""

    def __init__(self, seconds):
        super().__init__(f"the peer took longer than {seconds} s")


class Fits(Side):
    """One peer with one table in a JVM of its own; what it prints goes to a file beside the table."""

    def __init__(self, java, bench, row, threads, folder):
        peer, name = row.split("/")
        libraries = (bench / "jvm-peers" / "target" / "classpath.txt").read_text().strip()
        classes = f"{bench / 'jvm-peers' / 'target' / 'classes'}{os.pathsep}{libraries}"
        # Parallel streams have the thread that asks, and these.
        pool = f"-Djava.util.concurrent.ForkJoinPool.common.parallelism={threads - 1}"
        main = ["-cp", classes, "dev.softmax.bench.peers.Worker", peer, name, str(folder), str(threads)]
        self.log = folder / f"{peer}-{name}.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [java, f"-Xmx{HEAP}", *FLAGS, pool, *main],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask_within(self, seconds, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        # An answer is one line, so that nothing of the last one is left in a buffer.
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            raise Stopped(seconds)
        line = self.process.stdout.readline()
        if not line:
            reasons = [e for e in self.log.read_text().splitlines() if "xception" in e or "Error" in e]
            raise RuntimeError(f"the peer ended: {(reasons or ['see ' + str(self.log)])[0]}")
        return json.loads(line)

    def close(self):
        """Ends the process; one that was stopped is in the middle of a fit."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()


def settled(side, longest):
    """The setting to time, and the first fit with it, or None where it takes too long."""
    # The JVM reads its table first, and a search is several fits; the next one may take a little longer.
    answer = side.ask_within(60 + 4 * longest, "settle", 0.75 * longest)
    try:
        return answer, side.ask_within(longest, "fit", answer["setting"])
    except Stopped:
        return answer, None


def goal(answer, first):
    """What ours has to reach: measure, value, C."""
    if first is None:
        return "objective", answer["goal"], answer["c"]
    if answer["measure"] == "objective":
        return "objective", max(first["value"], answer["goal"]), answer["c"]
    return answer["measure"], first["value"], answer["c"]


def measure(jvm, make, row, threads, against, options, folder):
    """As turns.measure: rounds in which both have their turn. `make` starts the peer's JVM."""
    slice_seconds = options.seconds / SLICES
    side = make(threads)
    try:
        answer, first = settled(side, options.longest)
        kind, value, c = goal(answer, first)
        peer, name = row.split("/")
        (folder / f"{peer}-{name}.goal").write_text(f"{kind} {value!r} {c!r}\n")
        label = answer["label"] + ("" if first else ", stopped")
        times = [[options.longest * 1e9]] if first is None else [[first["seconds"] * 1e9]]
        cpu = [] if first is None else [first["cpu"]]
        if first and first["seconds"] < ONCE:
            spent = first["seconds"]
            while spent < options.warmup:
                spent += side.ask_within(2 * ONCE, "fit", answer["setting"])["seconds"]
            times = [[] for _ in range(min(options.rounds, max(1, int(ONCE / first["seconds"]))))]
        jvm.ask("time", row, threads, options.warmup, 1, slice_seconds)
        rounds = []
        for fits in times:
            time.sleep(SETTLE)
            if not fits:
                fit = side.ask_within(2 * ONCE, "fit", answer["setting"])
                fits.append(fit["seconds"] * 1e9)
                cpu.append(fit["cpu"])
            time.sleep(SETTLE)
            ours = jvm.ask("time", row, threads, 0.1, SLICES, slice_seconds)["slices"]
            rounds.append({"ours": ours, "peers": {against: {label: fits}}})
    finally:
        side.close()
    check = jvm.ask("check", row, threads)
    return {
        "row": row,
        "threads": threads,
        "unit": "ns",
        "rounds": rounds,
        "bytesPerCall": check["bytesPerCall"],
        "resultBytes": check["resultBytes"],
        "stopped": first is None,
        "setting": answer["setting"],
        "reached": {"measure": kind, "peer": first and first["value"], "ours": check["checksum"], "goal": value},
        "peerCpuSeconds": cpu,
        "agrees": check["checksum"] <= value,
    }


def reached(results, longest):
    """One line a row: what was timed, and what both sides reached."""
    for result in results:
        if "reached" in result:
            r = result["reached"]
            peer = f"not in {longest:g} s" if r["peer"] is None else f"{r['peer']:.4f}"
            print(
                f"{result['row']}, threads {result['threads']}: {result['setting']};"
                f" {r['measure']} {peer}, ours {r['ours']:.4f}"
            )
