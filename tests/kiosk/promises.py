"""K1 to K9 (SECURITY.md), on the host that tests/kiosk/host makes: promises.py SOAK [PROMISE...]."""
import base64
import functools
import hashlib
import os
import random
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kiosk import (CONF, FRONT, KIOSK, LEAVE, LOG, NEWS, PORT, READER, SSH, USERS, Count, Visitor, client,
                   configure, direct, keygen, landlock, limit, log_lines, no_sessions, processes, proof, reason, run,
                   sessions, visit)

SOAK = float(sys.argv[1]) if len(sys.argv) > 1 else 0.01
LONG = SOAK >= 0.1
TMP = "/run/kanbao-tmp"
ALT_ON = b"\x1b[?1049h"
ALT_OFF = b"\x1b[?1049l"


def scaled(n, least=1):
    return max(least, int(n * SOAK))


def keys_of_actions():
    """Every key of action.def, as a terminal sends it."""
    names = {"Space": " ", "Enter": "\r", "Tab": "\t", "Esc": "\x1b", "Backspace": "\x7f",
             "Down": "\x1bOB", "Up": "\x1bOA", "Right": "\x1bOC", "Left": "\x1bOD", "Home": "\x1bOH",
             "End": "\x1bOF", "PgDn": "\x1b[6~", "PgUp": "\x1b[5~", "S-Tab": "\x1b[Z", "F1": "\x1bOP",
             "lt": "<", "Letter": "a"}
    keys = []
    with open("include/kanbao/action.def", encoding="utf-8") as f:
        for row in re.findall(r'^X\(KB_ACT_\w+,\s*"[^"]*",\s*\w+,\s*N_\(.*?\),\s*"([^"]*)"', f.read(), re.M):
            for word in row.split():
                word = re.sub(r"<C-(.)>", lambda m: chr(ord(m.group(1).upper()) & 31), word)
                keys.append(re.sub(r"<([A-Z][\w-]*|lt)>", lambda m: names[m.group(1)], word))
    return [key for key in dict.fromkeys(keys) if key not in ("Q", "q")]


# --- K1 ---------------------------------------------------------------------------------------

def leave(visitor):
    """Its exit status; a busy machine may still be at the keys of before."""
    for _ in range(24):
        visitor.settle(0.5)
        visitor.send(LEAVE)
        if visitor.ended(5) is not None:
            break
    return visitor.status


def tour(visitor, ways):
    """Every key, in every screen that keys lead to."""
    keys = keys_of_actions()
    visitor.until(ALT_ON, 60)
    visitor.settle(0.3)
    for way in ways:
        for key in keys:
            visitor.send(way)
            visitor.type(key, 0.012)
            visitor.send("\x1b" if key in "/&S:Da" else "")
            visitor.type("\x03\x03", 0.012)
    for option in ("theme=night", "colors=256", "colors=truecolor", "language=en", "language=zh"):
        visitor.type(":set %s\r" % option)
    return leave(visitor)


ALL_WAYS = ("", "\r", "t", "I", "c", "cc", "P", "B", "H", "i", "?", "S柯城\r")


def traced(name, sandbox, ways):
    """The system calls of a tour: before the first key, and after it."""
    trace = TMP + "/trace." + name
    configure("sandbox = %s\n" % sandbox)
    with direct(uid=READER, proof=proof("proof." + name, "QUJD"),
                before=("/usr/bin/strace", "-f", "-qq", "-s", "200", "-o", trace)) as visitor:
        status = tour(visitor, ways)
    configure()
    with open(trace, encoding="utf-8", errors="replace") as f:
        calls = [re.sub(r"^\d+ +", "", line) for line in f]
    first = next((i for i, call in enumerate(calls) if call.startswith("read(0,")), len(calls))
    return status, calls[:first], calls[first:]


NEVER = re.compile(r"(execve|execveat|fork|vfork|socket|socketpair|connect|bind|ptrace|mount|kill)\(")
OPEN = re.compile(r'(?:open|openat|openat2|creat)\((?:[^"]*)"([^"]*)"')
MAY_OPEN = ("/srv/kanbao", USERS + "/", "/dev/urandom", "/proc/sys/vm/overcommit_memory",
            "/opt/kanbao/bin/../share/locale/", "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo")
DENIED = re.compile(r"= -1 (EPERM|EACCES|ENOSYS)")


def kernels(c):
    """Kernels that know less: an older Landlock is enough, none or no seccomp is refused."""
    call = "landlock_create_ruleset"
    older = [("ABI %d" % abi, "%s:retval=%d:when=1..2" % (call, abi), "required", True)
             for abi in (1, 2, 4) if abi <= landlock()]
    for what, inject, sandbox, served in (
            *older,
            ("no Landlock", call + ":error=ENOSYS", "required", False),
            ("no Landlock", call + ":error=ENOSYS", "available", True),
            ("no locks at all", "prctl:error=EINVAL", "required", False),
            ("no locks at all", "prctl:error=EINVAL", "off", True)):
        configure("sandbox = %s\n" % sandbox)
        no_sessions(10)  # the one before has had its line
        with direct(before=("/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=" + inject)) as visitor:
            shown = visitor.until(FRONT, 30)
            status = None if shown and served else visitor.ended(5)
            c.ok(shown == served and status == (None if served else 69), "%s, %s" % (what, sandbox),
                 "%s %s" % (status, visitor.wire[-300:]))
            c.ok(served or ("沙箱" in visitor.wire.decode(errors="replace") and reason() == "no-sandbox"),
                 "says so", log_lines()[-1:])
    configure()


