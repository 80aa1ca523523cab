"""What mentions, signs and dates read like to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.slackfake.state import Workspace

EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "thumbsup": "👍",
    "thumbsdown": "👎",
    "arrow_right": "➡️",
    "bar_chart": "📊",
    "bell": "🔔",
    "books": "📚",
    "bulb": "💡",
    "clipboard": "📋",
    "computer": "💻",
    "eyes": "👀",
    "gear": "⚙️",
    "grey_question": "❔",
    "heavy_check_mark": "✔️",
    "heavy_minus_sign": "➖",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "house": "🏠",
    "information_source": "ℹ️",
    "key": "🔑",
    "large_green_circle": "🟢",
    "large_red_circle": "🔴",
    "large_yellow_circle": "🟡",
    "link": "🔗",
    "lock": "🔒",
    "mag": "🔍",
    "memo": "📝",
    "no_entry": "⛔",
    "no_entry_sign": "🚫",
    "partying_face": "🥳",
    "penguin": "🐧",
    "pencil2": "✏️",
    "point_right": "👉",
    "question": "❓",
    "raised_hands": "🙌",
    "rocket": "🚀",
    "rotating_light": "🚨",
    "seedling": "🌱",
    "smile": "😄",
    "sos": "🆘",
    "sparkles": "✨",
    "speech_balloon": "💬",
    "star": "⭐",
    "tada": "🎉",
    "warning": "⚠️",
    "wastebasket": "🗑️",
    "wave": "👋",
    "whale": "🐳",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "white_large_square": "⬜",
    "wrench": "🔧",
    "x": "❌",
}
"""Slack's names of the signs that a bot for set-up questions may use; another is shown by its name."""

BROADCASTS = ("channel", "here", "everyone")


@dataclass(frozen=True, slots=True)
class Names:
    """Names within one workspace, and times in one zone (by default the machine's own)."""

    workspace: Workspace
    zone: tzinfo | None = None

    def user(self, user_id: str) -> str:
        """``@Mina``."""
        found = self.workspace.users.get(user_id)
        return f"@{found.shown_name if found else user_id}"

    def channel(self, channel_id: str) -> str:
        """``#general``."""
        found = self.workspace.channels.get(channel_id)
        return f"#{found.name if found and found.name else channel_id}"

    def emoji(self, name: str) -> str:
        """The sign, or its name between colons."""
        return EMOJI.get(name, f":{name}:")

    def moment(self, timestamp: float, form: str, fallback: str) -> str:
        """A date in Slack's ``form``, as in ``{date_num} {time}``."""
        try:
            then = datetime.fromtimestamp(timestamp, UTC).astimezone(self.zone)
        except (OverflowError, ValueError, OSError):
            return fallback
        shown = form
        for name, written in _WRITTEN.items():
            shown = shown.replace("{" + name + "}", then.strftime(written))
        return fallback if "{" in shown else shown

    def clock(self, ts: str) -> datetime:
        """When a message was said."""
        return datetime.fromtimestamp(float(ts), UTC).astimezone(self.zone)


_WRITTEN = {
    "date_num": "%Y-%m-%d",
    "date": "%Y-%m-%d",
    "date_slash": "%Y/%m/%d",
    "date_short": "%Y-%m-%d",
    "date_long": "%A %Y-%m-%d",
    "date_pretty": "%Y-%m-%d",
    "date_short_pretty": "%Y-%m-%d",
    "date_long_pretty": "%A %Y-%m-%d",
    "day_divider_pretty": "%A %Y-%m-%d",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
    "ago": "%Y-%m-%d %H:%M",
}
