"""The sentences of onboarding, in English."""

from __future__ import annotations

from bot.words.onboarding import OnboardingWords

ONBOARDING = OnboardingWords(
    title="Welcome! Let's get you set up",
    welcome="This list takes you step by step to a machine that is ready for machine learning work. No hurry; when you are stuck, just ask me here.",
    progress="{done} of {steps} done",
    optional="optional",
    came_back="no longer passes: {cause}",
    now="Next",
    optionally="If you like",
    show="Show me",
    show_next="Show me the next one ({number}/{count})",
    in_thread="What I show you stands in the thread of this message.",
    done="Done",
    skip="Skip",
    undo="Undo: {step}",
    stop="Not for me",
    other_language="한국어",
    restart="Start over",
    resume="Bring it back",
    quiet="Stop reminding me",
    finished_title="You are all set",
    finished="You have done it all. Whenever something gets in your way, just ask me.",
    stopped="All right, I won't write to you about this any more. You can still ask me anything, any time.",
    all_done_title="All done! 🎉",
    all_done="You are all set, well done! Whenever something gets in your way, just ask me.",
    nudge_title="Shall we go on?",
    nudge="Next is **{step}**. {says}",
    nudge_more="If something went wrong on the way, paste the error here as it is.",
    sent="I sent you the list as a direct message.",
    shown="I sent the list again, to the end of our direct messages.",
    started="I sent them the list as a direct message. `/onboard status` shows how far they are.",
    started_already="They have been shown around before, so I did not write again. Only they can begin anew, with `/onboard`.",
    lead_named="Who now sees how far they are:",
    nobody="Whom shall I show around? Name them: `/onboard @person`",
    unknown_person="I write to teammates of this workspace only: not to bots, guests or people who have left.",
    not_allowed="Only the bot's maintainers, and those they named as a lead, can begin this for somebody else. Your own list: `/onboard`",
    ask_maintainers="Ask a maintainer:",
    no_maintainers="No maintainers are set yet. Whoever runs the bot names them in `SETUPBOT_MAINTAINERS`.",
    no_steps="There is no checklist yet.",
    machine_noted="**{machine}**, I'll remember that. From now on you get the commands that fit it.",
    machine_before="It takes the place of {machine}.",
    status_title="Who is where",
    status_none="Nobody is being shown around just now. `/onboard @person` begins it.",
    status_where="{done} of {steps}, next: {step}",
    status_done="all done",
    status_today="active today",
    status_yesterday="active yesterday",
    status_days="no change for {count} days",
    usage="""- `/onboard`: your list
- `/onboard restart`: start over
- `/onboard stop`: not for me
- `/onboard @person`: show a new teammate around (`/onboard @person lead @lead` names who looks after them)
- `/onboard status`: who is where""",
)