def k1():
    c = Count("K1")
    for name, sandbox in (("free", "off"), ("locked", "required")):
        if sandbox == "off" and not LONG:
            continue
        ways = ALL_WAYS if LONG else ("\r",)
        status, before, after = traced(name, sandbox, ways)
        c.ok(status == 0 and len(after) > 500, "the tour (%s)" % name, "%s, %d calls" % (status, len(after)))
        c.ok(sum(call.startswith("execve(") for call in before) == 1, "one execve, that of the kiosk")
        for call in after:
            if NEVER.match(call) or (call.startswith("clone") and "CLONE_THREAD" not in call
                                     and "ENOSYS" not in call):
                c.ok(False, "called after the start (%s)" % name, call)
            path = OPEN.match(call)
            if path:
                c.ok(path.group(1).startswith(MAY_OPEN), "opened (%s)" % name, call)
        if sandbox == "required":
            steps = [next((i for i, call in enumerate(before) if step in call), -1)
                     for step in ("PR_SET_NO_NEW_PRIVS", "landlock_restrict_self(", "SECCOMP_MODE_FILTER")]
            c.ok(-1 < steps[0] < steps[1] < steps[2], "locked in before the first key", steps)
            for call in after:
                if DENIED.search(call) and not call.startswith("clone3("):
                    c.ok(False, "denied", call)
    c.figures.append("%d calls watched, Landlock ABI %d" % (len(after), landlock()))
    kernels(c)
    acts = run([os.environ["KB_BUILD"] + "/tests/unit/test_kiosk"])
    c.ok(acts[0] == 0, "forbidden acts", acts[1])
    c.end()
    return c


# --- K2 ---------------------------------------------------------------------------------------

WAYS_OUT = [
    # less, more
    "!ls\r", "!!\r", "#!sh\r", "v", "|acat\r", "s/run/kanbao-tmp/out\r", "o/run/kanbao-tmp/out\r",
    ":e /etc/passwd\r", ":n", ":x", "-o", "_O", "&!x\r", ":!\r", "E/etc/passwd\r", "\x18\x16/etc/passwd\r",
    # vi
    ":!sh\r", ":sh\r", ":shell\r", ":e!\r", ":r !id\r", ":r /etc/passwd\r", ":w /run/kanbao-tmp/out\r",
    ":w !sh\r", ":set shell=/bin/sh\r", "!!sh\r", "!}sh\r", ":source /etc/passwd\r", ":py import os\r",
    ":terminal\r", ":cd /\r", "\x1a", "Q", ":suspend\r", ":stop\r", "ZZ", "K", "gf", "\x12=system('id')\r",
    # mutt
    "|id\r", "!", ":exec shell-escape\r", ":set editor=sh\r", "e", "\x1be", ":source id|\r", "`id`",
    "c!\r", "C/run/kanbao-tmp/out\r", "p", "\x05", ":unset restricted\r",
    # newsboat
    ":exec id\r", "o", "O", "|", ":save /run/kanbao-tmp/out\r", ":dumpconfig /run/kanbao-tmp/out\r",
    ":source /etc/passwd\r", "E", "^B", ":set browser \"id\"\r", ":open /etc/passwd\r", ",x", "\x02",
    # readline, and kanbao's own that are not there
    "\x18\x05", ":save\r", ":pipe\r", ":edit\r", ":bind z save\r", "z", ":bind z pipe\r", "z",
    ":set restricted=no\r", "S", "s\r", "|id\r", "$(id)\r", ";id\r", "\x16\x1b", "\x1b]52;c;aWQ=\x07",
    "\x1bP$q\x1b\\", "\x1b[200~!id\r\x1b[201~", "\x1b[<0;1;1M",
]


def watched(c, visitor, uid, what):
    """Nothing runs but sessions, none of them has a child."""
    found = processes()
    for pid, (parent, owner, command) in found.items():
        if owner == uid and not command.startswith(("kanbao", "strace")):
            return c.ok(False, "runs after %r" % what, "%s (%d)" % (command, pid))
        if parent == visitor.pid:
            return c.ok(False, "child after %r" % what, "%s (%d)" % (command, pid))
    return True


