"""A desk with two reports, one registered and one kept by hand, and somebody of each role to sign in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from claims.clock import moment
from claims.policy import PolicySystem
from claims.store import Store
from desk.app import create_app
from desk.pages import rights
from tests.sandbox.serving import TOKEN, sandbox_server

NOW = "2026-03-10T10:05:00+08:00"
LATER = "2026-03-10T10:06:00+08:00"
PASSWORD = "一个够长的测试密码 1"
PEOPLE = {"王芳": "clerk", "李敏": "clerk", "孙立": "supervisor", "周敏": "auditor", "吴刚": "administrator"}
HASHED = rights.hashed(PASSWORD)
RECORD: dict[str, Any] = {
    "channel": "voice",
    "case_type": "collision_single",
    "plate": "冀A6P72Q",
    "insured": "刘建民",
    "accident_time": "2026-03-10T09:45+08:00",
    "accident_time_said": "二十分钟前",
    "place": "石家庄裕华路和体育大街路口",
    "place_keys": {"city": "石家庄", "road": "裕华路"},
    "description": "倒车撞到柱子上了",
    "own_damage": ["后视镜"],
    "injuries": {"any": True, "severity": "腿部骨折", "hospital": "省二院"},
    "contact": {"name": "刘建民", "phone": "13900001101"},
    "reporter": {"phone": "13900001101", "relation": "本人"},
    "unanswered": ["other_insurer"],
}
TALK = (
    (None, "A-02", "请问您的车牌号是多少？"),
    ("冀A六P七二Q", "B-02", "请问是在什么时间发生的事故？"),
    ("二十分钟前吧", "B-03", "请问是在什么地点发生的事故？"),
    ("石家庄裕华路和体育大街路口", "B-04", "您能描述一下出险经过吗？"),
    ("倒车撞到柱子上了，我叫刘建民，电话幺三九零零零零幺幺零幺", "B-06", "您的车辆有哪些损失？"),
    ("后视镜那块儿", None, ""),
)


def written(file: Path) -> Store:
    """Fill a database with the two reports, a silent call, and accounts."""
    store = Store(f"sqlite:///{file}")
    store.begin_call("c-1", "voice", "13900001101", NOW)
    for caller, response, text in TALK:
        store.log_turn("c-1", None, NOW, caller, [{"id": response, "text": text}] if text else [])
    store.register("c-1", RECORD, NOW)
    store.end_call("c-1", NOW)
    store.begin_call("shell/2", "shell", "13900001102", NOW)
    hers = {"name": "王秀兰", "phone": "13900001102"}
    by_hand = {**RECORD, "plate": "豫A8K23M", "insured": "王秀兰", "contact": hers, "reporter": hers}
    by_hand["accident_time"] = "2026-03-09T09:45+08:00"
    store.save_manual("shell/2", {**by_hand, "place": None}, "保单系统故障", NOW)
    store.end_call("shell/2", NOW)
    store.begin_call("c-3", "voice", "13700001103", NOW)
    store.set_outcome("c-3", "silent")
    store.end_call("c-3", NOW)
    for name, role in PEOPLE.items():
        store.add_account(name, role, HASHED, "command", NOW)
    return store


@pytest.fixture
def desk(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    store = written(Path(shutil.copy(migrated, tmp_path / "claims.db")))
    yield store
    store.close()


@pytest.fixture(scope="session")
def policy_system() -> Iterator[str]:
    with sandbox_server() as url:
        yield url


class Browsing:
    """Somebody at the pages, without script: what plain forms and links do."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.text = ""
        self.status = 0

    def get(self, path: str, **query: Any) -> Browsing:
        return self._took(self.client.get(f"/desk/{path}", params=query))

    def post(self, path: str, token: str | None = None, **form: str) -> Browsing:
        form["form_token"] = token if token is not None else self.token
        return self._took(self.client.post(f"/desk/{path}", data=form))

    @property
    def token(self) -> str:
        found = re.search(r'name="form_token" value="([^"]+)"', self.text)
        return found[1] if found else ""

    def _took(self, answer: Any) -> Browsing:
        self.text, self.status = answer.text, answer.status_code
        return self


SignIn = Callable[[str], Browsing]


@pytest.fixture
def sign_in(desk: Store, policy_system: str) -> SignIn:
    policies = PolicySystem(policy_system, TOKEN)
    app = create_app(desk, "secret", policies=policies, clock=lambda: moment(LATER))

    def signed_in(name: str) -> Browsing:
        client = TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1")
        person = Browsing(client)
        person.post("sign-in", name=name, password=PASSWORD)
        assert person.status == 200, person.text
        return person

    return signed_in
