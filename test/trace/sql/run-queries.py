"""Runs the printed queries as Athena would: parses them in its dialect and executes them in DuckDB.

    run-queries.py LOGS QUERIES OUT

LOGS is a folder of access logs, OUT the folder that failures.csv and targets.csv are written to. The table is the one of the
Athena user guide: its columns come from a pattern, and a line that does not fit becomes a row without values.
"""

import csv
import gzip
import pathlib
import re
import sys

import duckdb
import sqlglot

COLUMNS = """type time elb client_ip client_port:int target_ip target_port:int request_processing_time:double
target_processing_time:double response_processing_time:double elb_status_code:int target_status_code received_bytes:bigint
sent_bytes:bigint request_verb request_url request_proto user_agent ssl_cipher ssl_protocol target_group_arn trace_id domain_name
chosen_cert_arn matched_rule_priority request_creation_time actions_executed redirect_url lambda_error_reason target_port_list
target_status_code_list classification classification_reason conn_trace_id""".split()

QUOTED = r'"([^"]*)"'
WORD = r"([^ ]*)"
PATTERN = re.compile(
    " ".join(
        [
            *[WORD] * 3,
            r"([^ ]*):([0-9]*)",
            r"([^ ]*)[:-]([0-9]*)",
            *[r"([-.0-9]*)"] * 3,
            *[r"([-0-9]*)"] * 4,
            r'"([^ ]*) (.*) (- |[^ ]*)"',
            QUOTED,
            *[WORD] * 3,
            *[QUOTED] * 3,
            r"([-.0-9]*)",
            WORD,
            *[QUOTED] * 7,
            r"([^ ]*)",
        ]
    )
    + r"( .*)?"
)


def number(text, kind):
    try:
        return float(text) if kind == "double" else int(text)
    except ValueError:
        return None


def quoted(value):
    return "" if value is None else '"' + str(value).replace('"', '""') + '"'


def rows(folder):
    names = [column.partition(":")[0] for column in COLUMNS]
    kinds = [column.partition(":")[2] for column in COLUMNS]
    for path in sorted(folder.rglob("*.gz")):
        for line in gzip.open(path, "rt", encoding="latin-1"):
            found = PATTERN.fullmatch(line.rstrip("\n"))
            values = [None] * len(names) if found is None else found.groups()[: len(names)]
            yield [number(value, kind) if kind and value is not None else value for value, kind in zip(values, kinds)] + [
                str(path)
            ]


def main(logs, queries, out):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    types = {"": "VARCHAR", "int": "INTEGER", "bigint": "BIGINT", "double": "DOUBLE"}
    columns = ", ".join(f"{name} {types[kind]}" for name, _, kind in (column.partition(":") for column in COLUMNS))
    connection.execute(f'CREATE TABLE alb_access_logs ({columns}, "$path" VARCHAR)')
    staged = pathlib.Path(out) / "table.csv"
    with open(staged, "w") as file:
        for row in rows(pathlib.Path(logs)):
            file.write(",".join(map(quoted, row)) + "\n")
    connection.execute(f"COPY alb_access_logs FROM '{staged}' (HEADER false, QUOTE '\"', NULLSTR '', ALLOW_QUOTED_NULLS false)")
    statements = sqlglot.parse(pathlib.Path(queries).read_text(), read="athena", error_level=sqlglot.ErrorLevel.RAISE)
    for name, statement in zip(["failures.csv", "targets.csv"], statements, strict=True):
        result = connection.execute(statement.sql(dialect="duckdb"))
        with open(pathlib.Path(out) / name, "w", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow([column[0] for column in result.description])
            writer.writerows(result.fetchall())


main(*sys.argv[1:])