def k2():
    c = Count("K2")
    chance = random.Random(20221)
    alphabet = [key.encode() for key in keys_of_actions()] + [bytes([b]) for b in range(1, 127)] + \
        ["中".encode(), "。".encode(), b"\x1b[200~", b"\x1b[201~", b"\xff", b"\x1b[<0;5;5M"]
    alphabet = [key for key in alphabet if key not in (b"q", b"Q")]
    before = set(os.listdir(TMP))
    keys = scaled(1000000) if LONG else 1000
    done = 0
    starts = 0
    visitor = None
    while done < keys:
        if visitor is None:
            visitor = direct()
            visitor.until(FRONT) # before it there is nobody to take a ^C
            visitor.settle(0.2)
            starts += 1
        burst = 250
        visitor.send(b"".join(chance.choice(alphabet) for _ in range(burst)))
        done += burst
        c.tried += burst
        for _ in range(400):
            if not visitor.read(0.015):
                break
        visitor.wire = b""
        watched(c, visitor, NEWS, "random keys up to %d" % done)
        status = visitor.ended(0)
        if status is None and (done % 10000 == 0 or done >= keys):
            visitor.send(b"\x1b[201~") # it still listens
            status = leave(visitor)
        if status is not None or done % 10000 == 0 or done >= keys:
            c.ok(status == 0, "after random keys up to %d" % done, status)
            visitor.close()
            visitor = None
    with direct() as visitor:
        visitor.until(FRONT)
        visitor.settle(0.2)
        for way in WAYS_OUT:
            visitor.type(way, 0.03)
            watched(c, visitor, NEWS, way)
            visitor.type("\x1b\x1b\x03\x03", 0.02)
            status = visitor.ended(0)
            c.ok(status in (None, 0), "after %r" % way, status)
            if status is not None: # some of them are keys to leave by
                visitor.close()
                visitor.__init__([KIOSK, "-kanbao-kiosk"], {"TERM": "xterm"}, NEWS)
                visitor.until(FRONT)
                visitor.settle(0.1)
    c.ok(set(os.listdir(TMP)) == before, "files that were not there", os.listdir(TMP))
    c.figures.append("%d random keys in %d sessions, %d ways out of other programs" % (done, starts, len(WAYS_OUT)))
    c.end()
    return c


# --- K3 ---------------------------------------------------------------------------------------

HOSTILE = [
    "", " ", "-", "--", "-c", "..", "../../etc/passwd", "/etc/passwd", "/bin/sh", "sh", "A" * 5000, "dumb",
    "unknown", "$(id)", "`id`", "; id", "| id", "&& id", "\nid\n", "() { :; }; id", "%n%s%x", "%99999d",
    "\x1b]0;owned\x07", "\x1b]52;c;aWQ=\x07", "\x1b[6n", "\x9b6n", "\u009b6n", "\x07\x08\r", "\u202eabc",
    "\u200b", "zh_CN.GB18030", "C", "../../../tmp/x", "tr_TR.UTF-8", "en_US.ISO-8859-1", "中文",
    "xterm\x00x", "x=y", "*", "~root",
]


LAST = "未保存" # in the last row that is drawn


def k3():
    c = Count("K3")
    assert len(HOSTILE) == 40
    configure("ambiguous = 1\n") # no question to the terminal: the same bytes for the same screen
    with visit() as plain:
        plain.until(LAST)
        plain.settle(0.3)
        expected = plain.wire
    chosen = HOSTILE if LONG else [HOSTILE[i] for i in (16, 19, 23, 30)]
    for value in chosen:
        value = value.replace("\x00", "")
        env = {name: value for name in ("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE")}
        cases = [("LANG, LC_*", env, ()), ("command", {}, ("-tt", "--", value or "''"))] if LONG else [
            ("LANG, LC_*, command", env, ("-tt", "--", value or "''"))]
        for what, variables, command in cases:
            with visit("-o", "SendEnv=LANG LC_* LANGUAGE", *command[:1], env=variables,
                       command=command[1:]) as visitor:
                visitor.until(LAST)
                visitor.settle(0.3)
                c.ok(visitor.wire == expected, "%s=%r changes the screen" % (what, value), visitor.wire)
        with visit(env={"TERM": value or "none"}) as visitor:
            shown = visitor.until(FRONT, 5)
            visitor.settle(0.1)
            for sign in ("owned", "aWQ=", "uid=", "root:"):
                c.ok(sign not in visitor.wire.decode(errors="replace"), "TERM=%r: %s" % (value, sign))
            c.ok(shown or visitor.ended(3) in (1, 69, 255), "TERM=%r: neither shown nor refused" % value,
                 visitor.wire)
    # what sshd would never pass on, straight into the environment
    for name in ("TERMINFO", "TERMCAP", "LD_PRELOAD", "NCURSES_NO_UTF8_ACS", "NLSPATH", "LOCPATH", "TMPDIR",
                 "HOME", "KANBAO_ARCHIVE", "XDG_CONFIG_HOME", "GCONV_PATH", "SSH_ORIGINAL_COMMAND", "LINES",
                 "COLUMNS", "NO_COLOR", "TZ"):
        if name in ("LD_PRELOAD", "LOCPATH", "GCONV_PATH"):
            continue # read before main() runs; sshd's AcceptEnv is what keeps them out
        with direct({name: "/run/kanbao-tmp"}) as visitor:
            visitor.until(LAST)
            visitor.settle(0.3)
            c.ok(visitor.wire == expected, "%s changes the screen" % name, visitor.wire)
    # what sshd passes on of the visitor, spoilt
    for value in chosen:
        value = value.replace("\x00", "")
        with direct({"SSH_CONNECTION": value, "SSH_USER_AUTH": value}) as visitor:
            visitor.until(LAST)
            visitor.settle(0.1)
            c.ok(visitor.wire == expected, "%r of sshd's changes the screen" % value, visitor.wire)
    configure()
    log_is_plain(c)
    c.end()
    return c


# --- K4 ---------------------------------------------------------------------------------------

