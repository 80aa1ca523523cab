"""The agent as a systemd service: its own user, no rights to gain, nothing to write but its own folder."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import stat
import sys
from pathlib import Path
from typing import Callable, Mapping, NamedTuple, Optional

from agent.commands import NotThere, Runner, SystemRunner, TimedOut
from agent.home import FOLDER_NAME, SAFELY, SYSTEM_FOLDER, Home
from agent.talk import Talk
from agent.words import Told, why

USER = "setupbot-agent"
UNIT = f"{USER}.service"
COMMAND_LIMIT_S = 60.0
SYSTEM_PYTHON = "/usr/bin/python3"
PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy")
DOCKER_GROUP = "[Service]\nSupplementaryGroups=docker\n"

# What must stay possible decides what is left out here: to see the processes of all users (no ProtectProc),
# the kernel's build options in /lib/modules (no ProtectKernelModules; loading any needs a capability that is
# not given), homes that their owners let others read, Docker's socket, and the network.
UNIT_TEXT = """\
[Unit]
Description=setupbot agent: looks at this host within its owner's policy
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart={python} -I {program} run
EnvironmentFile=-/etc/setupbot-agent.env
User={user}
Group={user}
StateDirectory={folder}
StateDirectoryMode=0700
CacheDirectory={folder}
CacheDirectoryMode=0700
UMask=0077
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=2 3

NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelTunables=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
MemoryMax=256M
TasksMax=128

