#!/usr/bin/env python3
"""Pages as they come from other hands, against the same gold labels.

usage: variants.py KANBAO SCORE-IMPORT

Each page of the fixtures and the five pages is changed in one way (lines cut
at a width, CR LF, blanks of a reading machine, indents, full-width digits,
traditional characters, blank lines doubled) and parsed; what the change does
to the text is done to the gold too. Every kind of change has a bar.
"""
import copy
import glob
import json
import os
import re
import subprocess
import sys
import types

# Kinds of change and the least score in per cent over all pages.
BARS = {"as it is": 99, "cr lf": 99, "wrap 18": 90, "wrap 22": 90, "wrap 30": 90, "ocr": 90, "indents": 90,
        "doubled": 97, "digits": 97, "traditional": 97}
# Layouts of their own would be destroyed by cutting or spacing lines again.
OWN_LINES = {"supplement", "verse-list", "figures", "notices", "front-guide", "wrapped-18", "wrapped-indent",
             "ocr-blanks", "indented", "indented-gb18030", "credits"}
TRADITIONAL = str.maketrans("报讯记员实习摄图农历转导读声启气据华网综专题对东张陈刘赵黄吴孙郑谢韩冯邓许吕苏卢蒋贾叶"
                            "说这开会们为与经济过还个应镇县区长书来时业产设",
                            "報訊記員實習攝圖農曆轉導讀聲啟氣據華網綜專題對東張陳劉趙黃吳孫鄭謝韓馮鄧許呂蘇盧蔣賈葉"
                            "說這開會們為與經濟過還個應鎮縣區長書來時業產設")
DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def wrap(width):
    def change(text):
        out = []
        for line in text.split("\n"):
            while len(line) > width:
                out.append(line[:width])
                line = line[width:]
            out.append(line)
        return "\n".join(out)
    return change


def ocr(text):
    lines = []
    for line in text.split("\n"):
        wide = re.sub(r"[ \u3000]+", "\x00", line)
        lines.append(" ".join(wide).replace(" \x00 ", "   "))
    return "\n".join(lines)


def indents(text):
    return re.sub(r"(?m)^(?=.*[。！？”：]$)(?=.{24})", "\u3000\u3000", text)


def same(text):
    return text


# name: change of the text, change of every string of the gold, needs plain blocks
CHANGES = {
    "as it is": (same, same, False),
    "cr lf": (lambda t: t.replace("\r\n", "\n").replace("\n", "\r\n"), same, False),
    "wrap 18": (wrap(18), same, True),
    "wrap 22": (wrap(22), same, True),
    "wrap 30": (wrap(30), same, True),
    "ocr": (ocr, same, True),
    "indents": (indents, same, True),
    "doubled": (lambda t: t.replace("\n\n", "\n\n\n"), same, True),
    "digits": (lambda t: t.translate(DIGITS), lambda t: t.translate(DIGITS), False),
    "traditional": (lambda t: t.translate(TRADITIONAL), lambda t: t.translate(TRADITIONAL), False),
}


def load(path):
    """The scorer's functions; its last line runs it."""
    module = types.ModuleType("score_import")
    with open(path, encoding="utf-8") as file:
        exec(file.read().rsplit("main(sys.argv)", 1)[0], module.__dict__)
    return module


def changed(value, change):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [changed(item, change) for item in value]
    if isinstance(value, dict):
        return {key: changed(item, change) for key, item in value.items()}
    return value


def points(score, gold, out):
    got = total = 0.0
    for name in score.ISSUE_FIELDS:
        total += 1
        got += score.squash(gold.get(name)) == score.squash(out.get(name))
    left, extra = score.match(gold["articles"], out["articles"])
    for i, article in enumerate(gold["articles"]):
        for name in score.ARTICLE_FIELDS:
            total += 1
            got += score.compare(name, article, out["articles"][left[i]]) if i in left else 0
    total += len(extra) * len(score.ARTICLE_FIELDS)
    return got, total


def gold_of(gold, name):
    change = CHANGES[name][1]
    made = copy.deepcopy(gold)
    made["articles"] = changed(made["articles"], change)
    for article, before in zip(made["articles"], gold["articles"]):
        for key in ("page", "kind", "jump_to", "jump_from"):
            article[key] = before[key]
    for key in ("paper", "lunar", "weekday"):
        made[key] = changed(made.get(key), change)
    return made


def main(argv):
    kanbao, score = argv[1], load(argv[2])
    sums = {name: [0.0, 0.0] for name in CHANGES}
    worst = {name: (101, "") for name in CHANGES}
    for path in sorted(glob.glob("tests/gold/*.json") + glob.glob("tests/fixtures/parse/*.json")):
        base = os.path.basename(path)[:-5]
        page = path[:-5] + ".txt"
        if not os.path.exists(page):
            page = f"assets/issues/{base}.txt"
        with open(path, encoding="utf-8") as file:
            gold = json.load(file)
        text = score.text_of(page)
        for name, (change, _, plain) in CHANGES.items():
            if plain and base in OWN_LINES:
                continue
            run = subprocess.run([kanbao, "parse", "-"], input=change(text).encode(), stdout=subprocess.PIPE, check=False)
            got, total = points(score, gold_of(gold, name), json.loads(run.stdout)) if run.returncode == 0 else (0, 1)
            sums[name][0] += got
            sums[name][1] += total
            worst[name] = min(worst[name], (100 * got / total, base))
    failed = 0
    for name, (got, total) in sums.items():
        share = 100 * got / total
        word = "ok" if share >= BARS[name] else "not ok"
        failed |= word != "ok"
        print(f"{word} - {name}: {share:.2f} % (bar {BARS[name]} %), least {worst[name][0]:.1f} % {worst[name][1]}")
    return int(failed)


sys.exit(main(sys.argv))