def match_block(c):
    """The block for an operator's own sshd, at the end of what Debian ships."""
    port = str(int(PORT) + 1)
    with open("/etc/kanbao/own.conf", "w", encoding="utf-8") as own:
        own.write("Port %s\nListenAddress 127.0.0.1\nPidFile none\n"
                  "HostKey /etc/kanbao/ssh_host_ed25519_key\nKbdInteractiveAuthentication no\n"
                  "UsePAM no\nX11Forwarding yes\nAcceptEnv LANG LC_*\n"
                  "Subsystem sftp /usr/lib/openssh/sftp-server\n" % port)
        with open("assets/sshd/kanbao-match.conf", encoding="utf-8") as block:
            own.write(block.read())
    status, text = run(["/usr/sbin/sshd", "-f", "/etc/kanbao/own.conf", "-E", "/run/own.log"])
    c.ok(status == 0, "match block", text)
    key = keygen(TMP + "/k4")
    own = functools.partial(client, port=port)
    for argv in (own("-T"), own(command=("id",)), own("-s", command=("sftp",)), own("-T", user="reader", key=key),
                 own("-W", "127.0.0.1:" + PORT)):
        status, text = run(argv)
        c.ok(status not in (0, 124) and "uid=" not in text, "match block: %s" % argv[-2:], "%s %s" % (status, text))
    env = {"TERM": "xterm-256color", "PATH": os.environ["PATH"]}
    for user, shown in (("news", "未保存"), ("reader", "欢迎")):
        with Visitor(own(user=user, key=key if user == "reader" else None), env) as visitor:
            c.ok(visitor.until(shown), "match block: " + user, visitor.wire[-300:])


def k4():
    c = Count("K4")
    bare = [arg for arg in client()[1:] if not arg.endswith("@127.0.0.1")]
    to = "news@127.0.0.1"
    copy = [arg if arg != "-p" else "-P" for arg in bare]
    refused = {
        "no terminal": client("-T"),
        "a command": client(command=("id",)),
        "a shell": client(command=("sh", "-i")),
        "sftp": ["sftp", *copy, "-b", "/dev/null", to],
        "scp": ["scp", *copy, "/etc/hostname", to + ":" + TMP + "/scp"],
        "scp as of old": ["scp", "-O", *copy, "/etc/hostname", to + ":" + TMP + "/scp"],
        "subsystem": client("-s", command=("sftp",)),
        "-R": client("-N", "-o", "ExitOnForwardFailure=yes", "-R", "9101:127.0.0.1:" + PORT),
        "-W": client("-W", "127.0.0.1:" + PORT),
        "-w": client("-N", "-o", "ExitOnForwardFailure=yes", "-w", "0:0"),
        "-J": ["ssh", *SSH, "-o", "ProxyCommand=ssh %s -W 127.0.0.1:%s %s" % (" ".join(bare), PORT, to),
               to],
        "root": client(user="root"),
        "nobody": client(user="nobody"),
        "a password": client("-o", "PreferredAuthentications=password,keyboard-interactive",
                             user="reader"),
    }
    for what, argv in refused.items():
        argv = [argv[0] if argv[0].startswith("/") else "/usr/bin/" + argv[0], *argv[1:]]
        status, text = run(argv)
        c.ok(status not in (0, 124), what + ": status", "%s %s" % (status, text))
        c.ok("uid=" not in text and "root:" not in text, what + ": answered", text)
    status, text = run(client("-T"))
    c.ok(status == 69 and reason() == "no-terminal", "69 without a terminal", log_lines()[-1:])
    c.ok("这里只供在终端里读报" in text and text.count("\n") == 1, "and why", text)
    c.ok(not os.path.exists(TMP + "/scp"), "scp wrote a file")
    # sessions that ask for more than a terminal get the terminal alone
    agent = run(["ssh-agent", "-s"])[1]
    sock = re.search(r"SSH_AUTH_SOCK=([^;]+)", agent).group(1)
    with visit("-A", "-X", "-L", "9102:127.0.0.1:" + PORT, "-D", "9103",
               env={"SSH_AUTH_SOCK": sock, "DISPLAY": ":0"}) as visitor:
        c.ok(visitor.until(FRONT), "-A -X -L -D: no session", visitor.wire)
        listening = run(["cat", "/proc/net/tcp"])[1]
        c.ok(":%04X" % 6010 not in listening, "-X: listens", listening)
        owners = [os.stat(os.path.join(d, f)).st_uid for d, _, fs in os.walk("/tmp") for f in fs
                  if f.startswith("agent.")]
        c.ok(NEWS not in owners, "-A: socket")
        for port in (9102, 9103):
            talk = subprocess.run(["python3", "-c", TALK, str(port)], stdout=subprocess.PIPE, check=False)
            c.ok(b"SSH-2.0" not in talk.stdout, "forwarded by %d" % port, talk.stdout)
        visitor.type(LEAVE)
        visitor.ended(3)
    run(["kill", re.search(r"SSH_AGENT_PID=(\d+)", agent).group(1)])
    # nothing but a connection
    start = time.time()
    status, text = run(client("-N"), 60)
    took = time.time() - start
    c.ok(status not in (0, 124) and took <= 40, "-N stays", "%d after %.1f s: %s" % (status, took, text))
    c.figures.append("-N dropped after %.1f s" % took)
    match_block(c)
    c.end()
    return c


