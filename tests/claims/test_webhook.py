from __future__ import annotations

import pytest

from claims.webhook import TOLERANCE_S, BadSignature, headers, verify

AT = 1_773_108_300.0
BODY = b'{"to": "13900001101"}'


def test_it_is_what_the_specification_makes_of_its_own_example() -> None:
    """The example of the Standard Webhooks specification and of its libraries' tests."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    made = headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', 1614265330)
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret", ["local", "很长的密钥", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64"]
)
def test_what_was_signed_is_right_and_tells_its_key(secret: str) -> None:
    assert verify(secret, headers(secret, "m1", BODY, AT), BODY, AT + TOLERANCE_S) == "m1"


def test_several_signatures_may_stand_side_by_side_while_a_secret_is_changed() -> None:
    old, new = headers("old", "m1", BODY, AT), headers("new", "m1", BODY, AT)
    both = {**new, "webhook-signature": f"{old['webhook-signature']} {new['webhook-signature']}"}
    assert verify("new", both, BODY, AT) == "m1"


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "m2"},
        {"webhook-id": ""},
        {"webhook-timestamp": str(int(AT) + 1)},
        {"webhook-timestamp": "now"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
    ],
)
def test_a_changed_header_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        verify("secret", {**headers("secret", "m1", BODY, AT), **change}, BODY, AT)


@pytest.mark.parametrize(
    ("secret", "body", "at"),
    [
        ("other", BODY, AT),
        ("", BODY, AT),
        ("secret", BODY + b" ", AT),
        ("secret", BODY, AT + TOLERANCE_S + 1),
        ("secret", BODY, AT - TOLERANCE_S - 1),
    ],
)
def test_another_secret_body_or_time_is_refused(secret: str, body: bytes, at: float) -> None:
    with pytest.raises(BadSignature):
        verify(secret, headers("secret", "m1", BODY, AT), body, at)
