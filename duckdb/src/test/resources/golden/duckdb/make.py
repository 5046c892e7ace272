"""Writes kinds.parquet, a tiny table of every kind of column that is read, and kinds.json, what pandas reads of it."""

import datetime as dt
import decimal
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

PARIS = dt.timezone(dt.timedelta(hours=1))

# Stands for a missing value.
MISSING = "-"

COLUMNS = {
    "small": (pa.int8(), [1, -2, None]),
    "large": (pa.uint64(), [2**53, 0, None]),
    "half": (pa.float32(), [0.5, -0.25, None]),
    "double": (pa.float64(), [0.1, float("nan"), None]),
    "decimal": (pa.decimal128(10, 2), [decimal.Decimal("12.34"), decimal.Decimal("-0.01"), None]),
    "flag": (pa.bool_(), [True, False, None]),
    "text": (pa.string(), ["Ärmel, \"weit\"", "", None]),
    "level": (pa.dictionary(pa.int32(), pa.string()), ["b", "a", None]),
    "day": (pa.date32(), [dt.date(2024, 2, 29), dt.date(1969, 12, 31), None]),
    "moment": (pa.timestamp("us"), [dt.datetime(2024, 2, 29, 12, 30, 0, 250000), dt.datetime(1969, 12, 31, 23), None]),
    "zoned": (pa.timestamp("ms", tz="Europe/Paris"), [dt.datetime(2024, 2, 29, 12, 30, tzinfo=PARIS), None, None]),
    "time": (pa.time64("us"), [dt.time(1, 2, 3, 500000), dt.time(0), None]),
}


def seconds(value):
    return MISSING if pd.isna(value) else pd.Timestamp(value).timestamp()


def main():
    table = pa.table({name: pa.array(values, type) for name, (type, values) in COLUMNS.items()})
    pq.write_table(table, "kinds.parquet", compression="zstd")
    frame = pd.read_parquet("kinds.parquet")
    number = lambda value: MISSING if pd.isna(value) else float(value)
    golden = {
        "versions": {"pyarrow": pa.__version__, "pandas": pd.__version__},
        "numbers": {n: [number(v) for v in frame[n]] for n in ("small", "large", "half", "double", "decimal")},
        "texts": {n: [MISSING if pd.isna(v) or v == "" else v for v in frame[n]] for n in ("text", "level")},
        "flags": {"flag": [MISSING if pd.isna(v) else str(bool(v)).lower() for v in frame["flag"]]},
        "seconds": {n: [seconds(v) for v in frame[n]] for n in ("day", "moment", "zoned")},
        "times": {"time": [MISSING if pd.isna(v) else v.hour * 3600 + v.minute * 60 + v.second + v.microsecond / 1e6 for v in frame["time"]]},
    }
    with open("kinds.json", "w", encoding="utf-8") as out:
        json.dump(golden, out, indent=1, ensure_ascii=False)
        out.write("\n")


main()
