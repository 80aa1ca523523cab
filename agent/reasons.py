"""Why a policy is not understood, once in each language: Korean, English."""

from __future__ import annotations

from typing import Dict, Tuple

REASONS: Dict[str, Tuple[str, str]] = {
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
