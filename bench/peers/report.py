"""From slices to the table: medians, the best peer, the ratio, and whether a target is met."""

import csv
import datetime
import json
import math
import os
import platform
import statistics
import subprocess

COLUMNS = (
    "work",
    "threads",
    "best peer",
    "peer",
    "ours",
    "ratio",
    "by minima",
    "at least",
    "aim",
    "met",
    "B/op",
    "same result",
)
WIDTHS = (26, 7, 24, 9, 9, 7, 9, 8, 6, 4, 8, 11)


def pooled(turns, summary):
    """Median over the rounds of one number a round."""
    return statistics.median(summary(turn) for turn in turns)


def summarise(result, target):
    """One line of the table as a dictionary, times in the result's unit."""
    rounds, against = result["rounds"], target["against"]
    ours = {s: pooled([r["ours"] for r in rounds], f) for s, f in SUMMARIES.items()}
    best = {}
    for label in rounds[0]["peers"][against]:
        turns = [r["peers"][against][label] for r in rounds]
        times = {s: pooled(turns, f) for s, f in SUMMARIES.items()}
        if not best or times["median"] < best["median"]:
            best = {**times, "label": label}
    least, aim = (float(target[k]) if target[k] else None for k in ("least", "aim"))
    if target["unit"] == "seconds":
        seconds = ours["median"]
        met = [bound is not None and seconds <= bound for bound in (least, aim)]
    else:
        ratio = best["median"] / ours["median"]
        met = [bound is not None and ratio >= bound for bound in (least, aim)]
    no_target = least is None and aim is None
    return {
        "row": result["row"],
        "threads": result["threads"],
        "against": against,
        "best": best["label"],
        "peer": best["median"],
        "ours": ours["median"],
        "ratio": best["median"] / ours["median"],
        "ratioByMinima": best["minimum"] / ours["minimum"],
        "unit": result["unit"],
        "least": least,
        "aim": aim,
        "met": "" if no_target else "aim" if met[1] else "yes" if met[0] else "no",
        "bytesPerCall": result.get("bytesPerCall"),
        "agrees": result.get("agrees"),
        "stopped": result.get("stopped", False),
    }


SUMMARIES = {"median": statistics.median, "minimum": min}


def shown(time, unit):
    if unit == "s":
        return f"{time:.3f} s"
    for size, name in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if time >= size:
            return f"{time / size:.3g} {name}"
    return f"{time:.3g} ns"


def bound(value, target):
    return "" if value is None else f"≤{value:g} s" if target["unit"] == "seconds" else f"{value:g}×"


def cells(values):
    return "| " + " | ".join(f"{v:<{w}}" for v, w in zip(values, WIDTHS)) + " |"


def head():
    print(cells(COLUMNS))
    print("|" + "|".join("-" * (w + 2) for w in WIDTHS) + "|", flush=True)


def line(result, target):
    s = summarise(result, target)
    count = s["bytesPerCall"]
    more = "> " if s["stopped"] else ""
    values = (
        s["row"],
        s["threads"] or "",
        s["best"],
        more + shown(s["peer"], s["unit"]),
        shown(s["ours"], s["unit"]),
        f"{more}{s['ratio']:.2f}×",
        f"{more}{s['ratioByMinima']:.2f}×",
        bound(s["least"], target),
        bound(s["aim"], target),
        s["met"],
        "" if count is None else f"{count:.3g}",
        {True: "yes", False: "NO", None: ""}[s["agrees"]],
    )
    print(cells(values), flush=True)


def means(results):
    """Geometric means of the ratios of each kind, one a number of threads."""
    groups = {}
    for result in results:
        kind = result["row"].split("/")[0]
        if kind in ("process", "regression") or "reached" in result:
            continue
        for against in result["rounds"][0]["peers"]:
            s = summarise(result, {"against": against, "unit": "ratio", "least": "", "aim": ""})
            groups.setdefault((kind, against, s["threads"]), []).append(s["ratio"])
    print()
    for (kind, against, threads), ratios in groups.items():
        if len(ratios) > 1:
            mean = math.exp(statistics.fmean(map(math.log, ratios)))
            print(f"geometric mean, {kind} against {against}, threads {threads}: {mean:.2f}×")


def speeds(results):
    """Megabytes of text a second of each side of rows that know their bytes."""
    for result in results:
        if "bytes" not in result:
            continue
        rounds = result["rounds"]
        sides = {"ours": [r["ours"] for r in rounds]}
        for against, labels in rounds[0]["peers"].items():
            for label in labels:
                sides[label] = [r["peers"][against][label] for r in rounds]
        shown_speeds = ", ".join(
            f"{label} {result['bytes'] * 1e3 / pooled(turns, statistics.median):.3g}"
            for label, turns in sides.items()
        )
        print(f"MB/s, {result['row']}, threads {result['threads']}: {shown_speeds}")


def machine(root, java):
    """What the figures depend on; nothing that names the machine itself."""

    def output(*command):
        try:
            done = subprocess.run(command, capture_output=True, text=True, cwd=root)
        except OSError:
            return ""
        return (done.stdout or done.stderr).strip()

    cpu = ""
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            found = dict(x.split(":", 1) for x in file.read().split("\n\n")[0].splitlines())
        found = {key.strip(): value.strip() for key, value in found.items()}
        cpu = f"{found.get('model name', '')}, family {found.get('cpu family', '?')}"
    return {
        "cpu": cpu or platform.processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": os.getloadavg()[0],
        "java": output(java, "-version").splitlines()[-1:],
        "jvmFlags": os.environ.get("SOFTMAX_BENCH_JVM", ""),
        "commit": output("git", "rev-parse", "--short", "HEAD"),
        "changed": bool(output("git", "status", "--porcelain", "--untracked-files=no")),
        "date": datetime.date.today().isoformat(),
    }


def write(folder, name, results, targets):
    """NAME.json with every slice, NAME.csv with the lines of the table."""
    folder.mkdir(parents=True, exist_ok=True)
    options = {k: v for k, v in results["options"].items() if k not in ("java", "data", "out")}
    with open(folder / f"{name}.json", "w") as file:
        json.dump({**results, "options": options}, file, indent=1, default=str)
        file.write("\n")
    lines = [
        summarise(result, target)
        for result in results["rows"]
        for target in targets
        if target["row"] == result["row"]
    ]
    if lines:
        with open(folder / f"{name}.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
    print(f"\nwritten: {folder / name}.json and .csv")