[Install]
WantedBy=multi-user.target
"""


class Identity(NamedTuple):
    """Numbers of a user of this system."""

    uid: int
    gid: int


def identity_of(user: str) -> Optional[Identity]:
    """None if there is no such user."""
    try:
        found = pwd.getpwnam(user)
    except KeyError:
        return None
    return Identity(found.pw_uid, found.pw_gid)


class Service:
    """The files of the service beneath ``root``, and the commands that make systemd take note of them."""

    def __init__(
        self,
        runner: Runner,
        *,
        root: Path = Path("/"),
        identify: Callable[[str], Optional[Identity]] = identity_of,
        own: Callable[[int, int, int], None] = os.fchown,
    ) -> None:
        self.runner = runner
        self.root = root
        self.identify = identify
        self.own = own
        self.folder = root / str(SYSTEM_FOLDER)[1:]
        self.program = root / "usr/local/lib/setupbot-agent/setupbot-agent.pyz"
        self.command = root / "usr/local/bin/setupbot-agent"
        self.unit = root / "etc/systemd/system" / UNIT
        self.docker_rights = root / "etc/systemd/system" / f"{UNIT}.d" / "docker.conf"
        self.settings = root / "etc/setupbot-agent.env"

    @property
    def is_installed(self) -> bool:
        """Whether the unit's file is there."""
        return self.unit.exists()

    def check(self) -> None:
        """Raises Told where there can be no service."""
        if os.geteuid() != 0:
            raise Told("need_root")
        if not (self.root / "run/systemd/system").is_dir():
            raise Told("need_systemd")

    def make_home(self) -> Path:
        """The service's user and its folder, made if they are missing."""
        owner = self.identify(USER)
        if owner is None:
            self._run(
                *("useradd", "--system", "--user-group", "--no-create-home"),
                *("--home-dir", str(SYSTEM_FOLDER), "--shell", "/usr/sbin/nologin", USER),
            )
            owner = self.identify(USER)
        if owner is None:
            raise Told("service_failed", command="useradd", reason=USER)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._give_all(owner)
        except OSError as error:
            raise Told("home_unusable", folder=self.folder, reason=why(error)) from error
        return self.folder

    def _give_all(self, owner: Identity) -> None:
        """What root wrote before there was a service becomes the service's; what is open cannot be swapped meanwhile."""
        folder = os.open(str(self.folder), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            for name in (".", *os.listdir(folder)):
                try:
                    number = os.open(name, os.O_RDONLY | SAFELY, dir_fd=folder)
                except OSError:
                    continue  # a link, or gone again
                try:
                    found = os.fstat(number)
                    is_plain = stat.S_ISREG(found.st_mode) and found.st_nlink == 1
                    if found.st_uid != owner.uid and (is_plain or name == "."):
                        self.own(number, owner.uid, owner.gid)
                finally:
                    os.close(number)
        finally:
            os.close(folder)

    def install(self, archive: Path, environment: Mapping[str, str]) -> None:
        """Copies the program, writes the unit and starts it, now and at every start of the system."""
        self.program.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not (self.program.exists() and archive.samefile(self.program)):
            draft = self.program.with_suffix(".new")
            shutil.copyfile(str(archive), str(draft))
            draft.chmod(0o755)
            draft.replace(self.program)
        self.command.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        if self.command.is_symlink():
            self.command.unlink()
        if not self.command.exists():
            self.command.symlink_to(self.program)
        proxies = [
            f'{name}="{environment[name]}"' for name in PROXIES if _is_plain(environment.get(name, ""))
        ]
        _write(self.settings, "".join(f"{line}\n" for line in proxies), 0o600)
        _write(self.unit, unit_text(self._python(), self.program), 0o644)
        self._run("systemctl", "daemon-reload")
        self._run("systemctl", "enable", UNIT)
        self._run("systemctl", "restart", UNIT)

    def set_docker_rights(self, given: bool, *, group_exists: bool) -> str:
        """Adds the group docker to the service or takes it away; the key of the sentence that says so, if any."""
        if not given:
            if not self.docker_rights.exists():
                return ""
            self.docker_rights.unlink()
            self._restart()
            return "service_narrowed"
        if not group_exists:  # systemd would not start the service at all
            return "service_no_group"
        _write(self.docker_rights, DOCKER_GROUP, 0o644)
        self._restart()
        return "service_group"

    def remove(self) -> None:
        """Stops it and removes all but its folder, where the log is."""
        self._run("systemctl", "disable", "--now", UNIT)
        for file in (self.unit, self.docker_rights, self.settings, self.program):
            if file.exists():
                file.unlink()
        if self.command.is_symlink():
            self.command.unlink()
        self._run("systemctl", "daemon-reload")

    def _restart(self) -> None:
        self._run("systemctl", "daemon-reload")
        self._run("systemctl", "try-restart", UNIT)

    def _python(self) -> str:
        """The system's own, which the service's user may read for certain, if it is new enough."""
        if sys.executable.startswith("/usr/"):
            return sys.executable
        try:
            told = self.runner.run(
                [SYSTEM_PYTHON, "-c", "import sys; print(sys.version_info >= (3, 8))"], 10.0
            )
        except (NotThere, TimedOut):
            return sys.executable
        return SYSTEM_PYTHON if told.stdout.strip() == "True" else sys.executable

    def _run(self, *argv: str) -> None:
        command = " ".join(argv)
        try:
            ran = self.runner.run(argv, COMMAND_LIMIT_S)
        except (NotThere, TimedOut) as error:
            raise Told("service_failed", command=command, reason=type(error).__name__) from error
        if ran.exit_code != 0:
            raise Told("service_failed", command=command, reason=ran.stderr.strip()[:300])


def follow_level(home: Home, level: str, talk: Talk) -> None:
    """Gives the service the rights of the group docker where the level needs them, and takes them where it does not."""
    service = Service(SystemRunner())
    if not service.is_installed or home.folder != service.folder or os.geteuid() != 0:
        return
    said = service.set_docker_rights(level != "files", group_exists=_group_exists("docker"))
    if said:
        talk.say(said)


def unit_text(python: str, program: Path) -> str:
    """The unit's file."""
    return UNIT_TEXT.format(python=python, program=program, user=USER, folder=FOLDER_NAME)


def _group_exists(name: str) -> bool:
    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True


def _is_plain(value: str) -> bool:
    return bool(value) and value.isprintable() and not set(value) & set("\"\\'$`")


def _write(file: Path, text: str, mode: int) -> None:
    file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    number = os.open(str(draft), os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(number, "w", encoding="utf-8") as opened:
        os.fchmod(opened.fileno(), mode)
        opened.write(text)
    draft.replace(file)
