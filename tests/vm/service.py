"""The kiosk as units of systemd, set up by the manual: service.py PART, on the machine of tests/vm/run."""
import glob
import os
import re
import shutil
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../kiosk"))
from kiosk import FRONT, LEAVE, Count, configure, keygen, landlock, no_sessions, run, sessions, visit

SLICE = "kanbao-kiosk.slice"
GROUP = "/sys/fs/cgroup/kanbao.slice/" + SLICE
SPOOL = "/var/spool/kanbao"
KEY = "/root/key"
PATIENCE = 60 # the machine may be emulated
UNITS = ("kanbao-kiosk.service", "kanbao-kiosk.slice", "kanbao-intake.service", "kanbao-intake.timer")


def text_of(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read().strip()


def log_lines():
    """What sessions have left in the journal."""
    time.sleep(0.5)
    return run(["journalctl", "-q", "-b", "-t", "kanbao-kiosk", "-o", "cat"])[1].splitlines()


def reason():
    lines = log_lines()
    found = re.search(r"reason=(\S+)", lines[-1]) if lines else None
    return found.group(1) if found else None


def says(*argv):
    return run(["systemctl", *argv], 120)[1].strip()


def comes(visitor, text=FRONT):
    return visitor.until(text, PATIENCE)


def leaves(c, visitor, what):
    visitor.settle(0.5)
    visitor.send(LEAVE)
    c.ok(visitor.ended(PATIENCE) == 0, what + " leaves", "%s %s" % (visitor.status, visitor.wire[-300:]))
    visitor.close()


def open_session(c, what, **kw):
    visitor = visit(**kw)
    c.ok(comes(visitor), what + " sees the front page", visitor.wire[-300:])
    return visitor


def waits(seconds, done):
    end = time.time() + seconds
    while not done():
        if time.time() > end:
            return False
        time.sleep(0.5)
    return True


# --- the units ------------------------------------------------------------------------------

def units(c):
    found = run(["systemd-analyze", "verify", "--man=no", *["/etc/systemd/system/" + unit for unit in UNITS]], 120)
    c.ok(found[0] == 0 and "kanbao" not in found[1], "systemd-analyze verify", found[1])
    for unit in ("kanbao-kiosk.service", "kanbao-intake.timer", SLICE):
        c.ok(says("is-active", unit) == "active", unit + " is active", says("status", unit))
    c.ok(says("is-enabled", "kanbao-kiosk") == "enabled", "enabled")
    warned = run(["journalctl", "-q", "-b", "-p", "warning", "-o", "cat", "-u", "kanbao-*"])[1]
    c.ok(not warned, "warnings of the units", warned)
    for unit in ("kanbao-kiosk", "kanbao-intake"):
        figure = run(["systemd-analyze", "security", "--no-pager", unit], 60)[1].splitlines()[-1]
        number = re.search(r"([\d.]+) (\w+)", figure)
        c.ok(bool(number), "systemd-analyze security", figure)
        c.figures.append("exposure of %s %s" % (unit, number.group(0) if number else "?"))


def logins(c):
    before = len(log_lines())
    with open_session(c, "news") as visitor:
        pid = sessions()[0]
        where = text_of("/proc/%d/cgroup" % pid)
        c.ok(where == "0::/kanbao.slice/%s/kanbao-kiosk.service" % SLICE, "cgroup of a session", where)
        c.ok("Seccomp:\t2" in text_of("/proc/%d/status" % pid), "seccomp of a session")
        leaves(c, visitor, "news")
    keygen(KEY)
    with visit(user="reader", key=KEY) as visitor:
        c.ok(comes(visitor, "欢迎"), "a reader with a key is welcomed", visitor.wire[-300:])
        leaves(c, visitor, "reader")
    c.ok(not run(["who", "/var/log/wtmp"])[1].count("127.0.0.1"), "nobody stands in wtmp", run(["who", "/var/log/wtmp"])[1])
    new = log_lines()[before:]
    c.ok(len(new) == 2 and all(re.search(r"^start=\S+ end=\S+ seconds=\d+ reason=left$", line) for line in new),
         "a line a session in the journal", new)


# --- the limits of the slice ------------------------------------------------------------------

def set_slice(**values):
    says("set-property", "--runtime", SLICE, *["%s=%s" % item for item in values.items()])


def unset_slice():
    shutil.rmtree("/run/systemd/system.control", ignore_errors=True)
    says("daemon-reload")


def limits(c):
    for name, value in (("memory.max", str(4 << 30)), ("memory.high", str(3 << 30)), ("pids.max", "1200"),
                        ("cpu.weight", "50"), ("io.weight", "default 50")):
        if name.startswith("io") and not os.path.exists(GROUP + "/" + name):
            continue # the cloud kernel may lack it
        c.ok(text_of(GROUP + "/" + name) == value, name, text_of(GROUP + "/" + name))


def processes_full(c):
    """No process more: who is there stays, who comes is turned away, and comes in again later."""
    other = open_session(c, "one who is there")
    other.settle(1)
    # one too few for sshd, one too few for the reader, enough without its search
    for more in range(0, 5):
        set_slice(TasksMax=int(text_of(GROUP + "/pids.current")) + more)
        with visit() as late:
            shown = late.until(FRONT, 20)
            ended = None if shown else late.ended(PATIENCE)
            c.figures.append("TasksMax +%d: %s" % (more, "served" if shown else "status %s" % ended))
            c.ok(shown or ended not in (None, 0), "+%d: served or turned away" % more, late.wire[-300:])
            if shown:
                late.type("S柯城", 2)
                c.ok(late.ended(0) is None, "+%d: searches" % more, late.wire[-300:])
                leaves(c, late, "+%d" % more)
        c.ok(other.ended(0) is None and other.type("j", 1), "others go on")
        waits(20, lambda: len(sessions()) == 1)
    unset_slice()
    limits(c)
    c.ok(says("is-active", "kanbao-kiosk") == "active", "the service goes on", says("status", "kanbao-kiosk"))
    with open_session(c, "one who comes later") as later:
        leaves(c, later, "one who comes later")
    leaves(c, other, "one who was there")


def killed():
    return int(re.search(r"oom_kill (\d+)", text_of(GROUP + "/memory.events")).group(1))


def memory_full(c):
    """No memory more: the kernel ends sessions, not all of them; the service goes on."""
    visitors = [open_session(c, "visitor %d" % n) for n in range(3)]
    main = says("show", "-P", "MainPID", "kanbao-kiosk")
    held = {name: int(size) for name, size in re.findall(r"^(\w+) (\d+)$", text_of(GROUP + "/memory.stat"), re.M)}
    # what cannot be taken back, and a little
    set_slice(MemoryMax=held["anon"] + held["kernel"] + (6 << 20), MemoryHigh="infinity")
    while not killed() and len(visitors) < 40:
        visitors.append(visit("-b", "127.0.0.%d" % (len(visitors) // 4 + 2)))
        visitors[-1].until(FRONT, 20)
        for visitor in visitors:
            visitor.type("S的\x1bI\x1b", 0.1)
    unset_slice()
    time.sleep(3)
    left = [visitor for visitor in visitors if visitor.ended(0.2) is None]
    c.ok(killed(), "the kernel ends one", text_of(GROUP + "/memory.events"))
    c.ok(says("show", "-P", "MainPID", "kanbao-kiosk") == main, "the service goes on", says("status", "kanbao-kiosk"))
    c.ok(len(left) >= 2 and all(visitor.type("I\x1b", 1) for visitor in left), "the others go on",
         "%d of %d" % (len(left), len(visitors)))
    c.figures.append("no memory: %d processes killed, %d of %d sessions left" % (killed(), len(left), len(visitors)))
    for visitor in left:
        leaves(c, visitor, "one who was left")
    for visitor in visitors:
        visitor.close()
    with open_session(c, "one after that") as later:
        leaves(c, later, "one after that")


# --- an operator's day -------------------------------------------------------------------------

def lies(folder, name):
    return os.path.lexists("%s/%s/%s" % (SPOOL, folder, name))


def put(source, name, folder="incoming"):
    """As an operator's cp does it, root's and under root's umask."""
    if os.path.isdir(source):
        shutil.copytree(source, "%s/%s/%s" % (SPOOL, folder, name))
    else:
        shutil.copyfile(source, "%s/%s/%s" % (SPOOL, folder, name))


def day(c):
    fixtures = "tests/fixtures/formats"
    c.ok(len(glob.glob(SPOOL + "/taken/*.txt")) == 5 and not os.listdir(SPOOL + "/refused"), "the first issues",
         "%s %s" % (os.listdir(SPOOL + "/incoming"), os.listdir(SPOOL + "/refused")))
    before = os.readlink("/srv/kanbao/current")
    with open("assets/issues/今日柯城-2022-04-13.txt", encoding="utf-8") as f:
        page = f.read().replace("柯城", "新柯")
    with open("/root/page.txt", "w", encoding="utf-8") as f:
        f.write(page)
    os.mkdir("/root/folder")
    shutil.copyfile("/root/page.txt", "/root/folder/新柯城报-2024-02-02-01.txt")
    with open("/root/bad.json", "w", encoding="utf-8") as f:
        f.write("{ not json")
    with open_session(c, "a reader of the day") as visitor:
        put("/root/page.txt", "新柯城报-2024-01-02-01.txt")
        put("/root/folder", "a folder")
        put("/root/bad.json", "bad.json")
        put(fixtures + "/pdf/two-pages.pdf", "双页-2024-03-03.pdf")
        put("/root/page.txt", "half.txt.part")
        put("/root/page.txt", "新柯城报-2024-01-05-01.txt")
        os.chmod(SPOOL + "/incoming/新柯城报-2024-01-05-01.txt", 0o600)
        start = time.time()
        c.ok(waits(240, lambda: os.listdir(SPOOL + "/incoming") == ["half.txt.part"] and
                   says("is-active", "kanbao-intake") == "inactive"), "the timer takes it in",
             run(["journalctl", "-q", "-b", "-u", "kanbao-intake", "-o", "cat"])[1])
        c.ok(os.readlink("/srv/kanbao/current") != before, "published")
        c.figures.append("from the drop folder to readers in %.0f s" % (time.time() - start))
        for name in ("新柯城报-2024-01-02-01.txt", "a folder", "双页-2024-03-03.pdf"):
            c.ok(lies("taken", name) and not lies("incoming", name), "taken: " + name,
                 "%s %s" % (os.listdir(SPOOL + "/refused"), run(["sh", "-c", "cat %s/refused/*.report" % SPOOL])[1]))
        for name in ("bad.json", "新柯城报-2024-01-05-01.txt"):
            c.ok(lies("refused", name) and len(text_of("%s/refused/%s.report" % (SPOOL, name))) > 10, "refused: " + name,
                 os.listdir(SPOOL + "/refused"))
        c.ok(lies("incoming", "half.txt.part"), "what is on its way waits")
        c.ok(says("is-failed", "kanbao-intake") != "failed", "the unit", says("status", "kanbao-intake"))
        visitor.settle(1)
        visitor.type(".", 2)
        visitor.type("P", 2)
        c.ok("今日新柯" in visitor.wire.decode(errors="replace"), "the open session sees it", visitor.wire[-400:])
        leaves(c, visitor, "a reader of the day")
    # by hand, with the account that imports
    status, text = run(["runuser", "-u", "kanbao", "--", "kanbao", "-a", "/var/lib/kanbao/archive.db", "list"], 60)
    c.ok(status == 0 and "新柯" in text, "the manual's runuser", text)
    # trouble that is not the file's: the folder of the archive cannot be written
    put("/root/page.txt", "新柯城报-2024-01-06-01.txt")
    time.sleep(11)
    os.chown("/var/lib/kanbao", 0, 0)
    says("start", "kanbao-intake")
    c.ok(says("is-failed", "kanbao-intake") == "failed" and lies("incoming", "新柯城报-2024-01-06-01.txt"),
         "trouble is told, the file stays", says("status", "kanbao-intake"))
    shutil.chown("/var/lib/kanbao", "kanbao", "kanbao")
    says("start", "kanbao-intake")
    c.ok(lies("taken", "新柯城报-2024-01-06-01.txt"), "and is taken after that", says("status", "kanbao-intake"))


# --- restart, reload, settings -----------------------------------------------------------------

def again(c):
    with open_session(c, "one before reload", user="reader", key=KEY) as visitor:
        visitor.settle(1)
        visitor.type("\r", 2) # into the first article
        says("reload", "kanbao-kiosk")
        time.sleep(2)
        c.ok(visitor.ended(0) is None and visitor.type("j", 1), "sessions go on while sshd reads its settings")
        with open_session(c, "one after reload") as other:
            leaves(c, other, "one after reload")
        start = time.time()
        says("restart", "kanbao-kiosk")
        c.ok(visitor.ended(PATIENCE) is not None, "restart ends sessions")
        c.figures.append("restart in %.1f s" % (time.time() - start))
        c.ok(no_sessions(10) and waits(10, lambda: reason() == "gone"), "in order", log_lines()[-1:])
    with visit(user="reader", key=KEY) as visitor:
        c.ok(comes(visitor, "%"), "a reader with a key is where it was", visitor.wire[-300:])
        leaves(c, visitor, "a reader with a key")


def settings(c):
    configure("notice = 欢迎光临，敬请爱护\nidle = 20\nwarning = 8\n")
    with visit() as visitor:
        c.ok(comes(visitor, "敬请爱护"), "the notice", visitor.wire[-300:])
        comes(visitor)
        start = time.time()
        visitor.type("j")
        c.ok(visitor.until("离开", 30), "warned", visitor.wire[-300:])
        c.ok(abs(time.time() - start - 12) < 4, "warned in time", time.time() - start)
        c.ok(visitor.ended(30) == 0 and abs(time.time() - start - 20) < 4, "idle", time.time() - start)
        c.ok(reason() == "idle", "idle in the journal", log_lines()[-1:])
    configure("session = 15\n")
    with open_session(c, "one who stays") as visitor:
        start = time.time()
        while visitor.ended(0) is None and time.time() - start < 40:
            visitor.type("j", 0.5)
        c.ok(visitor.status == 0 and reason() == "session", "the longest session", log_lines()[-1:])
    configure()


def operators_own(c):
    """Debian's own sshd stops, and takes /run/sshd with it."""
    says("stop", "ssh")
    c.ok(not os.path.exists("/run/sshd"), "the folder of Debian's sshd is gone")
    with open_session(c, "one without Debian's sshd") as visitor:
        leaves(c, visitor, "one without Debian's sshd")
    says("start", "ssh")


def match_block(c):
    """Debian's own sshd with the block for it: PAM stands before it, and another slice holds its sessions."""
    shutil.copyfile("/etc/ssh/sshd_config", "/root/sshd_config")
    run(["sh", "-c", "cat /usr/local/share/kanbao/kanbao-match.conf >>/etc/ssh/sshd_config"])
    says("restart", "ssh")
    with visit(port="22") as visitor:
        c.ok(comes(visitor), "Debian's sshd lets news in", visitor.wire[-300:])
        where = text_of("/proc/%d/cgroup" % sessions()[0])
        c.ok("user-9.slice" in where, "the slice of its sessions", where)
        leaves(c, visitor, "news of Debian's sshd")
    with visit(user="reader", key=KEY, port="22") as visitor:
        c.ok(comes(visitor), "Debian's sshd lets a key in", visitor.wire[-300:])
        leaves(c, visitor, "reader of Debian's sshd")
    shutil.copyfile("/root/sshd_config", "/etc/ssh/sshd_config")
    says("restart", "ssh")


def unlocked(c):
    c.ok(landlock() == 0, "a kernel without Landlock", landlock())
    with visit() as visitor:
        c.ok(visitor.ended(PATIENCE) == 69 and "沙箱" in visitor.wire.decode(errors="replace"), "refuses to serve",
             "%s %s" % (visitor.status, visitor.wire[-300:]))
        c.ok(reason() == "no-sandbox", "says so in the journal", log_lines()[-1:])
    configure("sandbox = available\n")
    with open_session(c, "one who is served without") as visitor:
        c.ok("Seccomp:\t2" in text_of("/proc/%d/status" % sessions()[0]), "seccomp without Landlock")
        leaves(c, visitor, "one who is served without")
    configure()


def main():
    part = sys.argv[1]
    c = Count("K8")
    c.figures.append("Linux %s, systemd %s, Landlock ABI %d" % (
        os.uname().release, run(["systemctl", "--version"])[1].split()[1], landlock()))
    tests = {"service": (units, logins, limits, day, again, settings, processes_full, memory_full),
             "again": (units, again, day_after, operators_own, match_block), "unlocked": (unlocked,)}[part]
    for test in tests:
        before = (c.tried, c.failed)
        test(c)
        print("# %s: %d tried, %d failed" % (test.__name__, c.tried - before[0], c.failed - before[1]), flush=True)
    c.end()
    sys.exit(1 if c.failed else 0)


def day_after(c):
    """After the machine was turned off and on: everything came up by itself."""
    put("/root/page.txt", "新柯城报-2024-05-06-01.txt")
    c.ok(waits(240, lambda: lies("taken", "新柯城报-2024-05-06-01.txt")), "the timer runs", says("status", "kanbao-intake"))


main()
