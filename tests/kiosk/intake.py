"""The drop folder, by the accounts and folders of the host: what comes in, what is refused, what waits."""
import glob
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kiosk import FRONT, Count, visit

SPOOL = "/var/spool/kanbao"


def intake(settle="0", **env):
    done = subprocess.run(["setpriv", "--reuid", "kanbao", "--regid", "kanbao", "--clear-groups",
                           "/opt/kanbao/lib/kanbao/intake", SPOOL, "/var/lib/kanbao/archive.db", "/srv/kanbao"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env={"PATH": os.environ["PATH"], "TMPDIR": "/run/kanbao-tmp", "SETTLE": settle, **env})
    return done.returncode, done.stdout.decode(errors="replace")


def drop(name, text):
    path = "%s/incoming/%s" % (SPOOL, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    shutil.chown(path, "kanbao", "kanbao")
    return path


def lies(folder, name):
    return os.path.lexists("%s/%s/%s" % (SPOOL, folder, name))


def main():
    c = Count("intake")
    before = os.readlink("/srv/kanbao/current")
    c.ok(len(glob.glob(SPOOL + "/taken/*")) == 5 and not os.listdir(SPOOL + "/refused"), "the sample",
         os.listdir(SPOOL + "/refused"))
    # nothing new: nothing published
    status, text = intake()
    c.ok(status == 0 and os.readlink("/srv/kanbao/current") == before, "nothing came", text)
    with open("assets/issues/今日柯城-2022-04-13.txt", encoding="utf-8") as f:
        page = f.read().replace("柯城", "新柯")
    again = page.replace("新柯", "旧柯")
    drop("新柯城报-2024-01-02-01.txt", page)
    drop("half.txt.part", page)
    drop(".hidden", page)
    drop("bad.json", "{ not json")
    drop("-rf \x1b]0;x\x07 $(id)\n'.bin", "\x00\x01\x02" * 500)
    os.symlink("/etc/shadow", SPOOL + "/incoming/link.txt")
    with visit() as visitor:
        visitor.until(FRONT)
        status, text = intake()
        c.ok(status == 0, "status", text)
        c.ok("\x1b" not in text and "\x07" not in text, "names in the log", text)
        c.ok(lies("taken", "新柯城报-2024-01-02-01.txt"), "taken", os.listdir(SPOOL + "/taken"))
        for name in ("bad.json", "link.txt", "-rf \x1b]0;x\x07 $(id)\n'.bin"):
            c.ok(lies("refused", name) and lies("refused", name + ".report") and not lies("incoming", name),
                 "refused: %r" % name, os.listdir(SPOOL + "/refused"))
        report = open(SPOOL + "/refused/bad.json.report", encoding="utf-8").read()
        c.ok("bad.json" in report and len(report) > 10, "report", report)
        c.ok(lies("incoming", "half.txt.part") and lies("incoming", ".hidden"), "left for later")
        now = os.readlink("/srv/kanbao/current")
        c.ok(now != before, "published", now)
        visitor.settle(0.5)
        visitor.type(".", 0.5)
        visitor.type("P", 0.3)
        c.ok("今日新柯" in visitor.wire.decode(errors="replace"), "the open session sees it", visitor.wire[-400:])
    # what is still on its way waits
    drop("新柯城报-2024-01-03-01.txt", page)
    intake("60")
    c.ok(lies("incoming", "新柯城报-2024-01-03-01.txt"), "too fresh")
    # refused twice under one name: both are kept
    drop("bad.json", "{ again")
    intake()
    c.ok(lies("refused", "bad.json") and lies("refused", "2-bad.json"), "twice", os.listdir(SPOOL + "/refused"))
    # a folder that only its owner may move stays, and nothing waits for it
    os.mkdir(SPOOL + "/incoming/a folder")
    drop("a folder/新柯城报-2024-01-05-01.txt", page)
    drop("新柯城报-2024-01-06-01.txt", page)
    status, text = intake()
    c.ok(status == 73 and lies("incoming", "a folder") and lies("taken", "新柯城报-2024-01-06-01.txt"),
         "a folder of root's", "%s %s" % (status, text))
    shutil.chown(SPOOL + "/incoming/a folder", "kanbao")
    status, text = intake()
    c.ok(status == 0 and lies("taken", "a folder"), "and given to the importer", "%s %s" % (status, text))
    # trouble that is not the file's leaves it where it is
    drop("新柯城报-2024-01-04-01.txt", again)
    os.chown("/var/lib/kanbao/archive.db", 0, 0)
    os.chmod("/var/lib/kanbao", 0o555)
    os.chown("/var/lib/kanbao", 0, 0)
    status, text = intake()
    c.ok(status == 77 and lies("incoming", "新柯城报-2024-01-04-01.txt"), "no right to write", "%s %s" % (status, text))
    c.end()
    sys.exit(1 if c.failed else 0)


main()
