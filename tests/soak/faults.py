# Kills a program, or fails its calls, at each place and looks at what is left: tests/soak/faults.sh.
import hashlib
import os
import pty
import random
import select
import shutil
import sqlite3
import subprocess
import sys
import time

KANBAO, TOP, SOAK, HERE = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
ISSUES = TOP + "/assets/issues/今日柯城-%s.txt"
CALLS = ["pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "renameat2", "unlink",
         "symlink", "chmod", "fchmod", "mkdir", "openat", "read", "pread64", "fstat"]
KILLED = CALLS[:12]
# what a disk may answer to what
ERRORS = {
    "pwrite64": ["ENOSPC", "EIO", "EDQUOT"], "write": ["ENOSPC", "EIO"], "fdatasync": ["EIO"],
    "fsync": ["EIO", "ENOSPC", "EDQUOT"], "ftruncate": ["EIO", "ENOSPC"], "rename": ["EIO", "ENOSPC", "EROFS"],
    "renameat2": ["EIO", "ENOSPC"], "unlink": ["EIO", "EROFS"], "symlink": ["ENOSPC", "EROFS"],
    "chmod": ["EIO", "EROFS"], "fchmod": ["EIO"], "mkdir": ["ENOSPC", "EROFS"], "openat": ["EROFS", "EIO"],
    "pread64": ["EIO"],
}
IN_FOLDER = os.path.join(HERE, "work")


def run(*words, check=True):
    done = subprocess.run([KANBAO, *words], capture_output=True, cwd=HERE)
    if check and done.returncode:
        raise RuntimeError("%s: %s" % (" ".join(words), done.stderr.decode(errors="replace")))
    return done


def sound(path):
    """SQLite's own opinion."""
    if not os.path.exists(path):
        return ""
    try:
        db = sqlite3.connect(path)
        said = db.execute("PRAGMA quick_check").fetchone()[0]
        db.close()
    except sqlite3.Error as error:
        said = str(error)
    return "" if said == "ok" else "%s: %s" % (path, said)


def in_pty(words, keys, env):
    """The reader in a terminal: what it says is thrown away."""
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(HERE)
        os.environ.update(env, TERM="xterm", LINES="24", COLUMNS="80")
        os.execvp(words[0], words)
    end = time.monotonic() + 20
    sent = 0
    quiet = time.monotonic()
    while time.monotonic() < end:
        if select.select([fd], [], [], 0.05)[0]:
            try:
                if not os.read(fd, 65536):
                    break
            except OSError:
                break
            quiet = time.monotonic()
        elif time.monotonic() - quiet > 0.15 and sent < len(keys):
            os.write(fd, keys[sent:sent + 1])
            sent += 1
            quiet = time.monotonic()
    else:
        os.kill(pid, 9)
    os.close(fd)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Scenario:
    """What is made, done, and looked at; work/ is copied from base/ for each place."""

    def __init__(self, name, words, told, again=None, extra=lambda: ""):
        self.name, self.words, self.told, self.extra = name, words, told, extra
        self.again = again or words

    def fresh(self):
        shutil.rmtree(IN_FOLDER, ignore_errors=True)
        shutil.copytree(os.path.join(HERE, "base"), IN_FOLDER, symlinks=True)

    def go(self, strace):
        done = subprocess.run([*strace, KANBAO, *self.words], capture_output=True, cwd=HERE)
        return done.returncode, done.stderr


class Bookmark(Scenario):
    """A star set in the reader; a failed one must not end it."""

    def go(self, strace):
        status = in_pty([*strace, KANBAO, *self.words], b"*Q", self.env())
        return status, b""

    @staticmethod
    def env():
        return {"XDG_STATE_HOME": IN_FOLDER + "/state"}


def export(path):
    return lambda: run("-a", path, "export", check=False).stdout


def starred():
    env = dict(os.environ, **Bookmark.env())
    done = subprocess.run([KANBAO, "-a", "work/a.db", "list", "--starred"], capture_output=True, cwd=HERE, env=env)
    return done.stdout


def generation_sound():
    """The newest generation is what its manifest says, and nothing lies about."""
    link = os.path.join(IN_FOLDER, "pub/current")
    if not os.path.islink(link):
        return "no link"
    with open(link, "rb") as file:
        is_now = hashlib.sha256(file.read()).hexdigest()
    with open(os.path.realpath(link)[:-2] + "manifest", encoding="ascii") as file:
        if "sha256 %s\n" % is_now not in file.read():
            return "the manifest has another hash"
    return ""


def tidy_generations():
    left = sorted(os.listdir(IN_FOLDER + "/pub")) + sorted(os.listdir(IN_FOLDER + "/pub/gen"))
    return "" if len(left) == 4 else "left behind: " + " ".join(left)


