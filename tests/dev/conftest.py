"""What the tests of ``./dev`` share."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from .harness import ROOT, Dev, drop


@pytest.fixture(scope="session")
def database():
    """One demo database for all these tests, beside that of the developer."""
    name = f"test_{os.getpid()}_dev"  # ./dev test drops what is left of such
    yield name
    drop(name)


@pytest.fixture
def dev(database):
    folder = Path(tempfile.mkdtemp(prefix="vdev-"))
    folder.chmod(0o755)
    cache = folder / "cache"
    cache.mkdir()
    made = Dev(cache, database)
    yield made
    for process in made.started:
        if process.poll() is None:
            made.stop(process)
    if not (cache / "postgres").is_symlink():
        subprocess.run(
            [ROOT / "dev", "clean"],
            env=made.environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def small_disk():
    """Mounts little file systems, and takes them away again."""
    mounted = []

    def mount(folder, size):
        folder.mkdir(exist_ok=True)
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", folder],
            check=True,
        )
        mounted.append(folder)

        def take_away():
            subprocess.run(["umount", folder], check=True)
            mounted.remove(folder)

        return take_away

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)
