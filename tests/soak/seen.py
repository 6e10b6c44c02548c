# How soon readers see what was published: tests/soak/seen.sh.
import os
import pty
import select
import subprocess
import sys
import time

KANBAO, TOP, READERS, HERE = sys.argv[1], sys.argv[2], max(3, int(sys.argv[3])), sys.argv[4]
ROUNDS = 10
failed = 0
slowest = 0.0
most = 0
late = 0


def wrong(text):
    global failed
    failed += 1
    print("# " + text, flush=True)


def run(*words):
    done = subprocess.run([KANBAO, *words], capture_output=True)
    if done.returncode:
        wrong("%s: %s" % (" ".join(words), done.stderr))


def start(env):
    pid, fd = pty.fork()
    if pid == 0:
        os.execvpe(KANBAO, [KANBAO, "--lang", "en", "-o", "welcome=no", "-a", "pub"], env)
    return fd, pid


def quiet(fds, wait):
    """Reads what comes until nothing does for a while; what each was sent."""
    shown = {fd: b"" for fd in fds}
    while True:
        ready = select.select(list(fds), [], [], wait)[0]
        if not ready:
            return shown
        for fd in ready:
            shown[fd] += os.read(fd, 65536)


def generations():
    global most
    here = [n for n in os.listdir("pub/gen") if n.endswith(".db")]
    most = max(most, len(here))
    return len(here)


issues = sorted(os.listdir(TOP + "/assets/issues"))
issues = [TOP + "/assets/issues/" + n for n in issues if n.endswith(".txt")]
run("-a", "s.db", "import", issues[0])
run("-a", "s.db", "publish", "pub")
readers = []
for i in range(READERS):
    env = {"TERM": "xterm", "LINES": "24", "COLUMNS": "80", "LANG": "C.UTF-8", "PATH": os.environ["PATH"],
           "HOME": "%s/h%d" % (HERE, i)}
    os.mkdir(env["HOME"])
    readers.append(start(env))
fds = [fd for fd, pid in readers]
quiet(fds, 1)
for i, fd in enumerate(fds): # on different screens
    os.write(fd, (b"", b"\r", b"I", b"c", b"\rj", b"P")[i % 6])
quiet(fds, 0.7)
for n in range(ROUNDS):
    with open(issues[0], encoding="utf-8") as file, open("p%d.txt" % n, "w", encoding="utf-8") as out:
        out.write(file.read().replace("区", "市"))
    run("-a", "s.db", "import", "--date", "2001-01-%02d" % (n + 1), "p%d.txt" % n)
    for fd in fds: # the line of the last time goes
        os.write(fd, b"\x0c")
    quiet(fds, 0.7)
    run("-a", "s.db", "publish", "pub")
    begun = time.monotonic()
    silent = set(fds)
    while silent and time.monotonic() - begun < 5:
        for fd in select.select(list(silent), [], [], 0.1)[0]:
            os.read(fd, 65536) # nothing else happens
            silent.discard(fd)
            slowest = max(slowest, time.monotonic() - begun)
    if silent:
        # inotify has so many watches a user: without one the next key tells it
        late += len(silent)
        for fd in silent:
            os.write(fd, b"\x0c")
        shown = quiet(silent, 0.7)
        dumb = [fd for fd in silent if b"new issue" not in shown[fd]]
        if dumb:
            wrong("round %d: %d of %d were not told" % (n, len(dumb), READERS))
    quiet(fds, 0.3)
    if generations() > 3:
        wrong("round %d: %d generations" % (n, generations()))
for fd, pid in readers:
    os.write(fd, b"Q")
deadline = time.monotonic() + 10
for fd, pid in readers:
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            if status:
                wrong("a reader ended by %d" % status)
            break
        if select.select([fd], [], [], 0.05)[0]:
            try:
                os.read(fd, 65536)
            except OSError:
                pass
    else:
        wrong("a reader does not leave")
        os.kill(pid, 9)
if generations() != 1:
    wrong("%d generations after all have left" % generations())
print("L4 tried %d failed %d; %d readers, the slowest told after %.2f s, %d times by the next key, "
      "at most %d generations" % (ROUNDS * READERS, failed, READERS, slowest, late, most))
sys.exit(failed != 0)
