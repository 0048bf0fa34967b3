"""A co-action network by the coordination network toolkit (QUT Digital Observatory), as it is installed.

usage: toolkit.py LOG.csv SCORES.csv WINDOW_SECONDS

A mark is given to it as a repost of its page, and its co_retweet network joins accounts that reposted the same at
most WINDOW apart. Its command's own defaults are 1 second and a weight of at least 2; its manual speaks of a minute. The
accounts that are in the network are called; an account's score is its heaviest edge.
"""
import csv
import os
import sqlite3
import sys
import tempfile

from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
from coordination_network_toolkit.preprocess import preprocess_csv_files

import marks

MIN_EDGE_WEIGHT = 2
COLUMNS = ["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"]


def main():
    log, out, window = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory(dir=os.path.dirname(out)) as folder:
        messages, database = os.path.join(folder, "messages.csv"), os.path.join(folder, "network.db")
        with open(messages, "w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for i, (account, page, time) in enumerate(zip(*marks.read(log))):
                rows.writerow([i, account, account, page, "", "", time, ""])
        preprocess_csv_files(database, [messages])
        threads = os.cpu_count() or 1
        compute_co_retweet_parallel(database, window, n_threads=threads, min_edge_weight=MIN_EDGE_WEIGHT)
        # The heaviest edge to somebody else: its graphs leave loops out too.
        scores = dict(sqlite3.connect(database).execute(
            "select user_1, max(weight) from co_retweet_network where user_1 <> user_2 group by user_1"))
    marks.write(out, scores, set(scores))


if __name__ == "__main__":
    main()
