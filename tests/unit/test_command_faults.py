"""A command that would not paste cleanly, or that we never advise, is a fault."""

from __future__ import annotations

import pytest

from bot.knowledge.commands import faults_of_command, without_quotes

CLEAN = [
    "docker ps",
    "sudo apt-get update && sudo apt-get install -y ca-certificates curl",
    'sudo usermod -aG docker "$USER"',
    "newgrp docker",
    "sudo -v\nsudo reboot",
    "printf 'Types: deb\\nSuites: %s\\nURIs: https://download.docker.com/linux/ubuntu\\n' "
    '"$(. /etc/os-release && echo "${UBUNTU_CODENAME:-$VERSION_CODENAME}")" "$(dpkg --print-architecture)" '
    "| sudo tee /etc/apt/sources.list.d/docker.sources > /dev/null",
    "curl -fsSL https://get.docker.com -o get-docker.sh",
    "grep -E '^(ID|ID_LIKE)=' /etc/os-release",
    "docker exec -it web sh",
    "find . -name '*.log' -exec ls {} +",
    "ssh-keygen -t ed25519",
    "sudo cp docker/* /usr/bin/",
    "[ ! -f /etc/docker/daemon.json ] || cat /etc/docker/daemon.json",
    "apt-cache madison docker-ce | awk '{print $3}' | head -n 1",
    "docker info --format '{{.OSType}}/{{.Architecture}}'",
    "echo '# a remark in a file' | sudo tee /etc/x.conf",
    "sort < in.txt > out.txt",
    "sudo chmod a+r /etc/apt/keyrings/docker.asc",
    "sudo install -m 0755 -d /etc/apt/keyrings",
    "curl --fail \\\n  https://example.org/",
    "docker context use rootless; docker ps",
    "sudo apt-get -y remove docker.io",
    "docker ps --filter 'name=*web*'",
    "sudo chmod 644 /srv/777",
    "sudo chmod 1755 /srv",
    "sudo chmod ug+rw /srv/shared",
    "sudo rm -r /etc/docker /var/lib/docker",
    "sudo rm -f /etc/apt/sources.list.d/docker.list",
]
FAULTY = [
    ("", "is empty"),
    ("$ docker ps", "prompt"),
    ("root@web:~# docker ps", "prompt"),
    ("PS C:\\> docker ps", "prompt"),
    ("docker run <image>", "placeholder"),
    ('docker run "<your image>"', "placeholder"),
    ("docker login -u YOUR_NAME", "placeholder"),
    ("docker ps # list", "# remark"),
    ("docker ps // list", "// remark"),
    ("cat <<EOF\nx\nEOF", "heredoc"),
    ("docker run -e A=“b” x", "typographic quote"),
    ("docker run \u2014it x", "typographic dash"),
    ("docker\u00a0ps", "no-break"),
    ("docker\tps", "tab"),
    ("docker ps ", "blanks at the end"),
    ("docker ps \\ \nx", "blanks at the end"),
    ("newgrp docker\ndocker ps", "newgrp"),
    ("newgrp docker && docker ps", "newgrp"),
    ("ssh web-1; docker ps", "ssh"),
    ("sudo reboot\nls", "reboot"),
    ("exec bash\nls", "exec"),
    ('echo "hi!there"', "single quotes"),
    ("docker ps --filter name=*web", "zsh"),
    ("docker ps |", "in the middle"),
    ("docker ps \\", "in the middle"),
    ("echo 'a", "not closed"),
    ('echo "$(date"', "not closed"),
    ("sudo apt install -y docker-ce", "apt-get"),
    ("sudo apt-get install docker-ce", "-y"),
    ("sudo dnf install docker-ce", "-y"),
    ("sudo chmod 666 /var/run/docker.sock", "everybody"),
    ("sudo chmod 0777 /x", "everybody"),
    ("sudo chmod a+rw /var/run/docker.sock", "everybody"),
    ("dockerd -H tcp://0.0.0.0:2375", "network"),
    ("sudo rm /var/lib/dpkg/lock-frontend", "lock file"),
    ("sudo rm -rf /", "everything"),
    ("sudo rm -f -r /", "everything"),
    ("sudo rm -rf --no-preserve-root /", "everything"),
    ("sudo rm --recursive --force /*", "everything"),
    ("sudo chmod 622 /var/run/docker.sock", "everybody"),
    ("sudo chmod go+rw /var/run/docker.sock", "everybody"),
    ("sudo chmod u=rw,o+w /var/run/docker.sock", "everybody"),
    ("echo " + "x" * 2_000, "2000 characters"),
]


@pytest.mark.parametrize("run", CLEAN)
def test_a_clean_command_has_no_fault(run: str) -> None:
    assert faults_of_command(run) == []


@pytest.mark.parametrize(("run", "what"), FAULTY)
def test_a_faulty_command_says_what_is_wrong(run: str, what: str) -> None:
    assert any(what in fault for fault in faults_of_command(run)), faults_of_command(run)


def test_powershell_is_held_to_its_own_rules() -> None:
    assert faults_of_command("wsl --install", "powershell") == []
    assert faults_of_command("Start-Process “x”", "powershell") == ["holds a typographic quote"]


def test_code_inside_double_quotes_is_seen_as_code() -> None:
    assert without_quotes('a "b $(c "d") e" f') == ('a "xx$(c "x")xx" f', True)
