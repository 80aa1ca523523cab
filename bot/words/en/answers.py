"""The sentences around an Answer, in English."""

from __future__ import annotations

from bot.words.answers import AnswerWords

ANSWERS = AnswerWords(
    needs_root="needs root",
    grants_root="gives rights equal to root",
    powershell="run it in PowerShell",
    expect="If it worked, you see",
    instead="Do this instead",
    careful="Careful",
    changed="What changed since 2022",
    which_arch="The commands can depend on your CPU. Run `uname -m` in a terminal, then pick yours.",
    tell_arch="The commands can depend on your CPU: tell me what `uname -m` prints, and I'll fit them to it.",
    next="Next: {title}",
    see_also="See also",
    sources="Sources",
    reviewed="Checked on {date}",
    picture="Picture",
    page="{title} ({page}/{pages})",
    show_rest="Show the rest",
    more_below="It is long, so I stop here for now.",
    share="Share with the channel",
    too_long="This part is too long to fit in here. In a terminal, setupbot kb show {entry} prints it.",
    did_you_mean="Did you mean one of these?",
    none_of_these="If not, tell me a little more. Pasting the error message as it is helps too.",
    unknown="I don't know that one yet.",
    can_answer="I can help with installing and fixing Docker, and with the basics of machine learning and MLOps.",
    ask_person="If it's about Docker, paste the error message as it is. Otherwise a teammate is quicker to ask.",
    ask_person_button="Ask a person",
    nothing_asked="How can I help? You could ask, for example:",
    examples=(
        "how do I install docker on ubuntu",
        "docker permission denied",
        "what is supervised learning?",
    ),
    assumed_distro="I don't know your system, so these are the commands for {title}.",
    other_layout="That looked like the other keyboard layout; I read it as “{text}”.",
    fits="For {platform}.",
    learning="Learning the knowledge base; it takes some seconds, once after each change…",
    unknown_system="This system is not in my table, so I can't tell whether Docker publishes packages for it.",
    unknown_system_instead="Install the package of the distribution itself (often `docker` or `docker.io`), or use Docker on Ubuntu or Debian, which may be a VM.",
    arch_names=(
        ("amd64", "Intel/AMD 64-bit (amd64)"),
        ("arm64", "ARM 64-bit, M1 and later (arm64)"),
        ("armhf", "ARM 32-bit (armhf)"),
        ("armv6", "Raspberry Pi 1 or Zero (ARMv6)"),
    ),
)
