"""The scores of an audit. usage: audit.py AUDIT SCORES.csv

An account's score is its probability of being hired or fabricated, 1 − (1 − p_hired)(1 − p_fabricated); it is called above
one half.
"""
import sys

import pyarrow.parquet as parquet

import marks

table = parquet.read_table(sys.argv[1] + "/accounts.parquet").to_pydict()
scores = {
    account: 1 - (1 - (hired or 0)) * (1 - (fabricated or 0))
    for account, hired, fabricated in zip(table["account"], table["p_hired"], table["p_fabricated"])
}
marks.write(sys.argv[2], scores, {account for account, score in scores.items() if score > 0.5})
