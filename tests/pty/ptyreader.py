"""A program in a pseudo-terminal for scripts: types keys, waits until it is idle."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

PATIENCE = 30  # seconds
POLLS = (7, 271, 73)  # poll and ppoll of x86-64, ppoll of aarch64


def waits(pid):
    """How often it has been switched away if it sleeps in a poll without a near end, else None."""
    try:
        with open("/proc/%d/syscall" % pid, encoding="ascii") as file:
            call = file.read().split()
        if len(call) < 4 or int(call[0]) not in POLLS or int(call[2], 16) < 2:
            return None
        timeout = int(call[3], 16) & 0xffffffff
        if timeout <= 100:
            return None
        with open("/proc/%d/status" % pid, encoding="utf-8") as file:
            return [line for line in file if "ctxt_switches" in line]
    except (OSError, ValueError):
        return None


def innermost(pid):
    """The last of a chain of children: what strace or env runs."""
    while True:
        try:
            with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
                children = file.read().split()
        except OSError:
            return pid
        if not children:
            return pid
        pid = int(children[0])


class Reader:
    """Raises EOFError where the program has gone while something is awaited of it."""

    def __init__(self, argv, rows=24, cols=80, env=None):
        self.wire = b""  # what it wrote since it was looked at last
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
                os.execvpe(argv[0], argv, dict(os.environ, TERM="xterm-256color", **(env or {})))
            finally:
                os._exit(127)

    def take(self, seconds):
        """Reads once what comes within that time; false where nothing did."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            got = b""
        if not got:
            raise EOFError
        self.wire += got
        return True

    def hand_on(self):
        """A look at the other end makes the kernel hand on what was typed."""
        number = struct.unpack("I", fcntl.ioctl(self.fd, 0x80045430, b"\0" * 4))[0]  # TIOCGPTN
        try:
            slave = os.open("/dev/pts/%d" % number, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            return
        select.select([slave], [], [], 0)
        os.close(slave)

    def settle(self):
        """Reads until the program sleeps and waits for what comes."""
        self.hand_on()
        looks, last = 0, None
        end = time.monotonic() + PATIENCE
        while looks < 3:
            if self.take(0.004):
                looks = 0
                continue
            now = waits(innermost(self.pid))
            looks = looks + 1 if now and now == last else 0
            last = now
            if time.monotonic() > end:
                raise TimeoutError("the program is still busy after %d s" % PATIENCE)

    def keys(self, text):
        os.write(self.fd, text.encode())
        self.settle()

    def leave(self):
        """Q, and waits for the end."""
        os.write(self.fd, b"Q")
        try:
            while self.take(PATIENCE):
                pass
        except EOFError:
            pass

    def end(self):
        """Kills what is left, strace before what it runs; the status as waitpid gives it."""
        for pid in (self.pid, innermost(self.pid)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        os.close(self.fd)
        return os.waitpid(self.pid, 0)[1]
