"""koi-guard compiled for the tests, where rebooting writes a file: once plain, once with the sanitizers."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "guard/koi-guard.c"
OPTIONS = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-DKOI_TEST"]
SANITIZERS = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


def compiler():
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def compiled(sanitized):
    target = ROOT / "build" / ("koi-guard-sanitized" if sanitized else "koi-guard-tested")
    target.parent.mkdir(exist_ok=True)
    sources = [Path(__file__), *SOURCE.parent.glob("*.[ch]")]
    if not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        fresh = target.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler(), *OPTIONS, *(SANITIZERS if sanitized else ["-O2"]), "-o", fresh, SOURCE],
                       check=True)
        fresh.rename(target)
    return target


def has_sanitizers(folder):
    """Their libraries are a package of their own on some systems."""
    empty = folder / "empty.c"
    empty.write_text("int main(void) { return 0; }\n", encoding="ascii")
    return subprocess.run([compiler(), *SANITIZERS, "-o", folder / "empty", empty],
                          stderr=subprocess.DEVNULL, check=False).returncode == 0
