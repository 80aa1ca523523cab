"""The HTTP edge without a server: one call in, what Bolt saw of it, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.types import ASGIApp, Message

from bot.slackfake.http_carrier import sign
from handlers.edge import build_edge
from handlers.metrics import Metrics

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECRETS = ("a-new-secret", "an-old-secret")
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass
class SeenByBolt:
    """Stands where Bolt stands, and remembers what reached it."""

    answer: BoltResponse = field(default_factory=lambda: BoltResponse(status=200, body=""))
    requests: list[AsyncBoltRequest] = field(default_factory=list)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        self.requests.append(req)
        return self.answer


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def call(
    app: ASGIApp,
    path: str,
    *,
    method: str = "POST",
    headers: Sequence[tuple[str, bytes]] = (),
    chunks: Sequence[bytes] = (b"",),
) -> Answer:
    """One request, its body in chunks, with no length announced unless ``headers`` do."""
    sent: list[Message] = []
    parts = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]

    async def receive() -> Message:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value) for name, value in headers],
        "server": ("127.0.0.1", 3000),
    }
    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answer(start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body)


@dataclass
class Edge:
    bolt: SeenByBolt = field(default_factory=SeenByBolt)
    there: dict[str, bool] = field(default_factory=lambda: {"database": True, "knowledge": True})
    secrets: Sequence[str] = SECRETS
    metrics: Metrics = field(default_factory=Metrics)

    def app(self) -> ASGIApp:
        async def is_ready() -> dict[str, bool]:
            return self.there

        return build_edge(
            app=self.bolt,
            signing_secrets=self.secrets,
            is_ready=is_ready,
            metrics=self.metrics,
            clock=lambda: NOW,
            body_bytes_max=1000,
        )

    async def post(
        self,
        body: bytes,
        content_type: str = JSON,
        *,
        secret: str = SECRETS[0],
        age_s: int = 0,
        chunks: Sequence[bytes] | None = None,
        **overridden: bytes | None,
    ) -> Answer:
        timestamp = str(int(NOW.timestamp()) - age_s)
        headers: dict[str, bytes | None] = {
            "Content-Type": content_type.encode(),
            "X-Slack-Request-Timestamp": timestamp.encode(),
            "X-Slack-Signature": sign(secret, timestamp, body).encode(),
        }
        headers |= {f"X-Slack-{name.replace('_', '-').title()}": value for name, value in overridden.items()}
        given = [(name, value) for name, value in headers.items() if value is not None]
        return await call(self.app(), "/slack/events", headers=given, chunks=chunks or (body,))