def scenarios():
    base = os.path.join(HERE, "base")

    def clear():
        shutil.rmtree(base, ignore_errors=True)
        os.mkdir(base)

    clear()
    run("-a", "base/a.db", "import", ISSUES % "2022-04-13")
    run("-a", "base/a.db", "publish", "base/pub")
    run("-a", "base/a.db", "import", ISSUES % "2022-04-26")
    yield Scenario("publish", ["-a", "work/a.db", "publish", "work/pub"], export("work/pub"), extra=generation_sound)
    yield Scenario("backup", ["-a", "work/a.db", "backup", "--replace", "work/b.db"], export("work/b.db"),
                   extra=lambda: sound("work/b.db"))
    yield Scenario("restore", ["-a", "work/a.db", "restore", "--replace", "work/pub"], export("work/a.db"),
                   extra=lambda: sound("work/a.db"))
    run("-a", "base/a.db", "list")
    os.mkdir(base + "/state")
    shutil.rmtree(IN_FOLDER, ignore_errors=True)
    shutil.copytree(base, IN_FOLDER, symlinks=True)
    in_pty([KANBAO, "-a", "work/a.db"], b"Q", Bookmark.env())
    shutil.copytree(IN_FOLDER + "/state", base + "/state", dirs_exist_ok=True)
    yield Bookmark("bookmark", ["-a", "work/a.db"], starred,
                   extra=lambda: sound(IN_FOLDER + "/state/kanbao/state.db"))
    clear()
    db = sqlite3.connect(base + "/a.db")
    with open(TOP + "/tests/fixtures/versions/archive-1.sql", encoding="utf-8") as file:
        db.executescript(file.read())
    db.execute("PRAGMA journal_mode=WAL") # as archives are
    db.close()
    yield Scenario("migration", ["-a", "work/a.db", "import", ISSUES % "2021-11-05"], export("work/a.db"),
                   extra=lambda: sound("work/a.db"))


def places(scenario):
    """Every call of a clean run, by its number."""
    scenario.fresh()
    counts = []
    trace = os.path.join(HERE, "trace")
    scenario.go(["strace", "-f", "-qq", "-o", trace, "-e", "trace=" + ",".join(CALLS)])
    with open(trace, encoding="utf-8", errors="replace") as file:
        lines = file.readlines()
    for call in CALLS:
        n = sum(" %s(" % call in line for line in lines)
        if call in KILLED:
            counts += [("C1", call, "signal=KILL", k) for k in range(1, n + 1)]
        for error in ERRORS.get(call, []):
            counts += [("C2", call, "error=" + error, k) for k in range(1, n + 1)]
            counts += [("C2", call, "error=" + error, "%d+" % k) for k in range(1, n + 1, 4)]
    return counts


def one(scenario, before, after, place):
    """What is wrong after one fault, or nothing."""
    promise, call, how, k = place
    scenario.fresh()
    trace = os.path.join(HERE, "trace")
    status, err = scenario.go(["strace", "-f", "-qq", "-o", trace, "-e", "trace=" + call,
                               "-e", "inject=%s:%s:when=%s" % (call, how, k)])
    if how != "signal=KILL":
        if status < 0 or status in (134, 139):
            return "ended by %d" % status
        if isinstance(scenario, Bookmark):
            pass
        elif status and err.count(b"\n") != 1 and call != "write":
            return "%d lines: %s" % (err.count(b"\n"), err[:300])
    now = scenario.told()
    if now not in (before, after):
        return "half done"
    if now == before and status == 0 and how != "signal=KILL" and call != "openat" and not isinstance(scenario, Bookmark):
        return "said to be done, and was not"
    problem = scenario.extra()
    if problem:
        return problem
    if isinstance(scenario, Bookmark):
        return ""
    status = run(*scenario.again, check=False)
    if status.returncode or scenario.told() != after:
        return "doing it again: %s" % status.stderr[:300]
    if scenario.name == "publish":
        return tidy_generations()
    left = [name for name in os.listdir(IN_FOLDER) if name not in ("a.db", "b.db", "pub", "state")]
    return "left behind: " + " ".join(left) if left else ""


def some(todo):
    return todo[:max(4, round(len(todo) * SOAK))]


def main():
    random.seed(1)
    tried, failed = ({"C1": 0, "C2": 0, "C6": 0} for _ in range(2))
    for scenario in scenarios():
        scenario.fresh()
        before = scenario.told()
        scenario.go([])
        after = scenario.told()
        if before == after:
            print("# %s changes nothing" % scenario.name)
            failed["C1"] += 1
        todo = places(scenario)
        random.shuffle(todo)
        kills = [place for place in todo if place[0] == "C1"]
        errors = [place for place in todo if place[0] == "C2"]
        for place in some(kills) + some(errors):
            problem = one(scenario, before, after, place)
            for promise in [place[0]] + ["C6"] * (scenario.name == "migration"):
                tried[promise] += 1
                failed[promise] += problem != ""
            if problem:
                print("# %s, %s %s at %s: %s" % (scenario.name, *place[1:], problem), flush=True)
    for promise in tried:
        print("%s tried %d failed %d" % (promise, tried[promise], failed[promise]))
    sys.exit(any(failed.values()))


if __name__ == "__main__":
    main()
