# What is refused, and what is read where nothing may be written: tests/soak/opening.sh.
import hashlib
import itertools
import os
import pty
import select
import shutil
import socket
import subprocess
import sys
import time

KANBAO, TOP, HERE = sys.argv[1:4]
ISSUE = TOP + "/assets/issues/今日柯城-2022-04-13.txt"
SLOW = 10 if "asan" in KANBAO else 1
NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
tried = {"C7": 0, "C8": 0, "C9": 0}
failed = dict(tried)


def wrong(promise, what, why):
    failed[promise] += 1
    print("# %s, %s: %s" % (promise, what, why), flush=True)


def digest(path):
    if not os.path.isfile(path):
        return os.lstat(path).st_mode
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def commands(path):
    yield ["-a", path, "list"]
    yield ["-a", path, "show", "2022-04-13"]
    yield ["-a", path, "search", "区"]
    yield ["-a", path, "import", ISSUE]
    yield ["-a", path, "remove", "--yes", "2022-04-13"]
    yield ["-a", path, "check"]
    yield ["-a", path, "optimize"]
    yield ["-a", path, "publish", "out"]
    yield ["-a", path, "backup", "out.db"]
    yield ["-a", "new.db", "restore", path]
    if os.path.exists(path): # else it is taken for a reference
        yield [os.path.join(".", path)]


def refused(promise, path, within):
    """All commands: status 65 (74 for a loop), one line, at once, nothing changed or made."""
    before = digest(path)
    for words in commands(path):
        tried[promise] += 1
        begun = time.monotonic()
        try:
            done = subprocess.run([KANBAO, *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=10)
        except subprocess.TimeoutExpired:
            wrong(promise, " ".join(words), "hangs")
            continue
        took = time.monotonic() - begun
        if done.returncode not in (65, 74) or done.stderr.count(b"\n") != 1 or done.stdout:
            wrong(promise, " ".join(words), "%d: %s%s" % (done.returncode, done.stdout, done.stderr))
        elif took > within:
            wrong(promise, " ".join(words), "%.0f ms" % (took * 1000))
        made = [n for n in ("out", "out.db", "new.db", path + "-wal", path + "-lock", path + "-shm") if os.path.exists(n)]
        if digest(path) != before or made:
            wrong(promise, " ".join(words), "changed; made: %s" % made)


def newer():
    for version in (b"\x00\x00\x00\x7f", b"\x7f\xff\xff\xff"):
        for mode in (0o644, 0o444):
            shutil.copy("a.db", "newer.db")
            with open("newer.db", "r+b") as file:
                file.seek(60) # user_version
                file.write(version)
            os.chmod("newer.db", mode)
            refused("C7", "newer.db", 5)
            os.chmod("newer.db", 0o644)


def not_ours():
    open("empty.db", "wb").close()
    with open("text.db", "w", encoding="utf-8") as file:
        file.write("不是报库\n" * 1000)
    with open("a.db", "rb") as file:
        whole = file.read()
    foreign = bytearray(whole)
    foreign[68:72] = b"ABCD" # application_id
    for name, data in (("short.db", whole[:60000]), ("header.db", whole[:50]), ("foreign.db", foreign)):
        with open(name, "wb") as file:
            file.write(data)
    os.mkdir("folder.db")
    os.mkfifo("fifo.db")
    os.symlink("loop.db", "loop.db")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("socket.db")
    for name in ("empty", "text", "short", "header", "foreign", "folder", "fifo", "loop"):
        refused("C8", "./%s.db" % name, 0.1 * SLOW)
    for name in ("/dev/null", "/dev/zero"):
        refused("C8", name, 0.1 * SLOW)


def reader(words, env):
    """What the reader's screen was sent until it left by Q."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe(words[0], words, env)
    shown, end, sent = b"", time.monotonic() + 10, 0
    while time.monotonic() < end:
        if select.select([fd], [], [], 0.3)[0]:
            try:
                part = os.read(fd, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        elif not sent:
            os.write(fd, b"Q")
            sent = 1
    os.close(fd)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


def places():
    """Twelve: folder of the archive × HOME × XDG."""
    root = "/tmp/kb-places-%d" % os.getpid()
    someone = NOBODY if os.geteuid() == 0 else []
    program = root + "/kanbao"
    os.makedirs(root + "/box")
    os.makedirs(root + "/home")
    shutil.copy(KANBAO, program)
    shutil.copy("a.db", root + "/box/a.db")
    os.chmod(root, 0o755)
    os.chmod(root + "/box/a.db", 0o644)
    try:
        for folder, home, xdg in itertools.product((0o777, 0o555), ("ok", "closed", "none"), (True, False)):
            what = "folder %o, home %s, XDG %s" % (folder, home, xdg)
            tried["C9"] += 1
            os.chmod(root + "/box", folder)
            shutil.rmtree(root + "/home", ignore_errors=True)
            os.mkdir(root + "/home")
            os.chmod(root + "/home", 0o777 if home == "ok" else 0o555)
            env = {"TERM": "xterm", "PATH": "/usr/bin:/bin", "LINES": "24", "COLUMNS": "80"}
            if home != "none":
                env["HOME"] = root + "/home"
            if xdg:
                env["XDG_STATE_HOME"] = root + "/home/state"
                env["XDG_DATA_HOME"] = root + "/home/data"
                env["XDG_CONFIG_HOME"] = root + "/home/config"
            done = subprocess.run([*someone, program, "-a", root + "/box/a.db", "list"], capture_output=True, env=env)
            if done.returncode or done.stdout.count(b"\n") != 5 or done.stderr:
                wrong("C9", what, "list: %d %s" % (done.returncode, done.stderr))
            status, shown = reader([*someone, program, "-o", "welcome=no", "-a", root + "/box/a.db"], env)
            kept = home == "ok"
            if status or "2023".encode() not in shown:
                wrong("C9", what, "the reader: %d" % status)
            elif kept == (b"not saved" in shown):
                wrong("C9", what, "says %sthat nothing is kept" % ("" if kept else "not "))
            if kept and not os.path.exists(root + "/home/" + ("state" if xdg else ".local/state") + "/kanbao/state.db"):
                wrong("C9", what, "nothing was kept")
            if os.listdir(root + "/box") != ["a.db"]:
                wrong("C9", what, "beside the archive: %s" % os.listdir(root + "/box"))
    finally:
        shutil.rmtree(root, ignore_errors=True)


newer()
not_ours()
if os.geteuid() == 0 and not shutil.which("setpriv"):
    print("# C9: root without setpriv may write anywhere")
    failed["C9"] += 1
else:
    places()
for promise in tried:
    print("%s tried %d failed %d" % (promise, tried[promise], failed[promise]))
sys.exit(any(failed.values()))
