"""What people do in the workspace: each act changes its state, tells the app and waits until it was told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slackfake.delivery import Delivery
from bot.slackfake.state import Channel, Json, Message, User

if TYPE_CHECKING:
    from bot.slackfake.fake import SlackFake


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
        message = Message(channel.id, self.fake.workspace.new_ts(), self.id, text)
        message.thread_ts = thread.root_ts if thread else None
        channel.members.add(self.id)
        self.fake.workspace.add_message(message)
        for _ in range(copies):
            await self.fake.tell_of(channel, message)
        return message

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
        payload = self.fake.payloads.command(self.user, place, command, text, self.fake.response_url(token))
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

    async def clicks(self, message: Message, action_id: str) -> Delivery:
        """Presses the button with this id; raises NotThereError if it is not on the message."""
        pressed = next((p for p in message.elements() if p[1]["action_id"] == action_id), None)
        if pressed is None or message.visible_to not in (None, self.id):
            raise NotThereError(f"no {action_id} among {message.action_ids()}")
        channel = self.fake.workspace.channels[message.channel]
        address = self._response_url(channel, message)
        payload = self.fake.payloads.block_actions(self.user, channel, message, pressed, address)
        return await self.fake.send("interaction", payload)

    async def uses_shortcut(self, message: Message, callback_id: str) -> Delivery:
        """Picks a message shortcut from a message's menu."""
        channel = self.fake.workspace.channels[message.channel]
        address = self._response_url(channel, message)
        payload = self.fake.payloads.message_action(self.user, channel, message, callback_id, address)
        return await self.fake.send("interaction", payload)

    async def opens_app_home(self, tab: str = "messages") -> None:
        """Opens the app's Messages or Home tab."""
        event = self.fake.payloads.app_home_opened(self.user, self.direct, tab)
        await self.fake.send_event(self.direct, event)

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
