#!/bin/sh
# promises: C5
# Several importers at once, at random, some killed: every issue reported as stored is there, no
# lock stays behind, who waits in vain names the holder; the same issue twice is the same.
# shellcheck source=tests/soak/common
. tests/soak/common
python3 - "$kanbao" "$top" "$(scaled 200)" "$dir" <<'END' || failed=1
import os, random, re, subprocess, sys, time

kanbao, top, rounds, here = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
names = ["2021-11-05", "2022-04-13", "2022-04-26", "2023-03-23"]
texts = {n: open("%s/assets/issues/今日柯城-%s.txt" % (top, n), encoding="utf-8").read() for n in names}
failed = 0


def wrong(seed, text):
    global failed
    failed += 1
    print("# round %d: %s" % (seed, text), flush=True)


def stored(archive):
    done = subprocess.run([kanbao, "-a", archive, "list"], capture_output=True)
    return sorted(line.split("  ")[0] for line in done.stdout.decode().splitlines())


for seed in range(rounds):
    dice = random.Random(seed)
    archive = "%s/r%d.db" % (here, seed)
    jobs = []
    for i in range(dice.randint(2, 8)):
        some = dice.sample(names, dice.randint(1, 4))
        paths = []
        for name in some:
            path = "%s/p%d-%d-%s.txt" % (here, seed, i, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(texts[name])
            paths.append(path)
        words = [kanbao, "-a", archive, "import", "--json", "--paper", "报%d" % dice.randint(1, 3), *paths]
        jobs.append((subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE), words))
        if dice.random() < 0.5:
            time.sleep(dice.random() * 0.05)
        if dice.random() < 0.2:
            dice.choice(jobs)[0].kill()
    said = set()
    for job, words in jobs:
        out, err = job.communicate()
        if job.returncode == 75:
            if not re.search(rb"process \d+", err):
                wrong(seed, "does not name the holder: %s" % err)
        elif job.returncode not in (0, -9):
            wrong(seed, "%d: %s" % (job.returncode, err[:300]))
        said |= set(re.findall(r'"issue": *"([^"]+)"', out.decode(errors="replace"))) if job.returncode == 0 else set()
    # whoever comes now is not kept waiting, and tidies up
    begun = time.monotonic()
    done = subprocess.run(jobs[0][1], capture_output=True)
    if done.returncode or time.monotonic() - begun > 3:
        wrong(seed, "a lock stays: %s" % done.stderr[:300])
    here_now = set(stored(archive))
    if not said <= here_now:
        wrong(seed, "lost: %s" % " ".join(sorted(said - here_now)))
    if subprocess.run([kanbao, "-a", archive, "check"], capture_output=True).returncode:
        wrong(seed, "not sound")
    left = [n for n in os.listdir(here) if n.startswith("r%d.db" % seed) and n != "r%d.db" % seed]
    if left:
        wrong(seed, "left behind: %s" % " ".join(left))
    for name in os.listdir(here):
        if name.startswith(("r%d." % seed, "p%d-" % seed)):
            os.remove(os.path.join(here, name))

# one that holds the lock for long: the second waits for five seconds, and names it
import fcntl
archive = here + "/a.db"
holder = open(archive + "-lock", "w")
fcntl.flock(holder, fcntl.LOCK_EX)
holder.write("%d\n" % os.getpid())
holder.flush()
begun = time.monotonic()
done = subprocess.run([kanbao, "-a", archive, "import", "%s/assets/issues" % top], capture_output=True)
took = time.monotonic() - begun
if done.returncode != 75 or not 4.5 < took < 6.5 or ("process %d" % os.getpid()).encode() not in done.stderr:
    wrong(-1, "waited %.1f s, %d: %s" % (took, done.returncode, done.stderr))
print("C5 tried %d failed %d; waited %.1f s, then named the holder" % (rounds + 1, failed, took))
sys.exit(failed != 0)
END
exit $failed
