"""What people do in the workspace: each act changes its state, tells the app and waits until it was told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slackfake import modals
from bot.slackfake.answers import Answers, Given, by_action, elements_in, unanswered
from bot.slackfake.call import ApiError
from bot.slackfake.delivery import Delivery
from bot.slackfake.page.typing import as_command
from bot.slackfake.state import Channel, Json, Message, User
from bot.slackfake.views import View

if TYPE_CHECKING:
    from bot.slackfake.fake import SlackFake


REQUIRED = "required"
"""In place of an error of the app's: Slack itself asks for the field."""


class NotThereError(LookupError):
    """The person tried something that they do not see."""


@dataclass
class Person:
    """A member (or a guest from another team) with their hands on the keyboard.

    ``text`` is Slack's markup: what a person typed goes through ``pings.as_typed`` first.
    """

    fake: SlackFake
    user: User

    @property
    def id(self) -> str:
        """Their user id."""
        return self.user.id

    @property
    def direct(self) -> Channel:
        """Their direct message with the bot (the app's Messages tab)."""
        return self.fake.workspace.direct_channel(self.id, self.fake.app.bot_user.id)

    async def says(
        self, channel: Channel, text: str, thread: Message | None = None, copies: int = 1
    ) -> Message:
        """Posts a message; each of ``copies`` is an event of its own (Slack may send one twice)."""
        message = self.posts(channel, text, thread)
        for _ in range(copies):
            await self.fake.tell_of(channel, message)
        return message

    def posts(self, channel: Channel, text: str, thread: Message | None = None) -> Message:
        """Puts a message into the channel, of which the app is yet to be told."""
        message = Message(channel.id, self.fake.workspace.new_ts(), self.id, text)
        message.thread_ts = thread.root_ts if thread else None
        channel.members.add(self.id)
        return self.fake.workspace.add_message(message)

    async def mentions(
        self, channel: Channel, text: str, thread: Message | None = None, copies: int = 1
    ) -> Message:
        """Posts a message to the bot by name."""
        return await self.says(channel, f"<@{self.fake.app.bot_user.id}> {text}", thread, copies)

    async def writes(self, text: str, thread: Message | None = None) -> Message:
        """Writes to the bot in private."""
        return await self.says(self.direct, text, thread)

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of theirs."""
        await self.fake.change(message, text=text)

    async def deletes(self, message: Message) -> None:
        """Removes a message of theirs."""
        message.is_deleted = True
        channel = self.fake.workspace.channels[message.channel]
        self.fake.workspace.changed()
        await self.fake.send_event(channel, self.fake.payloads.message_deleted(channel, message))

    async def commands(self, command: str, text: str = "", channel: Channel | None = None) -> Delivery:
        """Runs a slash command; what the app answers at once is shown to them alone."""
        place = channel or self.direct
        token = self.fake.response_urls.issue(self.id, place.id)
        is_escaped = self.fake.app.has_escaped(command)
        sent = as_command(text, self.fake.workspace, is_escaped=is_escaped)
        payload = self.fake.payloads.command(self.user, place, command, sent, self.fake.response_url(token))
        delivery = await self.fake.send("command", payload)
        answer = _immediate_answer(delivery.attempts[-1].body)
        if answer:
            self.fake.response_urls.post(
                self.fake.workspace.response_urls[token],
                str(answer.get("text", "")),
                list(answer.get("blocks", [])),
                public=answer.get("response_type") == "in_channel",
            )
        return delivery

    async def clicks(
        self,
        message: Message,
        action_id: str,
        given: Given | None = None,
        fields: Mapping[str, Given] | None = None,
    ) -> Delivery:
        """Presses the button with this id, or picks ``given`` in the menu with it; NotThereError if there is none.

        ``fields`` is what stands in the message's other elements, by ``action_id``.
        """
        pressed = next((p for p in elements_in(message.blocks) if p[1]["action_id"] == action_id), None)
        if pressed is None or message.visible_to not in (None, self.id):
            raise NotThereError(f"no {action_id} among {message.action_ids()}")
        return await self.uses(message, pressed, given, by_action(message.blocks, fields or {}))

    async def uses(
        self, message: Message, pressed: tuple[str, Json], given: Given | None, answers: Answers
    ) -> Delivery:
        """Uses one element of a message, named by its block."""
        channel = self.fake.workspace.channels[message.channel]
        address = self._response_url(channel, message)
        payload = self.fake.payloads.block_actions(
            self.user, channel, message, pressed, address, given, answers
        )
        return await self.fake.send("interaction", payload)

    async def uses_shortcut(self, message: Message, callback_id: str) -> Delivery:
        """Picks a message shortcut from a message's menu."""
        channel = self.fake.workspace.channels[message.channel]
        address = self._response_url(channel, message)
        payload = self.fake.payloads.message_action(self.user, channel, message, callback_id, address)
        return await self.fake.send("interaction", payload)

    async def uses_global_shortcut(self, callback_id: str) -> Delivery:
        """Picks a shortcut that belongs to no message."""
        return await self.fake.send("interaction", self.fake.payloads.shortcut(self.user, callback_id))

    async def opens_app_home(self, tab: str = "messages") -> None:
        """Opens the app's Messages or Home tab."""
        event = self.fake.payloads.app_home_opened(self.user, self.direct, tab)
        await self.fake.send_event(self.direct, event)

    @property
    def home(self) -> View | None:
        """Their Home tab, once the app published it."""
        return self.fake.workspace.home_of(self.id)

    @property
    def modal(self) -> View | None:
        """The modal that stands before them."""
        return modals.top(self.fake.workspace, self.id)

    async def clicks_in(
        self,
        view: View,
        action_id: str,
        given: Given | None = None,
        fields: Mapping[str, Given] | None = None,
    ) -> Delivery:
        """Presses or picks in a modal or the Home tab; ``fields`` is what stands in its other elements."""
        blocks = view.content["blocks"]
        pressed = next((p for p in elements_in(blocks) if p[1]["action_id"] == action_id), None)
        if pressed is None:
            raise NotThereError(f"no {action_id} in {view.content.get('callback_id', view.kind)}")
        return await self.uses_in(view, pressed, given, by_action(blocks, fields or {}))

    async def uses_in(
        self, view: View, pressed: tuple[str, Json], given: Given | None, answers: Answers
    ) -> Delivery:
        """Uses one element of a view, named by its block."""
        payload = self.fake.payloads.view_actions(self.user, view, pressed, given, answers)
        return await self.fake.send("interaction", payload)

    async def submits(self, fields: Mapping[str, Given] | None = None) -> dict[str, str]:
        """Sends the modal in front off, with what was filled in by ``action_id``; returns the errors it shows."""
        view = self.modal
        if view is None:
            raise NotThereError("no modal is open")
        return await self.submits_view(view, by_action(view.content["blocks"], fields or {}))

    async def submits_view(self, view: View, answers: Answers) -> dict[str, str]:
        """Sends this modal off; returns the errors, by ``block_id``. Raises ApiError where the app did not answer."""
        empty = unanswered(view.content["blocks"], answers)
        if empty:
            return dict.fromkeys(empty, REQUIRED)
        payload = self.fake.payloads.view_submission(self.user, view, answers)
        delivery = await self.fake.send("interaction", payload)
        if not delivery.is_acknowledged:
            raise ApiError("no_answer")
        return modals.obey(self.fake.workspace, view, _immediate_answer(delivery.attempts[-1].body))

    async def closes(self, *, every: bool = False) -> None:
        """Closes the modal in front, or all; the app is told where it asked for that."""
        for view in modals.close(self.fake.workspace, self.id, every=every):
            if view.content.get("notify_on_close"):
                payload = self.fake.payloads.view_closed(self.user, view, is_cleared=every)
                await self.fake.send("interaction", payload)

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """What stands in a channel for them, private answers included."""
        return (channel or self.direct).visible(self.id)

    def answers(self, channel: Channel | None = None) -> list[Message]:
        """What the bot said there, to everybody or to them."""
        return [m for m in self.sees(channel) if m.user == self.fake.app.bot_user.id]

    def _response_url(self, channel: Channel, message: Message) -> str:
        return self.fake.response_url(self.fake.response_urls.issue(self.id, channel.id, message))


def _immediate_answer(body: bytes) -> Json | None:
    if not body.strip():
        return None
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body.decode()}
    return answer if isinstance(answer, dict) else None
