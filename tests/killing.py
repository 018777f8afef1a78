"""Runs commands of Tifa and kills them, hundreds of times: one process has all of it loaded, and forks for each run."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, NoReturn

WATCHED = {"open": 0, "os.rename": 0, "os.remove": 0, "os.chmod": 0, "os.link": 0, "os.mkdir": 0, "os.rmdir": 0}
"""What a step of writing is, and which of its arguments is the path."""

Fault = Literal["", "full", "read-only"]


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended."""

    status: int
    """Exit status, or the signal that ended it, negative."""
    took: float
    steps: int
    """Steps of writing."""
    errors: str


class Runner:
    """The process that runs commands."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._input, self._output = process.stdin, process.stdout

    def __call__(
        self,
        root: Path,
        command: Sequence[str],
        *,
        step: int = -1,
        after: float = -1,
        stdin: str = "",
        fault: Fault = "",
    ) -> Run:
        """Run a command.

        Args:
            root: Files under it count as steps.
            command: Arguments of `tifa`.
            step: The run is killed before the step of writing with this number.
            after: The run is killed after so many seconds.
            stdin: What it reads.
            fault: What is wrong with the disk.
        """
        assert self._input
        assert self._output
        order = {
            "root": str(root),
            "command": list(command),
            "step": step,
            "after": after,
            "stdin": stdin,
            "fault": fault,
        }
        self._input.write(json.dumps(order) + "\n")
        self._input.flush()
        return Run(**json.loads(self._output.readline()))


@contextlib.contextmanager
def runner() -> Iterator[Runner]:
    """A process that runs commands until the end of the block."""
    # One thread: a process with several does not fork safely
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Runner(process)
        assert process.stdin
        process.stdin.close()


def _serve(orders: IO[str], answers: IO[str]) -> None:
    import tifa.cli  # noqa: F401  # loaded once, and everything that commands load later

    for order in orders:
        answers.write(json.dumps(_run(**json.loads(order))) + "\n")
        answers.flush()


def _run(root: str, command: list[str], step: int, after: float, stdin: str, fault: Fault) -> dict[str, object]:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as steps:
        given.write(stdin.encode())
        given.seek(0)
        # Not a file, which a limit on the size of files would hold for, too; commands say less than a pipe takes
        errors, said = os.pipe()
        began = time.monotonic()
        child = os.fork()
        if not child:
            os.dup2(given.fileno(), 0)
            os.dup2(said, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            _become(root, command, step, steps.fileno(), fault)
        os.close(said)
        if after >= 0:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)  # not yet waited for, so the id is still its own
        _, status = os.waitpid(child, 0)
        took = time.monotonic() - began
        with open(errors, errors="replace") as file:  # noqa: PTH123  # a pipe has no path
            text = file.read()
        count = os.fstat(steps.fileno()).st_size
        return {"status": os.waitstatus_to_exitcode(status), "took": took, "steps": count, "errors": text}


def _become(root: str, command: list[str], step: int, steps: int, fault: Fault) -> NoReturn:
    """Run the command in this process, which ends with it."""
    status = 70
    try:
        _meet(fault)
        done = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal done
            place = WATCHED.get(event)
            if place is None or not str(arguments[place]).startswith(root):
                return
            flags = arguments[2] if event == "open" else os.O_WRONLY
            if not (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
                return
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            done += 1
            if not fault:
                os.write(steps, b".")

        sys.addaudithook(watch)
        from tifa.cli import main

        try:
            main(command)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _meet(fault: Fault) -> None:
    """Make the disk full, or read-only, for this process."""
    if fault == "full":
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    elif fault == "read-only":

        def refuse(*_: object, **__: object) -> NoReturn:
            raise OSError(errno.EROFS, "Read-only file system")

        # Root may write everywhere, so making a file is refused as such a disk would
        tempfile.mkstemp = tempfile.mkdtemp = refuse


if __name__ == "__main__":
    _serve(sys.stdin, sys.stdout)
