"""What mentions, signs and dates read like to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.slackfake.state import Workspace

EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "arrow_forward": "▶️",
    "arrow_right": "➡️",
    "ballot_box_with_check": "☑️",
    "bar_chart": "📊",
    "bell": "🔔",
    "black_circle": "⚫",
    "black_right_pointing_double_triangle_with_vertical_bar": "⏭️",
    "black_square_button": "🔲",
    "books": "📚",
    "bulb": "💡",
    "calendar": "📆",
    "chart_with_upwards_trend": "📈",
    "checkered_flag": "🏁",
    "clap": "👏",
    "clipboard": "📋",
    "computer": "💻",
    "eyes": "👀",
    "fast_forward": "⏩",
    "gear": "⚙️",
    "grey_question": "❔",
    "hammer": "🔨",
    "hammer_and_wrench": "🛠️",
    "heavy_check_mark": "✔️",
    "heavy_minus_sign": "➖",
    "heavy_plus_sign": "➕",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "house": "🏠",
    "inbox_tray": "📥",
    "information_source": "ℹ️",
    "key": "🔑",
    "label": "🏷️",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_red_circle": "🔴",
    "large_yellow_circle": "🟡",
    "leftwards_arrow_with_hook": "↩️",
    "link": "🔗",
    "lock": "🔒",
    "mag": "🔍",
    "mailbox": "📫",
    "memo": "📝",
    "mortar_board": "🎓",
    "muscle": "💪",
    "next_track_button": "⏭️",
    "no_entry": "⛔",
    "no_entry_sign": "🚫",
    "partying_face": "🥳",
    "pencil2": "✏️",
    "penguin": "🐧",
    "point_right": "👉",
    "pushpin": "📌",
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
    "thinking_face": "🤔",
    "thumbsdown": "👎",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wastebasket": "🗑️",
    "wave": "👋",
    "whale": "🐳",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "white_large_square": "⬜",
    "wrench": "🔧",
    "x": "❌",
    "zzz": "💤",
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
