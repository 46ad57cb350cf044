"""The small bot behind the voice turn API, on a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, register
from sanic import Sanic
from sanic.touchup import TouchUp

from channels.calls import Calls
from channels.voice import VoiceChannel
from claims.settings import Settings
from claims.store import Store
from tests.runtime.small_bot import ActionServer, load, train_small_bot


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_small_bot(tmp_path_factory.mktemp("small_bot"))


@dataclass
class Gateway:
    """A telephony gateway: posts turns and reads answers."""

    http: aiohttp.ClientSession
    url: str
    store: Store
    agent: Agent
    actions: ActionServer
    channel: VoiceChannel

    async def post(
        self, token: str | None = "secret", raw: bytes | None = None, **turn: Any
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"data": raw} if raw is not None else {"json": turn}
        async with self.http.post(self.url, headers=headers, **body) as answer:
            return answer.status, await answer.json()

    async def turn(self, event: str, call_id: str = "c-81f2", **fields: Any) -> Any:
        status, answer = await self.post(call_id=call_id, event=event, **fields)
        assert status == 200, answer
        return answer

    def forget(self) -> None:
        """Lose everything the process knew, as a restart does."""
        self.channel.calls = Calls(self.store)
        self.agent.processor.tracker_store._kept.clear()  # type: ignore[union-attr]


@pytest_asyncio.fixture
async def gateway(small_model: Path, tmp_path: Path) -> AsyncIterator[Gateway]:
    database = f"sqlite:///{tmp_path}/claims.db"
    store = Store(database)
    store.migrate()
    channel = VoiceChannel(Settings(voice_token="secret", database_url=database), Calls(store))
    async with (
        ActionServer().serve() as actions,
        serve(channel) as (app, url),
        aiohttp.ClientSession() as http,
    ):
        app.ctx.agent = load(small_model, database, actions.url)
        yield Gateway(http, url, store, app.ctx.agent, actions, channel)


def serve(channel: InputChannel, host: str = "127.0.0.1") -> Any:
    """Serve the channel as ``rasa run`` registers it, on a free port."""

    @asynccontextmanager
    async def running() -> AsyncIterator[tuple[Sanic, str]]:
        Sanic._app_registry.clear()
        app = Sanic("voice_test", configure_logging=False)
        register([channel], app, route="/webhooks/")
        with socket.create_server((host, 0)) as free:
            port = free.getsockname()[1]
        server = await app.create_server(host=host, port=port, return_asyncio_server=True, access_log=False)
        assert server
        await server.startup()
        TouchUp._registry.clear()  # rewrites Sanic's classes, which it cannot do twice in one process
        await server.before_start()
        await server.after_start()
        try:
            yield app, f"http://127.0.0.1:{port}/webhooks/voice/turn"
        finally:
            await server.before_stop()
            server.close()
            await server.wait_closed()
            for connection in server.connections:
                connection.close_if_idle()
            await server.after_stop()
            await asyncio.sleep(0)

    return running()
