"""What the measuring scripts beside this one share: tables, and simulated worlds with the flags that read them. Needs pyarrow."""

import os
import subprocess

import pyarrow.parquet as pq


def table(folder, name):
    return pq.read_table(os.path.join(folder, name + ".parquet")).to_pydict()


def made(claque, folder, recipe, seed, scale):
    """A world, made unless it is there, and the arguments by which an audit reads it with its tables."""
    world = os.path.join(folder, f"{recipe}-{seed}-{scale}")
    if not os.path.exists(world):
        make = [claque, "worlds", "make", recipe, "--seed", seed, "--scale", scale, "--out", world]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    return world, log_of(world)


def log_of(world):
    """The arguments by which an audit reads a world with its tables."""
    log = [os.path.join(world, "likes.parquet")]
    for side in ("accounts", "pages"):
        log += ["--" + side, os.path.join(world, side + ".parquet")]
    return log
