"""Drives Helix through a terminal: opens PLIMSOLL_FILE, waits until PLIMSOLL_TEXT is on the screen, opens the code
actions at line PLIMSOLL_LINE, takes the first, saves, and writes a report to PLIMSOLL_REPORT."""

import json
import os
import pathlib
import shutil
import sys
import time

import pexpect
import pyte

ROWS, COLUMNS = 30, 150


class Terminal:
    """A program in a terminal whose screen can be read."""

    def __init__(self, argv: list[str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.process = pexpect.spawn(argv[0], argv[1:], dimensions=(ROWS, COLUMNS))

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, seconds: float, condition) -> bool:
        end = time.time() + seconds
        while time.time() < end:
            try:
                self.stream.feed(self.process.read_nonblocking(65536, 0.05))
            except pexpect.TIMEOUT:
                if condition(self.text()):
                    return True
            except pexpect.EOF:
                return condition(self.text())
        return condition(self.text())


def main() -> None:
    report: dict[str, object] = {}
    config = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "helix")
    config.mkdir(parents=True)
    shutil.copy(pathlib.Path(os.environ["PLIMSOLL_EDITORS"], "helix", "languages.toml"), config)
    (config / "config.toml").write_text(
        '[editor]\nend-of-line-diagnostics = "hint"\n[editor.inline-diagnostics]\ncursor-line = "hint"\n'
    )
    file = os.environ["PLIMSOLL_FILE"]
    helix = Terminal([sys.argv[1], "-v", "--log", str(config / "log"), f"{file}:{os.environ['PLIMSOLL_LINE']}"])
    try:
        if not helix.wait(20, lambda text: os.environ["PLIMSOLL_TEXT"] in text):
            raise RuntimeError("the finding is not on the screen")
        report["findings"] = helix.text()
        helix.process.send(" a")
        if not helix.wait(10, lambda text: os.environ["PLIMSOLL_ACTION"] in text):
            raise RuntimeError("the action is not on the screen")
        report["actions"] = helix.text()
        before = pathlib.Path(file).read_text(encoding="utf-8")
        helix.process.send("\r")
        helix.wait(10, lambda text: os.environ["PLIMSOLL_TEXT"] not in text)
        helix.process.send(":w\r")
        helix.wait(10, lambda _: pathlib.Path(file).read_text(encoding="utf-8") != before)
        helix.process.send(":q\r")
        helix.wait(5, lambda _: not helix.process.isalive())
    except RuntimeError as problem:
        log = config / "log"
        report["error"] = str(problem)
        report["screen"] = helix.text().splitlines()
        report["log"] = log.read_text(encoding="utf-8")[-2000:] if log.exists() else ""
    finally:
        helix.process.close(force=True)
    pathlib.Path(os.environ["PLIMSOLL_REPORT"]).write_text(json.dumps(report), encoding="utf-8")


main()
