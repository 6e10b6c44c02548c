"""L1, L2, L4, L6 on the host that tests/kiosk/host makes: load.py SOAK direct|sshd.

200 readers read and search, a key each 0.4 to 1.2 s: alone; while an importer adds
an issue and publishes every 2 s; then beside visitors who ask the worst queries
without a pause (L6); and some read a thousand articles (L2). Ratios are within one run.
With `sshd` they come through it. $SOAK_ONLY leaves out L2 and L6.
"""
import glob
import os
import random
import re
import select
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kiosk import Count, configure, direct, no_sessions, sessions, visit

SOAK = float(sys.argv[1])
SSHD = sys.argv[2] == "sshd"
LONG = SOAK >= 0.1
WANTED = (os.environ.get("SOAK_ONLY") or "L1 L2 L4 L6").split()
# a sanitiser's memory says nothing
KIB_IDLE, KIB_USED = (1 << 30, 1 << 30) if os.environ["KB_BUILD"].endswith("asan") else (4096, 8192)
READERS = max(6, int(200 * min(1, SOAK)))
ARTICLES = max(600, int(20000 * min(1, SOAK)))
SECONDS = max(4, 25 * min(1, SOAK))
HOSTILE = max(1, READERS // 40)
TMP = "/run/kanbao-tmp"
BENCH = os.environ["KB_BUILD"] + "/tests/bench/"
KANBAO = "/opt/kanbao/bin/kanbao"
PROMPT = 4  # seconds at most that a reader here stays at a prompt
FOUND = re.compile(rb"articles? |nothing found")
GAP = 0.05  # what comes after such a pause comes of its own accord
QUIET = 0.15  # after so long without output an answer is whole
TROUBLE = re.compile(rb"busy|locked|cannot|failed|damaged|malformed|database|error", re.I)
WAY = ["\r", " ", "J", "j", "J", " ", "\x03\x03", "t", "j"]


def as_importer():
    os.setgroups([])
    os.setgid(os.stat("/var/lib/kanbao").st_gid)
    os.setuid(os.stat("/var/lib/kanbao").st_uid)
    os.nice(10)  # as its unit has it


def kanbao(*args):
    done = subprocess.run([KANBAO, "-a", "/var/lib/kanbao/archive.db", *args], preexec_fn=as_importer,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env={"HOME": "/nonexistent", "TMPDIR": TMP, "PATH": os.environ["PATH"]})
    if done.returncode:
        raise RuntimeError("%s: %s" % (args[0], done.stdout.decode(errors="replace")[-400:]))


def corpus(name, articles, seed):
    subprocess.run([BENCH + "bench_corpus", str(articles), "assets/issues", TMP + "/%s.jsonl" % name,
                    TMP + "/%s.txt" % name, str(seed)], check=True)
    subprocess.run([BENCH + "bench_queries", TMP + "/%s.txt" % name, TMP + "/%s.tsv" % name, "1"],
                   check=True, stderr=subprocess.DEVNULL)
    with open(TMP + "/%s.tsv" % name, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    return rows


def bring(line, paper):
    """Imports an issue as one of that paper."""
    path = TMP + "/issue.jsonl"
    with open(path, "w", encoding="utf-8") as issue:
        issue.write(re.sub(r'"paper": ?"[^"]*"', '"paper":"%s"' % paper, line, count=1))
    os.chmod(path, 0o644)
    kanbao("import", path)


def importer(out):
    """A child: an issue every 2 s, published; the time of each publication goes to `out`."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    over = []
    signal.signal(signal.SIGTERM, lambda *_: over.append(True))
    try:
        with open(TMP + "/more.jsonl", encoding="utf-8") as f:
            for line in f:
                if over:
                    break
                begun = time.time()
                bring(line, "新报")
                middle = time.time()
                kanbao("publish", "/srv/kanbao")
                now = time.time()
                os.write(out, b"%f %s %f %f\n" % (now, os.readlink("/srv/kanbao/current").encode(),
                                                 middle - begun, now - middle))
                while not over and time.time() < begun + 2:
                    time.sleep(0.05)
        status = 0
    except RuntimeError as error:
        os.write(out, ("! %s\n" % str(error).replace("\n", " ")).encode())
    finally:
        os._exit(status)


def generation(pid):
    """The number of the generation that a session reads (what it had found in an older one stays)."""
    held = [0]
    for link in glob.glob("/proc/%d/fd/*" % pid):
        try:
            held += map(int, re.findall(r"/gen/(\d+)\.db", os.readlink(link)))
        except OSError:
            pass
    return max(held)


def pss(pid):
    """KiB, as the kernel shares them out."""
    try:
        with open("/proc/%d/smaps_rollup" % pid, encoding="ascii") as f:
            return int(re.search(r"^Pss: +(\d+)", f.read(), re.M).group(1))
    except OSError:
        return 0


class Load:
    """The readers, and what is learned of them."""

    def __init__(self, visitors, queries):
        self.chance = random.Random(6)
        self.queries = queries
        self.visitors = visitors
        self.by_fd = {v.fd: v for v in visitors}
        for v in visitors:
            v.step = self.chance.randrange(len(WAY) + 3)
            v.due = time.time() + self.chance.uniform(0, 1.2)
            v.sent = v.last = v.part = v.done = 0
            v.search = v.hostile = False
        self.poll = select.epoll()
        for fd in self.by_fd:
            self.poll.register(fd, select.EPOLLIN)
        self.took = {"search": [], "key": [], "hostile": []}
        self.trouble = []

    def read(self, v, now):
        before = len(v.wire)
        if v.read(0) is None:
            self.trouble.append("a session ended: %r" % v.wire[-300:])
            self.poll.unregister(v.fd)
            del self.by_fd[v.fd]
        elif len(v.wire) > before:
            v.last = now
            if v.search and not v.done and FOUND.search(v.wire):
                v.done = now
            if v.part == v.sent or now - v.part < GAP:
                v.part = now

    def answered(self, v):
        """The answer to its last key is whole. A key that changes nothing has none."""
        end = v.done or (v.last if v.search or v.hostile else v.part)
        if v.sent and end > v.sent and (v.done or b"new issue" not in v.wire):
            kind = "hostile" if v.hostile else "search" if v.search else "key"
            self.took[kind].append(end - v.sent)
        if b"nothing found" in v.wire:
            v.step = 0  # away from the prompt
        if TROUBLE.search(v.wire):
            self.trouble.append(repr(v.wire[-300:]))
        v.wire = b""
        v.sent = 0

    def act(self, v, now):
        at = v.step % (len(WAY) + 3)
        v.search = at in (1, 6) and not v.hostile
        if v.hostile:
            v.typed = "\x03\x03S" + self.chance.choice(v.hostile) + "\r"
        elif v.search:
            v.typed = "S" + self.chance.choice(self.queries) + "\r"
        else:
            v.typed = WAY[v.step % len(WAY)] if at else "\x03\x03\x03"  # to the front page
        v.send(v.typed)
        v.step += 1
        v.sent = v.last = v.part = now
        v.done = 0
        v.due = now + (QUIET if v.hostile else self.chance.uniform(0.4, 1.2))

    def go(self, seconds, look=None):
        """For so long; `look` is called each half second. The times it took, by kind."""
        self.took = {kind: [] for kind in self.took}
        for v in self.visitors:  # not all at once
            v.sent = 0
            v.due = time.time() + self.chance.uniform(0, 1.2)
        end = time.time() + seconds
        looked = 0
        while time.time() < end:
            for fd, _ in self.poll.poll(0.002):
                self.read(self.by_fd[fd], time.time())
            now = time.time()
            for v in list(self.by_fd.values()):
                if v.due <= now and (not v.sent or now - max(v.last, v.sent) >= QUIET
                                     and (v.last > v.sent or now - v.sent > 2)):
                    self.answered(v)
                    self.act(v, now)
            if look and now - looked > 0.5:
                looked = now
                look()
        return self.took


def part(times, share):
    """A percentile, in ms."""
    return 1000 * sorted(times)[int(share * (len(times) - 1))] if times else float("nan")


def enter(n):
    """n readers at their first screens."""
    open_now = []
    for i in range(n):
        v = visit("-b", "127.0.1.%d" % (1 + i % 100)) if SSHD else direct()
        open_now.append(v)
        v.until("─────", 20)
        v.settle(0.01)
    return open_now


def measured(took):
    return "search p50 %.1f p99 %.1f ms (%d), keys p99 %.1f ms" % (
        part(took["search"], 0.5), part(took["search"], 0.99), len(took["search"]), part(took["key"], 0.99))


class Watch:
    """What is published, and who has got there."""

    def __init__(self, out, pids):
        self.out, self.pids = out, pids
        self.published = []  # (time, generation, seconds of import, of publish)
        self.failures = []
        self.late = 0
        self.looks = 0
        self.most = 0
        self.worst = 0.0

    def take(self):
        while select.select([self.out], [], [], 0)[0]:
            data = os.read(self.out, 65536).decode()
            if not data:
                return
            for line in data.splitlines():
                if line.startswith("!"):
                    self.failures.append(line)
                    continue
                at, link, one, two = line.split(" ")
                self.published.append((float(at), int(re.search(r"(\d+)", link).group(1)), float(one), float(two)))

    def look(self):
        """Nobody may read what was replaced more than 5 s ago."""
        self.take()
        self.most = max(self.most, len(glob.glob("/srv/kanbao/gen/*.db")))
        now = time.time()
        for pid in random.sample(self.pids, min(20, len(self.pids))):
            has = generation(pid)
            self.looks += 1
            newer = [at for at, number, _, _ in self.published if number > has]
            if has and newer:
                self.worst = max(self.worst, now - newer[0])
                self.late += now - newer[0] > 5 + PROMPT


def walk(v, queries):
    """1,000 articles and 100 searches, or as many as are scaled."""
    for i in range(max(20, int(1000 * min(1, SOAK)))):
        v.type("J" if i else "\r", 0.004)
        v.wire = b""
    v.type("\x03\x03\x03")
    for i in range(max(10, int(100 * min(1, SOAK)))):
        v.type("S" + queries[i % len(queries)] + "\r", 0.03)
        v.type("\x03\x03\x03", 0.01)
        v.wire = b""


def starve(load, worst, alone, l6):
    """Some ask the worst without a pause; the others go on."""
    for v in load.visitors[:HOSTILE]:
        v.hostile = worst
    load.trouble = []
    death = load.go(SECONDS)
    ratio = part(death["search"], 0.99) / part(alone["search"], 0.99)
    slowest = max(death["hostile"], default=float("nan"))
    l6.tried += len(death["hostile"])
    for what in load.trouble:
        l6.ok(False, "trouble", what)
    for seconds in death["hostile"]:
        if seconds > 2.5:
            l6.ok(False, "a query of %.1f s" % seconds)
    l6.ok(ratio <= 2 or not LONG, "search p99 beside them", "%.2f times that alone" % ratio)
    l6.figures = ["%d visitors ask the worst without a pause: p99 %.0f ms, slowest %.0f ms" % (
        HOSTILE, part(death["hostile"], 0.99), 1000 * slowest), "the others: %s" % measured(death),
        "ratio %.2f" % ratio]
    l6.end()


def hold(load, queries, idle, l2):
    """What readers hold after much reading and searching."""
    for v in load.visitors[:2 if not LONG else 4]:
        v.hostile = False
        v.type("\x03\x03\x03", 0.3)
        walk(v, queries)
    kibs = [pss(pid) for pid in sessions()]
    for kib in kibs:
        l2.ok(kib <= KIB_USED, "after use", "%d KiB" % kib)
    l2.figures = ["PSS idle p50 %.2f, max %.2f MiB" % (sorted(idle)[len(idle) // 2] / 1024, max(idle) / 1024),
                  "after use max %.2f MiB" % (max(kibs) / 1024)]
    l2.end()


def main():
    rows = corpus("base", ARTICLES, 1)
    corpus("more", 2000, 2)
    queries = [q for kind, q in rows if not kind.startswith(("adversarial", "pinyin"))]
    worst = [q for kind, q in rows if kind.startswith(("adversarial", "pinyin"))]
    worst += [" ".join(worst[i:i + 8]) for i in range(0, min(len(worst), 400), 8)]
    for name in os.listdir(TMP):
        os.chmod(os.path.join(TMP, name), 0o644)
    kanbao("import", TMP + "/base.jsonl")
    kanbao("publish", "/srv/kanbao")
    configure("language = en\nsessions = 1000\ncpu = 600\n")
    l1, l2, l4, l6 = Count("L1"), Count("L2"), Count("L4"), Count("L6")
    visitors = enter(READERS)
    time.sleep(1)
    pids = sessions()
    l1.ok(len(pids) == READERS, "sessions", len(pids))

    idle = [pss(pid) for pid in pids]
    for kib in idle:
        l2.ok(0 < kib <= KIB_IDLE, "idle", "%d KiB" % kib)

    load = Load(visitors, queries)
    load.go(2)
    alone = load.go(SECONDS)
    out, into = os.pipe()
    watch = Watch(out, pids)
    child = importer(into)
    beside = load.go(SECONDS, watch.look)
    os.kill(child, signal.SIGTERM)  # what it runs is waited for
    os.waitpid(child, 0)
    for _ in alone["search"] + beside["search"]:
        l1.tried += 1
    for what in load.trouble + watch.failures:
        l1.ok(False, "trouble", what)
    ratio = part(beside["search"], 0.99) / part(alone["search"], 0.99)
    l1.ok(ratio <= 2 or not LONG, "search p99 while importing", "%.2f times that alone" % ratio)
    l1.ok(len(watch.published) > 0, "published", watch.published)
    l1.figures = ["%d readers%s, %d articles; alone %s" % (READERS, " through sshd" if SSHD else "", ARTICLES,
                                                         measured(alone)),
                  "importing %s" % measured(beside), "ratio %.2f" % ratio,
                  "%d publications, import %.2f s, publish %.2f s" % (
                      len(watch.published), *[sum(p[k] for p in watch.published) / max(1, len(watch.published))
                                              for k in (2, 3)])]
    l1.end()

    end = time.time() + 5
    newest = int(re.search(r"(\d+)", os.readlink("/srv/kanbao/current")).group(1))
    load.go(0.1)
    while time.time() < end and any(generation(pid) < newest for pid in pids):
        time.sleep(0.1)
    l4.tried += watch.looks
    l4.failed += watch.late
    if watch.late:
        print("# L4: %d of %d looks found a reader too far behind" % (watch.late, watch.looks))
    for v in visitors:  # one that is at a prompt goes on with the next screen
        v.type("\x03\x03\x03", 0.02)
    time.sleep(0.5)
    for v in [] if SSHD else visitors:
        l4.ok(generation(v.pid) == newest, "the last publication", "%d, not %d, after %r" % (
            generation(v.pid), newest, v.typed))
    l4.ok(watch.most <= 3, "generations on disk", watch.most)
    l4.figures = ["at most %.1f s behind" % watch.worst, "%d generations at most" % watch.most]

    if "L6" in WANTED:
        starve(load, worst, alone, l6)
    if "L2" in WANTED:
        hold(load, queries, idle, l2)

    for v in visitors:
        v.close()
    no_sessions(10)
    with open(TMP + "/more.jsonl", encoding="utf-8") as f:
        bring(f.readline(), "晚报")
    kanbao("publish", "/srv/kanbao")
    left = os.listdir("/srv/kanbao/gen")
    l4.ok(len(left) == 2, "old ones left when all have gone", left)
    l4.end()
    sys.exit(1 if l1.failed + l2.failed + l4.failed + l6.failed else 0)


main()
