"""What carries a call's sound, keys and end between the exchange and the conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class CallInfo:
    """Who rings whom; ``from_`` is None when the number is hidden, ``order`` what an outbound call is for."""

    call_id: str
    from_: str | None
    to: str | None
    order: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Audio:
    """Sound of the caller, of any length."""

    sound: bytes


@dataclass(frozen=True)
class Key:
    """A key was pressed: 0–9, * or #."""

    digit: str


@dataclass(frozen=True)
class Played:
    """Everything sent before a mark has been heard by the caller."""

    mark: str


@dataclass(frozen=True)
class Ended:
    """The caller is gone; the last event of a call."""


Event = Audio | Key | Played | Ended


class Transport(Protocol):
    """One call; sound is 8 kHz, 16 bit, mono."""

    info: CallInfo

    async def receive(self) -> Event:
        """Wait for the next event; ``Ended`` for ever after the call has ended."""
        ...

    async def play(self, sound: bytes, mark: str) -> None:
        """Queue a sound of at most a second, then a mark."""
        ...

    async def pause(self) -> None:
        """Fall silent; what is queued stays queued."""
        ...

    async def resume(self) -> None:
        """Go on where ``pause`` stopped."""
        ...

    async def flush(self) -> None:
        """Throw away what is queued; its marks are never reported."""
        ...

    async def hang_up(self) -> None:
        """Let go of the call; what becomes of it then is ``Gateway.next``'s to say."""
        ...
