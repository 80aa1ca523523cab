"""Sends replies: ``bot.work.ports.SlackPoster`` on Slack's Web API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.work.ports import Block, Posted, Refused
from handlers.broadcasts import without_broadcasts
from handlers.metrics import Metrics
from handlers.slack_faults import CALL_FAULTS, by_status, translated

TEXT_MAX = 3_900
"""Slack recommends 4,000 characters, and refuses an edit with more."""

PAGE = 200
PAGES_MAX = 5

_UNSEEN = frozenset(
    {"missing_scope", "not_in_channel", "channel_not_found", "thread_not_found", "invalid_arguments"}
)


class WebPoster:
    """Every method raises RateLimited, Passing or Refused; ``client`` has a session with limits."""

    def __init__(self, client: AsyncWebClient, metrics: Metrics) -> None:
        self._client, self._metrics = client, metrics

    async def post(
        self,
        channel: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, Any],
    ) -> Posted:
        """Posts a message without unfurling its links."""
        arguments = _content(text, blocks) | {"channel": channel, "metadata": dict(metadata)}
        arguments |= {"unfurl_links": False, "unfurl_media": False}
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        answer = await self._call("chat.postMessage", arguments)
        # Where a person's id was given, only this channel can be edited in.
        return Posted(channel=str(answer["channel"]), ts=str(answer["ts"]))

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> None:
        """Replaces a message."""
        await self._call("chat.update", _content(text, blocks) | {"channel": channel, "ts": ts})

    async def delete(self, channel: str, ts: str) -> None:
        """Removes a message."""
        await self._call("chat.delete", {"channel": channel, "ts": ts})

    async def find_posted(self, channel: str, thread_ts: str | None, reply_id: str) -> str | None:
        """Looks through the thread, or the channel's latest messages, as far as it may."""
        method = "conversations.replies" if thread_ts else "conversations.history"
        arguments: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
        if thread_ts:
            arguments["ts"] = thread_ts
        for _ in range(PAGES_MAX):
            try:
                page = await self._call(method, arguments)
            except Refused as refused:
                if refused.code in _UNSEEN:
                    return None
                raise
            for message in page.get("messages", []):
                if _reply_of(message) == reply_id:
                    return str(message["ts"])
            arguments["cursor"] = page.get("response_metadata", {}).get("next_cursor", "")
            if not arguments["cursor"]:
                break
        return None

    async def point(self, channel: str, thread_ts: str | None, user: str, text: str) -> None:
        """Says a line to one person alone, in a conversation that others see."""
        arguments = {"channel": channel, "user": user, "text": text}
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        await self._call("chat.postEphemeral", arguments)

    async def respond(
        self, response_url: str, text: str, blocks: Sequence[Block], *, replaces: bool = False
    ) -> None:
        """Answers an interaction privately; ``replaces`` the message it came from, or leaves that as it is."""
        # What is replaced keeps its kind: a message of a direct conversation is not private to Slack.
        how = {"replace_original": True} if replaces else {"response_type": "ephemeral"}
        body = _content(text, blocks) | {"replace_original": False} | how
        session = self._client.session
        if session is None:
            raise ValueError("the client has no session")
        try:
            async with session.post(response_url, json=body, proxy=self._client.proxy) as response:
                status, headers, said = response.status, response.headers, await response.text()
        except CALL_FAULTS as fault:
            self._count("response_url", "failed")
            raise translated(fault) from fault
        if status != 200:
            self._count("response_url", "failed")
            raise by_status(status, headers, _spent(status, said))
        self._count("response_url", "ok")

    async def _call(self, method: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        # Reading methods do not take JSON.
        reads = method.startswith("conversations.")
        try:
            answer = await (
                self._client.api_call(method, http_verb="GET", params=arguments)
                if reads
                else self._client.api_call(method, json=arguments)
            )
        except CALL_FAULTS as fault:
            self._count(method, "failed")
            raise translated(fault) from fault
        self._count(method, "ok")
        data: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return data

    def _count(self, method: str, outcome: str) -> None:
        self._metrics.calls.labels(method, outcome).inc()


def _content(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    fallback = text if len(text) <= TEXT_MAX else text[:TEXT_MAX].rstrip() + "…"
    safe: dict[str, Any] = without_broadcasts({"text": fallback, "blocks": [dict(block) for block in blocks]})
    return safe


def _reply_of(message: Mapping[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    reply = payload.get("reply")
    return str(reply) if reply else None


def _spent(status: int, said: str) -> str:
    # A response_url answers 404 when it is used up or expired, in JSON or in plain words.
    if 400 <= status < 500 and status != 429:
        return "used_url" if "used_url" in said else "expired_url"
    return ""
