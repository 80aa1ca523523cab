"""What the Answerer replies to a text."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.answering.model import Answer, Question


def reply(answerer: Answerer, text: str) -> Answer:
    found = answerer.reply(Question(text=text))
    assert isinstance(found, Answer), found
    return found
