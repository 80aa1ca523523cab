"""Begins the agent from its archive: this is the archive's ``__main__.py``. Any Python can read it, to be told if it is too old."""

import os
import sys

OLDEST = (3, 8)
FOLDER = "setupbot-agent"


def cache_folder():
    """Where the archive may unpack itself, once: only this user's own, as whoever can write there runs as this user.

    None where there is no such folder. Not by $HOME, which sudo may leave another user's.
    """
    import pwd

    try:
        folder = os.environ.get("CACHE_DIRECTORY", "").split(":")[0]
        folder = folder or os.path.join(pwd.getpwuid(os.geteuid()).pw_dir, ".cache", FOLDER)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except (KeyError, OSError):
        return None
    is_own = found.st_uid == os.geteuid() and not found.st_mode & 0o022 and os.access(folder, os.W_OK)
    return folder if is_own and not os.path.islink(folder) else None


def unpacked(folder):
    """Where shiv unpacks this archive, by the hash of what is in it."""
    import json

    made = json.loads(__loader__.get_data(os.path.join(__loader__.archive, "environment.json")))
    archive = os.path.basename(os.path.realpath(sys.argv[0]))
    return os.path.join(folder, archive + "_" + made["build_id"], "site-packages")


def begin():
    """Unpacked, so that Python keeps what it compiles; where that cannot be, from the archive itself, slower.

    shiv's own start is needed to unpack only; leaving it out afterwards saves a tenth of a second each time.
    """
    import gc

    gc.disable()  # nothing is thrown away while modules are loaded; a running agent turns it on again
    folder = cache_folder()
    packages = unpacked(folder) if folder else os.path.join(os.path.abspath(sys.argv[0]), "site-packages")
    if folder and not os.path.isdir(packages):
        os.environ["SHIV_ROOT"] = folder
        from _bootstrap import bootstrap

        bootstrap()
    sys.path.insert(0, packages)
    from agent.cli import main

    try:
        code = main()
    except SystemExit as ended:  # argparse, which prints its help and ends
        code = ended.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads any more
        code = code or 1
    # All is written and closed by now; taking every module down would cost a twentieth of a second.
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if sys.version_info < OLDEST:
    sys.exit("setupbot-agent needs Python 3.8 or newer. This is " + sys.version.split()[0] + ".")
if __name__ == "__main__":
    begin()
