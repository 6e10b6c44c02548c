"""L5: logins.py SOAK. 200 clients of 50 addresses log in within ten seconds, and are all served."""
import os
import select
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kiosk import FRONT, Count, no_sessions, sessions, visit


def main():
    c = Count("L5")
    clients = max(4, int(200 * min(1, float(sys.argv[1]))))
    over = 10 * clients / 200
    begun = time.time()
    open_now, came = [], []

    def look(wait):
        ready = select.select([v.fd for v in open_now], [], [], wait)[0]
        for visitor in [v for v in open_now if v.fd in ready]:
            alive = visitor.read(0) is not None
            if FRONT.encode() in visitor.wire or not alive:
                came.append((time.time() - visitor.begun, visitor))
                open_now.remove(visitor)

    for n in range(clients):
        while time.time() < begun + n * over / clients:
            look(0.005)
        visitor = visit("-b", "127.0.1.%d" % (1 + n % 50))
        visitor.begun = time.time()
        open_now.append(visitor)
    while open_now and time.time() < begun + 60:
        look(0.1)
    took = time.time() - begun
    for seconds, visitor in came:
        c.ok(FRONT.encode() in visitor.wire and seconds <= 15, "a login", "%.1f s: %r" % (seconds, visitor.wire))
    for visitor in open_now:
        c.ok(False, "no first screen", visitor.wire)
    c.ok(len(sessions()) == clients, "sessions", len(sessions()))
    waits = sorted(seconds for seconds, _ in came)
    c.figures.append("%d logins over %.0f s: first screen p50 %.2f s, max %.2f s; all after %.1f s" % (
        clients, over, waits[len(waits) // 2], waits[-1], took))
    for _, visitor in came:
        visitor.close()
    no_sessions(20)
    c.end()
    sys.exit(1 if c.failed else 0)


main()
