"""When the bot keeps out: matchers for Bolt that let through only what people meant for it.

Bolt itself leaves out the app's own messages alone; other bots', joins, unfurls and hidden
messages reach every ``message`` listener.
"""

from __future__ import annotations

from slack_bolt.authorization import AuthorizeResult

from handlers.payloads import Json, names_bot, names_others

SUBTYPES_OF_PEOPLE = (None, "file_share", "thread_broadcast")


def is_from_person(message: Json, me: AuthorizeResult) -> bool:
    """Whether a person wrote this message: no bot, no notice, nothing hidden."""
    return (
        bool(message.get("user"))
        and message["user"] != me.bot_user_id
        and not message.get("bot_id")
        and not message.get("bot_profile")
        and not message.get("hidden")
        and message.get("subtype") in SUBTYPES_OF_PEOPLE
    )


async def is_message_of_person(event: Json, me: AuthorizeResult) -> bool:
    """A message, posted just now by a person."""
    return is_from_person(event, me)


async def is_direct(event: Json) -> bool:
    """In the direct message with the bot (the app's Messages tab)."""
    return event.get("channel_type") == "im"


async def is_call(event: Json, me: AuthorizeResult) -> bool:
    """The bot is named; Slack sends such a message as ``app_mention`` too, and either may come first."""
    return names_bot(event, me)


async def is_follow_up(event: Json, me: AuthorizeResult) -> bool:
    """In a thread, and not addressed to somebody else."""
    return bool(event.get("thread_ts")) and not names_others(event, me)


async def is_overheard(event: Json, me: AuthorizeResult) -> bool:
    """Said in a channel to nobody in particular."""
    return (
        event.get("channel_type") in ("channel", "group")
        and not event.get("thread_ts")
        and not names_bot(event, me)
        and not names_others(event, me)
        and "<!subteam^" not in (event.get("text") or "")
    )


async def is_edit_by_person(event: Json, me: AuthorizeResult) -> bool:
    """A person changed the words; an unfurled link changes the message, not its words."""
    message = event.get("message", {})
    before = event.get("previous_message", {})
    return (
        event.get("subtype") == "message_changed"
        and "edited" in message
        and message.get("text") != before.get("text")
        and is_from_person(message, me)
    )


async def is_deletion_by_person(event: Json, me: AuthorizeResult) -> bool:
    """A person took a message back."""
    return event.get("subtype") == "message_deleted" and is_from_person(event.get("previous_message", {}), me)
