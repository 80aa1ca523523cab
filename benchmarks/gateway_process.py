"""The gateway as ``setupbot serve`` runs it, without Slack; ends when its standard input does."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from starlette.applications import Starlette

from bot.logs import set_up_logs
from bot.storage.database import Database
from handlers.gateway.assembly import make_gateway_side
from handlers.web_server import allow_connections, collect_seldom, listen, web_server


async def main(home: Path) -> None:
    set_up_logs()
    allow_connections()
    collect_seldom()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)
    async with Database(home=home) as database:
        side = make_gateway_side(database)
        with listen("127.0.0.1", 0) as listener:
            server = web_server(side.before(Starlette(routes=list(side.routes))))
            waking = asyncio.create_task(side.run(stop))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            await side.listener.ready.wait()
            print(f"port {listener.getsockname()[1]}", flush=True)
            await stop.wait()
            await waking
            server.should_exit = True
            await serving


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
