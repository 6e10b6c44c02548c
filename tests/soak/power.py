# Loss of power, from the calls of a real run: tests/soak/power.sh.
#
# strace tells every write, truncation, sync and change of a name. From these the disk is put
# together as it may be if power goes after the k-th of them: what was synced is there; of each
# write since, any of its sectors of 512 bytes; of the names since, the first few of each folder.
import os
import random
import re
import shutil
import subprocess
import sys

from faults import HERE, IN_FOLDER, ISSUES, KANBAO, Bookmark, export, generation_sound, in_pty, run, sound, starred

SEEDS = int(sys.argv[3])
SECTOR = 512
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat2,unlink,symlink,mkdir"
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
FD = re.compile(r"^(?:AT_FDCWD|\d+)(?:<([^>]*)>)?")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))


def whole_lines(file):
    """strace's lines, those that another process interrupted put together."""
    begun = {}
    for line in file:
        pid = line.split(" ", 1)[0]
        if "<unfinished ...>" in line:
            begun[pid] = line.split("<unfinished ...>")[0]
        elif " resumed>" in line:
            yield begun.pop(pid, pid + " ") + line.split(" resumed>", 1)[1]
        else:
            yield line


def events(trace):
    """What was done to files under work/, in order; 'said' where a result was printed."""
    out = []
    with open(trace, encoding="ascii", errors="replace") as file:
        for line in whole_lines(file):
            found = LINE.match(line)
            if not found or int(found.group(4)) < 0:
                continue
            call, args = found.group(2), found.group(3)
            at = FD.match(args)
            path = unhex(at.group(1)).decode() if at and at.group(1) else None
            texts = [unhex(text) for text in TEXT.findall(args)]
            if call == "openat":
                name = os.path.join(path or HERE, texts[0].decode())
                if name.startswith(IN_FOLDER) and "O_CREAT" in args:
                    out.append(("create", name))
                if name.startswith(IN_FOLDER) and "O_TRUNC" in args:
                    out.append(("truncate", name, 0))
            elif call in ("rename", "symlink", "unlink", "mkdir", "renameat2"):
                names = [os.path.join(HERE, text.decode()) for text in texts]
                if call == "symlink":
                    names[0] = texts[0].decode()
                if names[-1].startswith(IN_FOLDER):
                    out.append((call.replace("at2", ""), *names))
            elif call == "write" and args.startswith("1<"):
                out.append(("said",))
            elif path and path.startswith(IN_FOLDER):
                if call == "pwrite64":
                    out.append(("write", path, int(args.rsplit(", ", 1)[1]), texts[0]))
                elif call == "write":
                    out.append(("append", path, texts[0]))
                elif call == "ftruncate":
                    out.append(("truncate", path, int(args.rsplit(", ", 1)[1])))
                else:
                    out.append(("sync", path))
    return out


class Inode:
    def __init__(self, data=b""):
        self.data, self.pending, self.end = bytearray(data), [], len(data)

    def sync(self):
        for change in self.pending:
            apply(self.data, change)
        self.pending = []


def apply(data, change):
    if change[0] == "truncate":
        del data[change[1]:]
        data.extend(bytes(change[1] - len(data)))
    else:
        at, text = change[1:]
        data.extend(bytes(max(0, at - len(data))))
        data[at:at + len(text)] = text


class Disk:
    """What programs see, and what is on the disk."""

    def __init__(self, folder):
        self.names, self.pending = {}, []
        for root, folders, files in os.walk(folder):
            for name in folders + files:
                path = os.path.join(root, name)
                if os.path.islink(path):
                    self.names[path] = os.readlink(path)
                elif os.path.isdir(path):
                    self.names[path] = None
                else:
                    with open(path, "rb") as file:
                        self.names[path] = Inode(file.read())
        self.durable = dict(self.names)

    def name(self, *change):
        self.pending.append(change)
        rename(self.names, change)

    def do(self, event):
        what, path = event[0], event[1] if len(event) > 1 else None
        if what == "create" and path not in self.names:
            self.name("set", path, Inode())
        elif what == "mkdir":
            self.name("set", path, None)
        elif what == "symlink":
            self.name("set", event[2], path)
        elif what == "rename":
            self.name("rename", path, event[2])
        elif what == "unlink":
            self.name("del", path)
        elif what == "sync" and isinstance(self.names.get(path), Inode):
            self.names[path].sync()
        elif what == "sync":
            here = os.path.normpath(path)
            for change in self.pending:
                if folder_of(change) == here:
                    rename(self.durable, change)
            self.pending = [change for change in self.pending if folder_of(change) != here]
        elif what in ("write", "append", "truncate"):
            inode = self.names.get(path)
            if isinstance(inode, Inode):
                at = inode.end if what == "append" else event[2]
                change = ("truncate", at) if what == "truncate" else ("write", at, event[-1])
                inode.pending.append(change)
                inode.end = at if what == "truncate" else max(inode.end, at + len(event[-1]))

    def lose(self, dice, folder):
        """Writes the folder as it may be found afterwards."""
        names = dict(self.durable)
        for here in sorted({folder_of(change) for change in self.pending}):
            changes = [change for change in self.pending if folder_of(change) == here]
            for change in changes[:dice.randint(0, len(changes))]:
                rename(names, change)
        likely = dice.choice([0, 0.1, 0.5, 0.9, 1])
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        for path in sorted(names):
            thing = names[path]
            if not os.path.isdir(os.path.dirname(path)):
                continue # with its folder
            if isinstance(thing, str):
                os.symlink(thing, path)
            elif thing is None:
                os.makedirs(path, exist_ok=True)
            elif not path.endswith("-shm"):
                with open(path, "wb") as file:
                    file.write(torn(thing, dice, likely))


