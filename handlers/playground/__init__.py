"""The whole bot with a local workspace in the browser.

Put together here, since this names both the fake of Slack and the real edge; what the page shows is drawn
in ``bot.slackfake.page``. A click goes page -> fake of Slack -> signed HTTP -> edge -> Bolt -> database and
worker -> Web API of the fake -> page.
"""
