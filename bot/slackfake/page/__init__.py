"""The fake workspace as HTML: what it holds, drawn for one viewer.

It lies here, and not beside the routes in ``handlers/playground``, because only the rendering and the
fake of Slack know Block Kit: this reads what the bot sends, as Slack does, and never what the bot means.
"""