def folder_of(change):
    return os.path.dirname(change[-1] if change[0] == "rename" else change[1])


def rename(names, change):
    if change[0] == "set":
        names[change[1]] = change[2]
    elif change[0] == "del":
        names.pop(change[1], None)
    elif change[1] in names:
        names[change[2]] = names.pop(change[1])


def torn(inode, dice, likely):
    data = bytearray(inode.data)
    for change in inode.pending:
        if change[0] == "truncate":
            if dice.random() < likely:
                apply(data, change)
            continue
        at, text = change[1:]
        for i in range(0, len(text), SECTOR):
            if dice.random() < likely:
                apply(data, ("write", at + i, text[i:i + SECTOR]))
    return data


class Run:
    """A command recorded once, and lost as often as is wanted."""

    def __init__(self, name, words, told, extra=lambda: "", keys=None, promised=True):
        self.name, self.words, self.told, self.extra = name, words, told, extra
        self.keys, self.promised = keys, promised

    def go(self, strace=()):
        if self.keys is None:
            subprocess.run([*strace, KANBAO, *self.words], capture_output=True, cwd=HERE, check=True)
        else:
            in_pty([*strace, KANBAO, *self.words], self.keys, Bookmark.env())

    def fresh(self):
        shutil.rmtree(IN_FOLDER, ignore_errors=True)
        shutil.copytree(HERE + "/base", IN_FOLDER, symlinks=True)

    def record(self):
        self.fresh()
        self.before = self.told()
        self.go()
        self.after = self.told()
        self.fresh()
        trace = HERE + "/trace"
        self.go(["strace", "-f", "-y", "-xx", "-s", "1000000", "-qq", "-o", trace, "-e", "trace=" + CALLS])
        return events(trace)

    def wrong(self, reported):
        """What is wrong with what was found."""
        now = self.told()
        if now not in (self.before, self.after):
            return "neither the old nor the new"
        if reported and self.promised and now != self.after:
            return "reported as stored, and lost"
        problem = self.extra()
        if problem or self.keys is not None:
            return problem
        self.go()
        return "" if self.told() == self.after else "doing it again differs"


def runs():
    base = HERE + "/base"
    shutil.rmtree(base, ignore_errors=True)
    os.mkdir(base)
    checked = lambda: run("-a", "work/a.db", "check", check=False).stdout.decode() * bool(
        run("-a", "work/a.db", "check", check=False).returncode)
    yield Run("first import", ["-a", "work/a.db", "import", ISSUES % "2022-04-13"], export("work/a.db"), checked)
    run("-a", "base/a.db", "import", ISSUES % "2022-04-13")
    yield Run("first publish", ["-a", "work/a.db", "publish", "work/new/pub"], export("work/new/pub"), checked)
    run("-a", "base/a.db", "publish", "base/pub")
    yield Run("import", ["-a", "work/a.db", "import", ISSUES % "2022-04-26"], export("work/a.db"), checked)
    run("-a", "base/a.db", "import", ISSUES % "2022-04-26")
    yield Run("backup", ["-a", "work/a.db", "backup", "--replace", "work/b.db"], export("work/b.db"),
              lambda: sound(IN_FOLDER + "/b.db"))
    yield Run("restore", ["-a", "work/a.db", "restore", "--replace", "work/pub"], export("work/a.db"), checked)
    yield Run("publish", ["-a", "work/a.db", "publish", "work/pub"], export("work/pub"), generation_sound)
    os.mkdir(base + "/state")
    shutil.rmtree(IN_FOLDER, ignore_errors=True)
    shutil.copytree(base, IN_FOLDER, symlinks=True)
    in_pty([KANBAO, "-a", "work/a.db"], b"Q", Bookmark.env())
    shutil.copytree(IN_FOLDER + "/state", base + "/state", dirs_exist_ok=True)
    # synchronous=NORMAL: the last change may go, nothing else
    yield Run("state", ["-a", "work/a.db"], starred, lambda: sound(IN_FOLDER + "/state/kanbao/state.db"),
              keys=b"*Q", promised=False)


def main():
    tried = failed = 0
    for job in runs():
        done = job.record()
        if job.before == job.after or len(done) < 5:
            print("# %s changes nothing" % job.name)
            failed += 1
        for seed in range(SEEDS):
            dice = random.Random("%s %d" % (job.name, seed))
            # at any time, and as often after it was reported
            end = dice.randint(0, len(done)) if seed % 2 else len(done)
            job.fresh()
            disk = Disk(IN_FOLDER)
            for event in done[:end]:
                disk.do(event)
            disk.lose(dice, IN_FOLDER)
            problem = job.wrong(("said",) in done[:end])
            tried += 1
            if problem:
                failed += 1
                print("# %s, seed %d, after %d of %d: %s" % (job.name, seed, end, len(done), problem[:300]), flush=True)
    print("C4 tried %d failed %d" % (tried, failed))
    sys.exit(failed != 0)


main()
