"""The driver of bench/run: lets ours and the peers take turns, and prints the table of ratios."""

import argparse
import csv
import fnmatch
import json
import sys
from pathlib import Path

import jvm_peers
import picture_reading
import processes
import regression
import report
import texts
from turns import Jvm, Peer, measure

BENCH = Path(__file__).resolve().parent.parent
ROOT = BENCH.parent


def arguments():
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description="Times the kernels and their peers, taking turns on the same threads.",
    )
    parser.add_argument("kinds", nargs="*", help="kinds or rows to run, such as softmax or matmul/*")
    parser.add_argument("--rows", action="append", default=[], help="the same: a row or a pattern")
    parser.add_argument("--list", action="store_true", help="lists the rows, runs nothing")
    parser.add_argument("--threads", default="1,2", help="numbers of threads (1,2)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (5)")
    parser.add_argument("--seconds", type=float, default=0.6, help="length of a turn (0.6)")
    parser.add_argument("--warmup", type=float, default=5, help="seconds of ours before (5)")
    parser.add_argument("--longest", type=float, default=600, help="seconds a fit of smile/*, … may take (600)")
    parser.add_argument("--out", metavar="NAME", help="writes docs/benchmarks/NAME.json and .csv")
    parser.add_argument("--data", metavar="DIR", help="folder of the data sets, for regression/*, smile/*, text/*")
    parser.add_argument("--java", default="java", help=argparse.SUPPRESS)
    return parser.parse_args()


def needs_data(row):
    return row.startswith(("regression/", "text/")) or jvm_peers.is_row(row)


def chosen(targets, options):
    """The rows asked for, in the order of targets.csv; those of data sets only where there are some,
    and those of other libraries of the JVM only by name."""
    patterns = options.kinds + options.rows
    rows = list(dict.fromkeys(target["row"] for target in targets))
    if not patterns:
        return [row for row in rows if not needs_data(row) or (options.data and not jvm_peers.is_row(row))]
    unknown = [p for p in patterns if not any(matches(row, p) for row in rows)]
    if unknown:
        sys.exit(f"bench/run: no row is called {unknown[0]}; bench/run --list names them")
    return [row for row in rows if any(matches(row, p) for p in patterns)]


def matches(row, pattern):
    return fnmatch.fnmatchcase(row, pattern) or row.startswith(pattern.rstrip("/") + "/")


def turns_of(jvm, peer, row, n, lines, options, prepared):
    if not jvm_peers.is_row(row):
        return measure(jvm, peer, row, n, lines, options)

    def make(threads):
        return jvm_peers.Fits(options.java, BENCH, row, threads, prepared)

    return jvm_peers.measure(jvm, make, row, n, lines[0]["against"], options, prepared)


def main():
    options = arguments()
    if options.out and Path(options.out).name != options.out:
        sys.exit(f"bench/run: --out {options.out} is a name, not a path")
    with open(BENCH / "targets.csv", newline="") as file:
        targets = list(csv.DictReader(file))
    rows = chosen(targets, options)
    if options.list:
        for target in targets:
            if target["row"] in rows:
                print(*(f"{target[key]:<28}" for key in target))
        return
    if any(needs_data(row) for row in rows) and not options.data:
        sys.exit("bench/run: rows of regression and texts need the data sets: --data DIR")
    if any(jvm_peers.is_row(row) for row in rows):
        jvm_peers.build(BENCH, options.java)
    threads = [int(n) for n in options.threads.split(",")]
    results = {"machine": report.machine(ROOT, options.java), "options": vars(options), "rows": []}
    peers, failed = {}, []
    prepared = BENCH / "target" / "regression"

    def peer(n, openblas):
        key = (n, openblas)
        if key not in peers:
            peers[key] = Peer(n, openblas, prepared)
        return peers[key]

    report.head()
    try:
        if any(not row.startswith("process/") and not jvm_peers.is_row(row) for row in rows):
            results["machine"]["peers"] = peer(threads[0], False).ask("versions")
        for row in rows:
            lines = [target for target in targets if target["row"] == row]
            try:
                if row.startswith("process/"):
                    found = [processes.measure(ROOT, row, options.rounds)]
                else:
                    if row.startswith("regression/") or jvm_peers.is_row(row):
                        regression.prepare(row.split("/")[1], options.data, prepared)
                    if row.startswith("text/"):
                        texts.prepare(options.data, prepared)
                    if row.startswith("picture/"):
                        picture_reading.prepare(prepared)
                    with Jvm(options.java, BENCH, prepared) as jvm:
                        found = [turns_of(jvm, peer, row, n, lines, options, prepared) for n in threads]
            except RuntimeError as error:
                print(f"bench/run: {row}: {error}", file=sys.stderr)
                failed.append(row)
                continue
            for result in found:
                if row.startswith("text/"):
                    result["bytes"] = texts.bytes_of(prepared)
                results["rows"].append(result)
                for line in lines:
                    report.line(result, line)
                if result.get("agrees") is False:
                    failed.append(row)
    finally:
        for process in peers.values():
            process.close()
    report.means(results["rows"])
    report.speeds(results["rows"])
    jvm_peers.reached(results["rows"], options.longest)
    if options.out:
        report.write(ROOT / "docs" / "benchmarks", options.out, results, targets)
    if failed:
        sys.exit(f"bench/run: no result, or a wrong one: {', '.join(dict.fromkeys(failed))}")


if __name__ == "__main__":
    main()
