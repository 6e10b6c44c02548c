"""What the tests of the kiosk share: visitors in terminals of their own, by sshd or without it."""
import ctypes
import fcntl
import os
import pty
import pwd
import re
import select
import signal
import struct
import subprocess
import termios
import time

PORT = os.environ.get("KIOSK_PORT", "2222")
KIOSK = "/opt/kanbao/bin/kanbao-kiosk"
CONF = "/etc/kanbao/kiosk.conf"
LOG = "/run/kiosk.log"
USERS = "/var/lib/kanbao-kiosk/users"
NEWS = pwd.getpwnam("news").pw_uid
READER = pwd.getpwnam("reader").pw_uid
GROUP = pwd.getpwnam("reader").pw_gid
SSH = ["-F", "none", "-o", "StrictHostKeyChecking=no",
       "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
# what stands at the foot of the front page, whatever it brings
FRONT = "版"
LEAVE = b"\x1b\x1b\x03\x03Q"


class Visitor:
    """A program in a pseudo-terminal of 24 rows and 80 columns."""

    def __init__(self, argv, env=None, uid=None, rows=24, cols=80):
        self.wire = b""
        self.asked = 0
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            if uid is not None:
                os.setgroups([])
                os.setgid(GROUP)
                os.setuid(uid)
            try:
                os.execve(argv[0], argv[1:] if uid is not None else argv, env or {})
            finally:
                os._exit(127)
        os.set_blocking(self.fd, False)

    def read(self, wait):
        """What comes within that time; None once the terminal has gone."""
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.wire += data
        for _ in range(data.count(b"\x1b[6n")):  # 中文 takes four cells, the other eight texts two
            self.send("\x1b[2;%dR" % (7 if self.asked % 9 else 9))
            self.asked += 1
        return data or None

    def until(self, text, timeout=10):
        """Whether the text comes, from now on or before."""
        if isinstance(text, str):
            text = text.encode()
        end = time.time() + timeout
        while text not in self.wire:
            left = end - time.time()
            if left <= 0 or self.read(left) is None:
                return text in self.wire
        return True

    def settle(self, quiet=0.06):
        """Reads until nothing comes for a while; what came."""
        before = len(self.wire)
        while self.read(quiet):
            pass
        return self.wire[before:]

    def send(self, keys):
        """Types, and reads meanwhile: neither waits for the other."""
        keys = keys if isinstance(keys, bytes) else keys.encode()
        end = time.time() + 10
        while keys and time.time() < end:
            try:
                keys = keys[os.write(self.fd, keys[:512]):]
            except BlockingIOError:
                self.read(0.01)
            except OSError:
                return

    def type(self, keys, quiet=0.06):
        self.send(keys)
        return self.settle(quiet)

    def ended(self, timeout):
        """Exit status, -signal, or None where it goes on."""
        end = time.time() + timeout
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.time() > end:
                return None
            else:
                self.read(0.02)
        while self.read(0):
            pass
        return self.status

    def running(self):
        """Whether it runs, asked without reading what it writes."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status is None

    def close(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            os.waitpid(self.pid, 0)
            self.status = -9
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def client(*options, user="news", key=None, command=(), port=PORT):
    login = ["-o", "PreferredAuthentications=none"] if key is None else [
        "-o", "PreferredAuthentications=publickey", "-o", "IdentitiesOnly=yes", "-i", key]
    return ["/usr/bin/ssh", "-p", port, *SSH, *login, *options, user + "@127.0.0.1", *command]


def visit(*options, env=None, **kw):
    return Visitor(client(*options, **kw), {"TERM": "xterm-256color", "HOME": "/nonexistent",
                                            "PATH": os.environ["PATH"], **(env or {})})


def direct(env=None, uid=NEWS, proof=None, before=()):
    """The kiosk as sshd calls it, without sshd; `before`: a program that runs it."""
    env = {"TERM": "xterm-256color", **(env or {})}
    if proof:
        env["SSH_USER_AUTH"] = proof
    argv = [KIOSK, "-kanbao-kiosk"]
    if before:
        argv = [before[0], *before, KIOSK]
    return Visitor(argv, env, uid)


def proof(name, body, uid=READER):
    """The file that sshd writes of a key."""
    path = "/run/kanbao-tmp/" + name
    with open(path, "w", encoding="ascii") as f:
        f.write("publickey ssh-ed25519 %s\n" % body)
    os.chown(path, uid, GROUP)
    os.chmod(path, 0o600)
    return path


def configure(text=""):
    """The lines of kiosk.conf that differ from the host's own."""
    if not hasattr(configure, "own"):
        with open(CONF, encoding="utf-8") as f:
            configure.own = f.read()
    with open(CONF, "w", encoding="utf-8") as f:
        f.write(configure.own + text)


def processes():
    """pid: (parent, uid, command) of all processes here."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % pid, encoding="utf-8", errors="replace") as f:
                text = f.read()
            parent = int(text[text.rindex(")") + 2:].split()[1])
            command = text[text.index("(") + 1:text.rindex(")")]
            found[int(pid)] = (parent, os.stat("/proc/" + pid).st_uid, command)
        except (OSError, ValueError):
            pass
    return found


def sessions():
    return [pid for pid, (_, uid, command) in processes().items()
            if uid in (NEWS, READER) and command.startswith("kanbao")]


def no_sessions(timeout):
    end = time.time() + timeout
    while sessions():
        if time.time() > end:
            return False
        time.sleep(0.05)
    return True


def limit(pid, what):
    """Lowers a limit of a session, as its own account may."""
    owner = str(os.stat("/proc/%d" % pid).st_uid)
    return run(["setpriv", "--reuid", owner, "--regid", str(GROUP), "--clear-groups", "prlimit", "--pid",
                str(pid), what])


def log_lines():
    time.sleep(0.05)
    with open(LOG, encoding="utf-8", errors="replace") as f:
        return f.read().splitlines()


def reason():
    """The reason in the last line of the log."""
    lines = log_lines()
    found = re.search(r"reason=(\S+)", lines[-1]) if lines else None
    return found.group(1) if found else None


def run(argv, timeout=20, **kw):
    """Status and output of a program without a terminal."""
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=timeout, check=False, **kw)
        return done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        return 124, (late.stdout or b"").decode(errors="replace")


def keygen(path, kind="ed25519"):
    run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "somebody@somewhere", "-f", path])
    return path


def landlock():
    """The ABI of Landlock that the kernel has; 0: none."""
    return max(0, ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1))


class Count:
    """How often a promise was tried, and what failed."""

    def __init__(self, name):
        self.name = name
        self.tried = 0
        self.failed = 0
        self.figures = []

    def ok(self, good, what, why=""):
        self.tried += 1
        if not good:
            self.failed += 1
            print("# %s: %s" % (self.name, what))
            for line in str(why).splitlines()[-8:]:
                print("#    " + line.encode("unicode_escape").decode()[:400])
        return good

    def end(self):
        figures = "; " + ", ".join(self.figures) if self.figures else ""
        print("%s tried %d failed %d%s" % (self.name, self.tried, self.failed, figures), flush=True)
