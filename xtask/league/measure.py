"""Runs one command and writes what it cost. usage: measure.py OUT.json LIMIT_SECONDS COMMAND...

Seconds on the clock, seconds of all processors, and the peak memory (bytes) of its largest process. A command that
outlives the limit is ended with all its children, and said to be unfinished. This file imports little on purpose: a
child's peak memory counts the process that it was made from.
"""
import json
import os
import signal
import sys
import time


def main():
    out, limit, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    log = os.open(out + ".log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    files = [(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
    begin = time.monotonic()
    # A process group of its own, so that ending it ends its children too.
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=files, setpgroup=0)
    finished = True
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - begin > limit:
            os.killpg(child, signal.SIGKILL)
            _, status, used = os.wait4(child, 0)
            finished = False
            break
        time.sleep(0.01)
    seconds = time.monotonic() - begin
    with open(out, "w") as file:
        json.dump({
            "finished": finished,
            "code": os.waitstatus_to_exitcode(status),
            "seconds": seconds,
            "cpu": used.ru_utime + used.ru_stime,
            "peak_bytes": used.ru_maxrss * 1024,
        }, file)


main()
