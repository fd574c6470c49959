"""The few emoji names that such an app uses; any other is shown by its name."""

EMOJI = {
    "+1": "👍",
    "-1": "👎",
    "ambulance": "🚑",
    "arrow_down": "⬇️",
    "arrow_right": "➡️",
    "arrow_up": "⬆️",
    "bar_chart": "📊",
    "bell": "🔔",
    "bulb": "💡",
    "calendar": "📆",
    "chart_with_downwards_trend": "📉",
    "chart_with_upwards_trend": "📈",
    "clock730": "🕢",
    "eyes": "👀",
    "hospital": "🏥",
    "information_source": "ℹ️",
    "link": "🔗",
    "mag": "🔍",
    "memo": "📝",
    "newspaper": "📰",
    "no_entry": "⛔",
    "ok_hand": "👌",
    "pushpin": "📌",
    "question": "❓",
    "speech_balloon": "💬",
    "stethoscope": "🩺",
    "tada": "🎉",
    "thread": "🧵",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "x": "❌",
}


def emoji_for(name: str) -> str | None:
    return EMOJI.get(name)
