"""One turn of a conversation: what the caller's words change, and what the bot says and asks next.

Pure: ``understand`` turns what was heard into a ``Move``, the dialogue then looks up what has become necessary
(policy, duplicate), and ``respond`` plans the words. The moves are tried in the order of ``MOVES``.
"""

from claims.conversation.cases import CASES
from claims.conversation.changing import ANEW, value_of
from claims.conversation.leaving import LEAVES, reachable
from claims.conversation.openings import OFFERED, RESUMING
from claims.conversation.positions import POSITIONS
from claims.conversation.questions import TALK
from claims.conversation.reply import question_line, respond
from claims.conversation.turn import Line, Move, Progress, Reply, Turn, has_begun
from claims.conversation.understanding import MOVES, understand

__all__ = [
    "ANEW",
    "CASES",
    "LEAVES",
    "MOVES",
    "OFFERED",
    "POSITIONS",
    "RESUMING",
    "TALK",
    "Line",
    "Move",
    "Progress",
    "Reply",
    "Turn",
    "has_begun",
    "question_line",
    "reachable",
    "respond",
    "understand",
    "value_of",
]