TALK = """
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 3)
s.settimeout(1)
if sys.argv[1] == "9103":
    s.sendall(b"\\5\\1\\0"); s.recv(2)
    s.sendall(b"\\5\\1\\0\\1\\x7f\\0\\0\\1" + int(%s).to_bytes(2, "big")); s.recv(10)
try:
    print(s.recv(100))
except OSError:
    pass
""" % PORT


# --- K5 ---------------------------------------------------------------------------------------

def k5():
    c = Count("K5")
    idle = int(1800 * SOAK) if LONG else 3
    warning = max(1, idle // 15)
    configure("idle = %d\nwarning = %d\nsession = 604800\n" % (idle, warning))
    key = keygen(TMP + "/k5")
    with visit(user="reader", key=key) as visitor:
        visitor.until("欢迎")
        visitor.settle(0.2)
        visitor.type("  \r") # into the first article
        start = time.time()
        c.ok(visitor.until("离开", idle + 10), "no warning", visitor.wire[-300:])
        told = time.time() - start
        ended = visitor.ended(idle + 10)
        took = time.time() - start
        c.ok(abs(told - (idle - warning)) <= 5 - 4 * (not LONG), "warned", told)
        c.ok(ended == 0 and abs(took - idle) <= 5 - 4 * (not LONG), "ended", "%s after %s" % (ended, took))
        c.ok(ALT_OFF in visitor.wire and "再见" in visitor.wire.decode(errors="replace"), "polite", visitor.wire[-300:])
        c.ok(reason() == "idle", "log", log_lines()[-1:])
        c.figures.append("idle %d s: warned at %.1f, ended at %.1f" % (idle, told, took))
    with visit(user="reader", key=key) as visitor: # the place was kept
        c.ok(visitor.until("%"), "the place", visitor.wire[-300:])
    # who takes nothing of what is shown gains nothing
    for setting in ("idle = 1\n", "idle = 0\nsession = 1\n")[:1 + LONG]:
        configure(setting)
        with direct() as visitor:
            time.sleep(0.3)
            for _ in range(40):
                os.write(visitor.fd, b"\x0cI\x1bc\x1b" * 20)
                time.sleep(0.01)
            start = time.time()
            while visitor.running() and time.time() - start < 20:
                time.sleep(0.1)
            took = time.time() - start
            c.ok(took <= 8 and visitor.ended(0) == 0, "takes nothing", "%.1f s, %s" % (took, visitor.status))
            c.ok(reason() == "stalled", "log", log_lines()[-1:])
    c.figures.append("taking nothing: ended after %.1f" % took)
    # longer than all that ends a session without a key
    whole = 8 if not LONG else int(600 * SOAK)
    configure("idle = 2\nwarning = 1\nsession = %d\n" % whole)
    with visit() as visitor:
        visitor.until(FRONT)
        start = time.time()
        while visitor.ended(0) is None and time.time() - start < whole + 10:
            visitor.type("j", 0.5)
        took = time.time() - start
        c.ok(visitor.status == 0 and abs(took - whole) <= 1.5, "longest session", took)
        c.ok(reason() == "session", "log", log_lines()[-1:])
        c.figures.append("longest %d s: ended at %.1f" % (whole, took))
    configure()
    c.end()
    return c


# --- K6 ---------------------------------------------------------------------------------------

def k6():
    c = Count("K6")
    for _ in range(scaled(20)):
        no_sessions(5)
        visitor = visit()
        visitor.until(FRONT)
        c.ok(len(sessions()) == 1, "one session", sessions())
        start = time.time()
        os.kill(visitor.pid, 9)
        gone = no_sessions(10)
        took = time.time() - start
        c.ok(gone and took <= 3 and reason() == "gone", "killed client", "%.1f s, %s" % (took, reason()))
        visitor.close()
    c.figures.append("client killed: gone in %.2f s" % took)
    for i in range(12): # the service stops: line and session end at once, in any order
        with direct() as visitor:
            visitor.until(FRONT)
            lines = len(log_lines())
            os.kill(visitor.pid, 1)
            time.sleep(i * 0.002)
            try:
                os.kill(visitor.pid, 15)
            except ProcessLookupError:
                pass
            c.ok(visitor.ended(10) == 0 and len(log_lines()) == lines + 1 and reason() == "gone",
                 "both ends, %d ms apart" % (2 * i), "%s %s" % (visitor.status, log_lines()[lines:]))
    visitor = visit()
    visitor.until(FRONT)
    os.kill(visitor.pid, 19) # SIGSTOP: the line stands, nobody answers
    start = time.time()
    gone = no_sessions(110)
    took = time.time() - start
    c.ok(gone and took <= 100, "silent client", took)
    c.figures.append("silent: gone in %.1f s" % took)
    visitor.close()
    c.end()
    return c


# --- K7 ---------------------------------------------------------------------------------------

def limits_of(pid):
    with open("/proc/%d/limits" % pid, encoding="utf-8") as f:
        return {row[:25].strip(): row[26:].split()[:2] for row in f}


def size_of(pid):
    with open("/proc/%d/statm" % pid, encoding="utf-8") as f:
        return int(f.read().split()[0]) * os.sysconf("SC_PAGESIZE")


def k7():
    c = Count("K7")
    sanitised = os.environ["KB_BUILD"].endswith("asan")
    body = "QUJDRA=="
    other = direct()
    other.until(FRONT)
    # as they are
    mine = limits_of(other.pid)
    for name, most in (("Max open files", 64), ("Max file size", 4 << 20), ("Max core file size", 0),
                       ("Max cpu time", 3600), ("Max address space", 512 << 20)):
        if not (sanitised and "address" in name):
            hard = most + 10 * ("cpu" in name)
            c.ok(mine[name] == [str(most), str(hard)], name, mine[name])
    # memory: the session ends, the terminal is left in order, the log says so
    if not sanitised:
        with direct() as visitor:
            visitor.until(FRONT)
            visitor.settle(0.2)
            c.ok(limit(visitor.pid, "--as=%d" % (size_of(visitor.pid) + (64 << 10)))[0] == 0, "prlimit")
            for keys in ("I", "?", "cc", "S柯城", "\x1b", "H", "B", "I\r\r", "S的 是 在"):
                visitor.type(keys)
            status = visitor.ended(2)
            c.ok(status in (None, 0, 70, -6), "out of memory", status)
            c.ok(status is None or ALT_OFF in visitor.wire, "terminal after that", visitor.wire[-200:])
            c.ok(status != -6 or reason() == "crash", "log of that", log_lines()[-1:])
            c.figures.append("out of memory: " + {None: "goes on", -6: "ended"}.get(status, str(status)))
    # CPU time in all, behind the session's own clock
    if not sanitised:
        with direct() as visitor:
            visitor.until(FRONT)
            limit(visitor.pid, "--cpu=1:5")
            start = time.time()
            while visitor.ended(0) is None and time.time() - start < 60:
                visitor.send(b"\x0cI\x1bcc\x1b" * 20)
                visitor.settle(0.002)
                visitor.wire = visitor.wire[-65536:]
            c.ok(visitor.status == -24 and reason() == "crash", "SIGXCPU", "%s %s" % (visitor.status, log_lines()[-1:]))
            c.ok(ALT_OFF in visitor.wire, "terminal after that", visitor.wire[-200:])
    # file size: reading goes on, and it is said that nothing is kept
    with direct(uid=READER, proof=proof("k7", body)) as visitor:
        visitor.until("欢迎")
        visitor.settle(0.2)
        visitor.type("\r")
        limit(visitor.pid, "--fsize=0")
        visitor.type("\r*", 0.3)
        visitor.type("J")
        c.ok(visitor.ended(0) is None, "file size", visitor.status)
        visitor.send(LEAVE)
        c.ok(visitor.ended(3) is not None, "leaves after that")
    # files: those that are open stay, none more
    with direct() as visitor:
        visitor.until(FRONT)
        limit(visitor.pid, "--nofile=4")
        for keys in ("S柯城", "\r", "\x1b\x1b", "I\r", "cc", "}"):
            visitor.type(keys)
        c.ok(visitor.ended(0) in (None, 0, 70), "files", visitor.status)
    # CPU time
    configure("cpu = 1\n")
    with direct() as visitor:
        visitor.until(FRONT)
        start = time.time()
        while visitor.ended(0) is None and time.time() - start < 60:
            visitor.send("S的是在了不和有大这主中人\x7f\x7f\x7f\x1b\x1bI\x1bcc\x1b\r \x1b\x0c" * 4)
            visitor.settle(0.002)
            visitor.wire = visitor.wire[-65536:]
        c.ok(visitor.status == 0 and reason() == "cpu", "CPU time", "%s %s" % (visitor.status, log_lines()[-1:]))
        c.ok("再见" in visitor.wire.decode(errors="replace"), "polite", visitor.wire[-300:])
    configure()
    # others have seen nothing of it
    other.wire = b""
    other.type("I")
    c.ok(other.ended(0) is None and other.wire, "another session")
    other.send(LEAVE)
    c.ok(other.ended(3) == 0, "leaves")
    other.close()
    c.end()
    return c


# --- K8 ---------------------------------------------------------------------------------------

def k8():
    c = Count("K8")
    configure()
    no_sessions(5)
    visitors = []
    crowd = scaled(100, 6)
    for source in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
        own = []
        for n in range(crowd):
            visitor = visit("-b", source)
            if n < 5:
                c.ok(visitor.until(FRONT), "session %d of %s" % (n + 1, source), visitor.wire)
                own.append(visitor)
            else:
                status = visitor.ended(10)
                text = visitor.wire.decode(errors="replace")
                c.ok(status == 75 and "5" in text and text.count("\n") == 1, "session %d of %s" % (n + 1, source),
                     "%s %s" % (status, text))
                c.ok(reason() == "busy", "log", log_lines()[-1:])
                visitor.close()
        visitors += own
    # of IPv6 a network counts, whatever the host in it
    for network, served in ((1, True), (1, False), (2, True)):
        for n in range(5 if served else 1):
            source = "2001:db8:0:%d::%d" % (network, 7 if not served else n * 1111)
            visitor = direct({"SSH_CONNECTION": source + " 50000 2001:db8::1 2222"})
            c.ok(visitor.until(FRONT, 5) == served, source, visitor.wire[-300:])
            visitors.append(visitor)
    while len(visitors) > 15:
        visitors.pop().close()
    # a place is free again once its session has ended, however it ended
    os.kill(sessions()[0], 9)
    time.sleep(0.3)
    found = 0
    for source in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
        visitor = visit("-b", source)
        found += visitor.until(FRONT, 3) and visitor.ended(0) is None
        visitors.append(visitor)
    c.ok(found == 1, "places after one session was killed", found)
    for visitor in visitors:
        visitor.close()
    c.ok(no_sessions(10), "sessions left", sessions())
    c.figures.append("3 addresses, %d clients each, 5 let in of each" % crowd)
    c.end()
    return c


# --- K9 ---------------------------------------------------------------------------------------

LINE = re.compile(r"<30>kanbao-kiosk\[\d+\]: start=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
                  r"(?: end=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ seconds=\d+)? "
                  r"reason=(left|gone|idle|session|stalled|cpu|busy|no-terminal|crash|failed|(no-sandbox|failed) cause=[^\x00-\x1f]+)$")


def folder_of(body):
    digest = hashlib.sha256(base64.b64decode(body)).hexdigest()
    return "%s/%s/%s" % (USERS, digest[:2], digest)


def journal_of_another(c):
    """What a visitor keeps is not believed: SQLite is made to take away a file that a journal names."""
    bodies = ("VklDVElN", "QVRUQUNL")
    for again in (False, True):
        for body in bodies[again:]:
            with direct(uid=READER, proof=proof("k9." + body, body)) as visitor:
                visitor.until(FRONT)
                visitor.settle(0.2)
                visitor.type("\r*", 0.2)
                visitor.send(LEAVE)
                c.ok(visitor.ended(5) == 0, "session of " + body, visitor.wire[-300:])
        if not again:
            theirs, own = (folder_of(body) + "/state.db" for body in bodies)
            with open(own, "rb") as f:
                header = f.read(100)
            page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
            magic, name = bytes.fromhex("d9d505f920a163d7"), theirs.encode()
            journal = (magic + struct.pack(">5I", 0, 1, pages, 512, page)).ljust(512, b"\0")
            journal += struct.pack(">I", 0x40000000 // page + 1) + name
            journal += struct.pack(">2I", len(name), sum(name)) + magic
            with open(own + "-journal", "wb") as f:
                f.write(journal)
            shutil.chown(own + "-journal", "reader")
    c.ok(os.path.exists(theirs), "a journal took away the state of another")


def log_is_plain(c):
    """One form of line, nothing else; they are all there are."""
    lines = log_lines()
    bad = [line for line in lines if not LINE.match(line)]
    c.ok(lines and not bad, "the log", "\n".join(bad[:5]))
    return lines


OBEYED = re.compile(r"\x1b[\]PX^_k]|[\x80-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def hostile_archive(c):
    """Text that was never sanitised, in all that the archive holds: on the screen, and in the log."""
    folder = "/srv/kanbao-hostile"
    path = folder + "/archive.db"
    os.mkdir(folder, 0o755)
    c.ok(run([os.path.dirname(KIOSK) + "/kanbao", "-a", path, "import", "assets/issues"])[0] == 0, "an archive")
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=DELETE")
    text = "\x1b]0;owned\x07\x1b[2J\u009b6n\u202e\n<30>kanbao-kiosk[1]: start"
    for table, column in (("papers", "name"), ("articles", "label"), ("articles", "headline"),
                          ("articles", "lead"), ("articles", "jump_to"), ("credits", "name")):
        db.execute("UPDATE %s SET %s = %s || ?" % (table, column, column), (text,))
    db.close()
    configure("archive = %s\n" % path)
    with direct() as visitor:
        c.ok(visitor.until(LAST), "the front page", visitor.wire[-300:])
        for keys in ("\r", " ", "i", "q", "q", "t", "q", "I", "q", "c", "q", "P", "q", "?", "q", "S柯城\r", "\x1b\x1b"):
            visitor.type(keys, 0.05)
        visitor.send(LEAVE)
        c.ok(visitor.ended(5) == 0, "left", visitor.wire[-200:])
        found = OBEYED.search(visitor.wire.decode())
        c.ok(not found and len(visitor.wire) > 5000, "obeyed", found)
    # what the operator is told of: a name, and a file that is no archive
    spoilt = folder + "/" + text.replace("\n", "").replace("/", "")
    os.mkdir(spoilt)
    with open(spoilt + "/archive.db", "w", encoding="utf-8") as f:
        f.write(text)
    for path in (spoilt + "/archive.db", spoilt + "/nowhere"):
        configure("archive = %s\n" % path)
        with direct() as visitor:
            c.ok(visitor.ended(5) not in (0, None), "no archive", visitor.wire)
            last = log_lines()[-1]
            c.ok("cause=" in last and not OBEYED.search(last + visitor.wire.decode()), "told", [last, visitor.wire])
    configure()


def k9():
    c = Count("K9")
    chance = random.Random(7)
    readers = scaled(50, 3)
    keys = [keygen("%s/k9.%d" % (TMP, i), "ed25519" if i % 3 else "ecdsa") for i in range(readers)]
    words = ["独特%d" % (1000 + i) for i in range(readers)]
    known = set(os.walk(USERS)) if False else {d for d, _, fs in os.walk(USERS) if "state.db" in fs}
    for i, key in enumerate(keys):
        with visit(user="reader", key=key) as visitor:
            visitor.until("欢迎")
            visitor.settle(0.2)
            visitor.type("\r")
            for _ in range(chance.randrange(5)):
                visitor.type(chance.choice(("J", "t", "\r", "]", "*", "r", "c", "\x1b")), 0.04)
            visitor.type("\x1b\x1b\x03\x03\r", 0.1)
            visitor.type("a#%s %s\r" % (words[i], words[i]), 0.2)
            visitor.type("S%s" % words[i], 0.3)
            visitor.send("\x1b\x1b\x03\x03\x03Q")
            c.ok(visitor.ended(5) == 0, "session of key %d" % i, visitor.wire[-200:])
    made = {d for d, _, fs in os.walk(USERS) if "state.db" in fs} - known
    c.ok(len(made) == readers, "folders", "%d of %d" % (len(made), readers))
    for folder in made:
        c.ok(os.stat(folder).st_mode & 0o077 == 0, "modes of " + folder)
        with open(folder + "/state.db", "rb") as f:
            state = f.read()
        held = [word for word in words if word.encode() in state]
        c.ok(len(held) == 1, "words in %s" % folder, held)
    for i in chance.sample(range(readers), min(readers, 10)):
        with visit(user="reader", key=keys[i]) as visitor:
            visitor.until(FRONT)
            visitor.settle(0.4)
            visitor.type("B", 0.3)
            for _ in range(5):
                visitor.type("\t", 0.15)
            text = visitor.wire.decode(errors="replace")
            c.ok(words[i] in text, "key %d sees its own" % i, text[-800:])
            c.ok(not any(w in text for w in words if w != words[i]), "key %d sees another's" % i)
    # anonymous: nothing is kept at all, a key that is offered counts for nothing
    count = len([1 for _, _, fs in os.walk(USERS) for f in fs])
    with visit("-o", "PreferredAuthentications=publickey,none", "-i", keys[0]) as visitor:
        c.ok(visitor.until("未保存"), "anonymous", visitor.wire[-300:])
        visitor.type("\r*")
        visitor.send(LEAVE)
        visitor.ended(3)
    c.ok(len([1 for _, _, fs in os.walk(USERS) for f in fs]) == count, "files of the anonymous")
    # no room for more keys: those that were here are served as before, others read without
    configure("readers = 0\nnotice = 欢迎光临，\x1b]0;x\x07\u202e敬请爱护\n")
    for i, key in enumerate((keys[0], keygen(TMP + "/k9.new"))):
        with visit(user="reader", key=key) as visitor:
            visitor.until("敬请爱护")
            visitor.settle(0.2)
            text = visitor.wire.decode(errors="replace")
            c.ok("欢迎光临，" in text and "敬请爱护" in text and "\x1b]0" not in text and "\u202e" not in text,
                 "the notice", text[-300:])
            c.ok(("没有位置" in text) == bool(i), "room for key %d" % i, text[-300:])
    configure()
    # a proof that is somebody else's is none; nor is what a name leads to, or a pipe
    other, own = proof("k9.other", "QUJD", NEWS), proof("k9.own", "QUJD")
    os.chmod(other, 0o644)
    os.symlink(own, own + ".link")
    os.mkfifo(own + ".pipe")
    shutil.chown(own + ".pipe", "reader")
    for what in (other, own + ".link", own + ".pipe", own + ".none"):
        with direct(uid=READER, proof=what) as visitor:
            c.ok(visitor.until("未保存"), "a proof of another kind: " + what, visitor.wire[-300:])
    journal_of_another(c)
    # trouble of the operator's: he is told what it is, the visitor that there is some
    for setting, cause in (("archive = /srv/nowhere\n", "/srv/nowhere"), ("idle = soon\n", CONF)):
        configure(setting)
        with direct() as visitor:
            status = visitor.ended(5)
            text = visitor.wire.decode(errors="replace")
            c.ok(status in (66, 78) and "/" not in text and "请稍后再来" in text, "the visitor is told", text)
            c.ok(reason() == "failed" and " cause=" in log_lines()[-1] and cause in log_lines()[-1],
                 "the operator is told", log_lines()[-1:])
    configure()
    hostile_archive(c)
    lines = log_is_plain(c)
    c.ok(len(lines) >= readers, "lines of the log", len(lines))
    bodies = []
    for key in keys:
        with open(key + ".pub", encoding="ascii") as f:
            bodies.append(f.read().split()[1])
    text = "\n".join(lines)
    for secret in [*words, *bodies, "somebody", "柯城", "127.0.0"]:
        c.ok(secret not in text, "in the log: " + secret)
    c.figures.append("%d keys, %d lines of log" % (readers, len(lines)))
    c.end()
    return c


def main():
    wanted = sys.argv[2:]
    counts = [test() for test in (k1, k2, k3, k4, k5, k6, k7, k8, k9)
              if not wanted or test.__name__.upper() in wanted]
    sys.exit(1 if any(c.failed for c in counts) else 0)


if __name__ == "__main__":
    main()
