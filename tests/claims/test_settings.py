from __future__ import annotations

import pytest

from claims.settings import Settings, UnsafeSettings


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def test_in_a_local_run_messages_go_to_the_sandbox_on_its_port() -> None:
    settings = read(SANDBOX_PORT="16456")
    assert settings.sms_url == "http://127.0.0.1:16456/messages"
    settings.refuse_unsigned_messages()


@pytest.mark.parametrize(
    "environment",
    [
        {"SMS_URL": "https://sms.example.cn/in"},
        {"SMS_URL": "https://sms.example.cn/in", "SMS_SECRET": "local"},
        {"SMS_URL": "https://sms.example.cn/in", "SMS_SECRET": " "},
        {"SMS_URL": "http://127.0.0.1:9000/in"},
    ],
)
def test_an_address_of_its_own_needs_a_secret_of_its_own(environment: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings, match="SMS_SECRET"):
        read(**environment).refuse_unsigned_messages()


def test_a_secret_of_its_own_is_enough() -> None:
    settings = read(SMS_URL="https://sms.example.cn/in", SMS_SECRET="long and random")
    settings.refuse_unsigned_messages()
    assert settings.sms_url == "https://sms.example.cn/in"


def test_a_local_run_is_one_without_a_token_for_the_desk() -> None:
    assert Settings.from_environment({}).local_run
    assert not Settings.from_environment({"DESK_TOKEN": "x"}).local_run
    assert not Settings.from_environment({"VOICE_TOKEN": "x"}).local_run
