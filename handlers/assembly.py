"""The Slack side put together from what the composition root gives it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.conversations.questions import questions_of
from bot.conversations.reception import Overhears, Reception
from bot.installing.model import Installations
from bot.storage.store import Store
from bot.text.redact import redact
from bot.work.ports import SlackPoster
from handlers.app import build_app
from handlers.client import open_client
from handlers.clients import Clients, OneClient, TeamClients
from handlers.courtesies import Courtesies
from handlers.edge import Ready, build_edge
from handlers.identity import TeamIdentity
from handlers.metrics import Metrics
from handlers.oauth.flow import Flow, OAuthApp
from handlers.oauth.leaving import TeamLeaving
from handlers.oauth.routes import install_routes
from handlers.team_poster import TeamPoster
from handlers.use_cases import UseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """What it takes to be installed into several workspaces."""

    app: OAuthApp
    installations: Installations


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How Slack is spoken to.

    ``client`` has the token of the one workspace, or none; whoever speaks to a workspace takes its client
    from ``clients``. ``teams`` are those of several workspaces.
    """

    client: AsyncWebClient
    clients: Clients
    teams: TeamClients | None
    several: Several | None
    metrics: Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSide:
    """``app`` and ``edge`` take what Slack sends; ``poster_of`` is for the jobs; ``serve`` wants the rest."""

    app: AsyncApp
    edge: ASGIApp
    client: AsyncWebClient
    clients: Clients
    poster_of: Callable[[str], SlackPoster]
    metrics: Metrics


@asynccontextmanager
async def open_reach(token: str, api_url: str, several: Several | None = None) -> AsyncIterator[Reach]:
    """Open while the block lasts; Slack is not asked for anything before the first request.

    With ``several`` there is no ``token``: each workspace has its own, and gets it at ``/slack/install``.
    """
    async with open_client(token, api_url) as client:
        teams = TeamClients(several.installations, client) if several else None
        yield Reach(
            client=client,
            clients=teams or OneClient(client),
            teams=teams,
            several=several,
            metrics=Metrics(),
        )


def make_slack_side(
    reach: Reach,
    *,
    signing_secrets: Sequence[str],
    store: Store,
    is_ready: Ready,
    routes: Sequence[BaseRoute] = (),
    listeners: Sequence[Callable[[AsyncApp], None]] = (),
    overhears: Overhears | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> SlackSide:
    """``routes`` are served beside ``/slack/events`` (the agents' gateway, the pictures); ``listeners`` hold
    the use cases that need more than the Store."""
    courtesies = Courtesies(reach.clients)
    inbox = Reception(store, questions_of(store), courtesies, redact, uuid4, overhears)
    use_cases = UseCases(inbox=inbox, prompts=courtesies, listeners=tuple(listeners))
    several, teams = reach.several, reach.teams
    if several and teams:
        use_cases = replace(use_cases, leaving=TeamLeaving(several.installations, teams))
        routes = [*routes, *_installing(several, teams)]
    app = build_app(
        client=reach.client,
        use_cases=use_cases,
        metrics=reach.metrics,
        authorize=TeamIdentity(teams) if teams else None,
    )
    edge = build_edge(
        app=app,
        signing_secrets=signing_secrets,
        is_ready=is_ready,
        metrics=reach.metrics,
        clock=clock,
        routes=routes,
    )

    def poster_of(team: str) -> SlackPoster:
        return TeamPoster(team, reach.clients, reach.metrics)

    return SlackSide(
        app=app,
        edge=edge,
        client=reach.client,
        clients=reach.clients,
        poster_of=poster_of,
        metrics=reach.metrics,
    )


def _installing(several: Several, clients: TeamClients) -> Sequence[BaseRoute]:
    flow = Flow(several.app, several.installations, clients)
    return install_routes(flow, is_https=several.app.public_url.startswith("https://"))
