"""Why a policy is not understood or a file cannot be used, once in each language: Korean, English."""

from __future__ import annotations

from typing import Dict, Tuple

# As the system says it, by the name of its error.
SYSTEMS: Dict[str, Tuple[str, str]] = {
    "os_EACCES": ("권한이 없어요", "permission denied"),
    "os_EPERM": ("허용되지 않아요", "not permitted"),
    "os_ENOENT": ("그런 파일이나 폴더가 없어요", "there is no such file or folder"),
    "os_ENOTDIR": ("폴더가 아니에요", "it is no folder"),
    "os_EISDIR": ("폴더예요", "it is a folder"),
    "os_ELOOP": ("링크가 놓여 있어요", "a link stands there"),
    "os_EROFS": ("읽기만 되는 디스크예요", "the disk is read-only"),
    "os_ENOSPC": ("디스크가 가득 찼어요", "the disk is full"),
    "os_EDQUOT": ("디스크 할당량을 다 썼어요", "the disk quota is used up"),
    "os_EIO": ("디스크를 읽거나 쓰지 못해요", "the disk cannot be read or written"),
}

REASONS: Dict[str, Tuple[str, str]] = {
    **SYSTEMS,
    "another_link": ("다른 사용자가 만든 링크가 놓여 있어요", "another user's link stands there"),
    "not_plain": ("보통 파일이 아니에요", "it is no plain file"),
    "not_utf8": ("UTF-8이 아니에요", "it is not UTF-8"),
    "fault_missing": ("파일이 없어요", "there is none"),
    "fault_json": ("JSON이 아니에요 ({why})", "it is not JSON ({why})"),
    "fault_object": ("JSON 객체가 아니에요", "it is not a JSON object"),
    "fault_key": ("모르는 키가 있어요: {name}", "it has an unknown key: {name}"),
    "fault_level": ("level은 {levels} 가운데 하나여야 해요", "level is one of {levels}"),
    "fault_list": (
        "{name}에는 이름을 {most}개까지 적을 수 있어요",
        "{name} is a list of at most {most} names",
    ),
    "fault_name": ("{name}에 쓸 수 없는 값이에요: {value}", "{value} cannot stand in {name}"),
    "fault_rate": ("rate는 0부터 {most}까지의 정수예요", "rate is a whole number from 0 to {most}"),
    "fault_paused": ("paused는 true나 false여야 해요", "paused is true or false"),
}
