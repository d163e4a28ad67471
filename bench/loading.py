"""`python -m bench.loading`: what `archive sites` costs with 200 modules.

The modules are those of the checkout and copies of them, with hosts and selectors of their own, so that nothing that
was checked for one is saved for another.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path

from scrapers.loading import load
from scrapers.sites import sites

_ROOT = Path(__file__).parents[1]
_ROOMS = (
    "archive.py",
    "commands",
    "scrapers",
    "pipelines",
    "cundang",
    "exchange",
    "upkeep",
    "datasette_config",
    "demo",
)
_FIRST_NAME = re.compile(r'(?<=")([a-z]*[.#])(?=[A-Za-z])')  # of a class or an id, where a selector begins

_EXAMPLE = re.compile(r"^    example=.*\n", re.MULTILINE)


def copy_module(text: str, name: str, hosts: tuple[str, ...], number: int) -> str:
    """Make a module like another one, of another site."""
    head, mark, profiles = text.partition("    profiles=")
    head = _EXAMPLE.sub("", head)  # the pattern of articles does not change with the hosts
    text = head + mark + _FIRST_NAME.sub(rf"\1n{number}", profiles)
    any_host = "|".join(map(re.escape, sorted(hosts, key=len, reverse=True)))
    return re.sub(rf"(?<![\w-])(?:{any_host})", rf"n{number}-\g<0>", text).replace(
        f'name="{name}"', f'name="{name}_{number}"', 1
    )


def fill(folder: Path, count: int) -> None:
    """Copy the checkout to a folder, and add modules there until there are so many."""
    for room in _ROOMS:
        copy = shutil.copytree if (_ROOT / room).is_dir() else shutil.copy
        copy(_ROOT / room, folder / room)
    models = {name: (_ROOT / f"scrapers/sites/{name}.py").read_text(encoding="utf-8") for name in sites()}
    missing = range(count - len(load().sites) - len(load().layouts))
    for number, name in zip(missing, cycle(models), strict=False):
        text = copy_module(models[name], name, sites()[name].hosts, number)
        (folder / f"scrapers/sites/{name}_{number}.py").write_text(text, encoding="utf-8")


def run(folder: Path, *words: str) -> float:
    """Run a command of `archive` there; the seconds that it took of the processor, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "archive", *words]
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of some runs, without an archive and with one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=int, default=200)
    parser.add_argument("--runs", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, given.modules)
        first = run(folder, "sites")
        print(f"{given.modules} modules: {first:.2f} s of CPU for `archive sites` the first time, as Python compiles")
        print(f"{statistics.median(run(folder, 'sites') for _ in range(given.runs)):.2f} s from then on")
        page = folder / "page.html"
        page.write_text(f"<h1>春茶</h1><p>{'白河的春茶比往年早了五天。' * 20}</p>", encoding="utf-8")
        run(folder, "import", str(page))
        print(f"{statistics.median(run(folder, 'sites') for _ in range(given.runs)):.2f} s with an archive")


if __name__ == "__main__":
    main()
