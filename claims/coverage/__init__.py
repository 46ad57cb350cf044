"""Which cover an accident needs, and what can be said about it on the phone.

A verdict never promises payment: ``covered`` means that the cover which answers for the loss is on the policy and nothing
certain stands against it; receiving a report promises nothing (2014 wording §§20, 37, 50). A denial rests on the policy
and on what happened, never on why it happened or on how little was damaged (``claims.coverage.losses``), and it is spoken
only where a whole class of cover is missing; all else is recorded, and people decide in writing.

``names`` reads the covers off a policy, ``rules`` says what answers for a loss, ``losses`` what was damaged, ``weighing``
what only people may judge, ``notes`` what the clerk looks for. ``python -m claims.cover_table`` prints it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

from claims.coverage.losses import BATTERY, OWN_LOSS, Loss, account_of, losses
from claims.coverage.names import (
    COMPULSORY,
    LIABILITY,
    NO_FLOODED_ENGINE,
    Covers,
    covers_of,
    kinds_of,
    spoken_covers,
)
from claims.coverage.notes import Case, new_energy, notes_on
from claims.coverage.rules import DENIALS, ENGINE_EXCLUDED, RULE, RULES, TRAILER, Rule, VerdictName
from claims.coverage.weighing import WEIGHING, weighing_on
from claims.facts import told_facts
from claims.interview import somebody_could_be_hurt
from claims.policy import Policy

Lookup = Literal["found", "none", "failed"]
Said = Literal["not_covered", "excluded", "people_decide"]
VERDICTS: tuple[str, ...] = get_args(VerdictName)


@dataclass(frozen=True)
class Verdict:
    """What the rules say about an accident.

    Attributes:
        verdict: One of ``VERDICTS``.
        cover: The cover the verdict rests on, as spoken in full (``"车损险"``), or None.
        clause: The clause it rests on, or None when no clause is needed (no policy, look-up failed).
        reason: One Mandarin sentence for the clerk; never read to the caller.
        lacking: Covers that answer for a part of the loss and are not on the policy; all of them are named in A-05.
        said: What the caller is told of it (A-05, A-06, or that people decide); None when nothing is.
        elsewhere: The kind of policy (交强险, 商业险) that answers for a part of the loss and lies with another insurer, or
            with none.
        notes: What the clerk looks for, each one sentence; never read to the caller.
    """

    verdict: VerdictName
    cover: str | None
    clause: str | None
    reason: str
    lacking: tuple[str, ...] = ()
    said: Said | None = None
    elsewhere: str | None = None
    notes: tuple[str, ...] = field(default=())

    def as_record(self) -> dict[str, Any]:
        """Return the contract's ``coverage`` object with the notes; what is None or empty is left out."""
        fields = {"verdict": self.verdict, "cover": self.cover, "clause": self.clause, "reason": self.reason}
        fields["notes"] = list(self.notes) or None  # type: ignore[assignment]
        return {name: value for name, value in fields.items() if value is not None}


def assess(policy: Policy | None, facts: Mapping[str, Any], accident: date | None, lookup: Lookup) -> Verdict:
    """Tell what the rules say about an accident under a policy.

    Args:
        policy: The policy that counts (``policy_for``), or None.
        facts: What is known, flat: ``case_type``, ``flags``, ``events``, ``own_damage``, ``third_parties``,
            ``property_damage`` (lists), ``injured`` (bool), ``injured_kind`` (list), ``flood_restarted`` (bool),
            ``place`` (with ``text``). Missing keys are unknown. Nothing is said to be uncovered before it is known
            whether somebody was hurt, because other covers answer for that.
        accident: Day of the accident in the policy's time zone, or None when unknown.
        lookup: How the look-up went; ``found`` with no policy means that none of those found is in force.
    """
    facts = told_facts(facts)
    if lookup == "failed":
        return Verdict("undetermined", None, None, "保单系统未能查询，待人工核实保单。")
    if policy is None:
        if lookup == "none":
            return Verdict("no_policy", None, None, "未查到保单，待人工核实。")
        return Verdict("expired", None, "保险期间", "查到的保单在出险日均不在保险期间内。")
    if accident is None:
        return Verdict("undetermined", None, "保险期间", "出险日期未明，无法核对保险期间。")
    if accident > policy.end:
        return Verdict("expired", None, "保险期间", f"保单于{policy.end}到期，出险日{accident}在其后。")
    if accident < policy.start:
        return Verdict("no_policy", None, "保险期间", f"保单自{policy.start}起生效，出险日{accident}在其前。")
    if facts.get("case_type") not in OWN_LOSS:
        return Verdict("undetermined", None, None, "案情类型未明，待人工判断。")
    covers = covers_of(policy.covers)
    trailer = policy.plate.endswith("挂")
    found = losses(facts, trailer)
    weights = weighing_on(facts, policy.clause if covers.commercial else "compulsory", policy.premium_paid)
    verdict = _weighed(_new_energy(_decide(found, policy, covers, facts), policy, facts), weights)
    verdict = replace(verdict, elsewhere=_elsewhere(verdict, found, covers))
    return replace(verdict, notes=notes_on(Case(policy, covers, facts, found, verdict.lacking, weights)))


# --- one loss ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Finding:
    verdict: VerdictName
    cover: str | None
    clause: str
    reason: str
    lacking: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    """The covers on the policy that answer for it, ``cover`` first."""


def _apply(kind: str, policy: Policy, covers: Covers) -> _Finding:
    """Look one kind of loss up in the rules."""
    if kind == "trailer_others" and not covers.held & {COMPULSORY, LIABILITY}:
        reason = "挂车不投保交强险，三者损失由牵引车的保险承担，待人工核实牵引车"
        return _Finding("undetermined", COMPULSORY, TRAILER, reason)
    rule = RULE["others" if kind == "trailer_others" else kind, policy.clause]
    note = f"（{rule.note}）" if rule.note else ""
    if kind == "flooded_engine" and policy.clause == "2020" and NO_FLOODED_ENGINE in covers.held:
        reason = "保单附有发动机进水损坏除外特约"
        return _Finding("excluded", NO_FLOODED_ENGINE, ENGINE_EXCLUDED, reason)
    held = tuple(cover for cover in rule.covers if cover in covers.held)
    if held:
        reason = f"保单承保{'、'.join(held)}{note}，是否属于保险责任待查勘核定"
        return _Finding("covered", held[0], rule.clause, reason, held=held)
    if not rule.covers:
        return _Finding(rule.missing, None, rule.clause, rule.note)
    first, named = rule.covers[0], "、".join(rule.covers)
    if covers.unknown:
        reason = f"保单所载{'、'.join(covers.unknown)}未识别，待核实{first}{note}"
        return _Finding("undetermined", first, rule.clause, reason)
    return _Finding(rule.missing, first, rule.clause, f"保单未承保{named}{note}", rule.covers[:1])


def _settled(loss: Loss, policy: Policy, covers: Covers) -> _Finding:
    """Weigh the readings of one loss: covered as told, denied however it turns out, else open."""
    readings = {kind: _apply(kind, policy, covers) for kind in loss.possible}
    told, possible = [readings[kind] for kind in loss.told], list(readings.values())
    lacking = _names(finding.lacking for finding in possible)
    if all(finding.verdict in DENIALS for finding in possible):
        first = next((finding for finding in possible if finding.verdict == "not_covered"), possible[0])
        return replace(first, lacking=lacking, reason="；".join(dict.fromkeys(f.reason for f in possible)))
    if all(finding.verdict == "covered" for finding in told):
        return replace(told[0], lacking=())
    if len(readings) == 1:
        return told[0]
    covered = next((finding.cover for finding in possible if finding.verdict == "covered"), None)
    doubts = dict.fromkeys(finding.reason for finding in possible if finding.verdict != "covered")
    return _Finding(
        "undetermined",
        told[0].cover or covered,
        "；".join(dict.fromkeys(finding.clause for finding in possible)),
        f"损失的原因、部位或范围待查勘核定：{'；'.join(doubts)}",
        lacking,
    )


# --- the accident --------------------------------------------------------------------------------------------


def _decide(found: tuple[Loss, ...], policy: Policy, covers: Covers, facts: Mapping[str, Any]) -> Verdict:
    """Put the losses together: one with its cover on the policy is enough for the accident to be within its reach."""
    findings = [_settled(loss, policy, covers) for loss in found]
    lacking = _names(finding.lacking for finding in findings)
    order = {"covered": 0, "undetermined": 1, "not_covered": 2, "excluded": 3}
    first = min(findings, key=lambda finding: order[finding.verdict])
    if first.verdict == "covered":
        further = _names(one.held for one in findings if one.verdict == "covered")
        more = [cover for cover in further if cover not in first.held]
        also = f"；本次损失另由{'、'.join(more)}负责" if more else ""
        also += f"；本次损失另涉及未承保的{'、'.join(lacking)}" if lacking else ""
        return Verdict("covered", first.cover, first.clause, f"{first.reason}{also}。", lacking)
    if first.verdict == "undetermined":
        reasons = "；".join(dict.fromkeys(finding.reason for finding in findings))
        return Verdict("undetermined", first.cover, first.clause, f"{reasons}。", lacking, "people_decide")
    if somebody_could_be_hurt(facts) and facts.get("injured") is None:
        reason = f"{first.reason}；人员伤亡情况未明。"
        return Verdict("undetermined", first.cover, first.clause, reason, lacking)
    said: Said = "excluded" if first.verdict == "excluded" else "not_covered"
    return Verdict(first.verdict, first.cover, first.clause, f"{first.reason}。", lacking, said)


def _new_energy(verdict: Verdict, policy: Policy, facts: Mapping[str, Any]) -> Verdict:
    """Leave fire, water and battery of a new-energy car to its own wording; a missing cover is missing there too."""
    if verdict.verdict != "covered" or not new_energy(policy):
        return verdict
    if facts["case_type"] not in ("fire", "flood") and not account_of(facts).some(BATTERY):
        return verdict
    reason = "新能源车的火灾、进水、电池损失，另有条款，待人工核定。"
    clause = "新能源汽车商业保险专属条款"
    return replace(verdict, verdict="undetermined", clause=clause, reason=reason, said="people_decide")


def _weighed(verdict: Verdict, weights: Mapping[str, str]) -> Verdict:
    """Leave to people what a circumstance weighs on; a missing cover stays missing whoever drove."""
    if verdict.verdict != "covered" or not weights:
        return verdict
    reason = f"涉及{'、'.join(weights)}，如实记录，由人工书面核定。"
    clause = "；".join(dict.fromkeys(weights.values()))
    return replace(verdict, verdict="undetermined", clause=clause, reason=reason, said="people_decide")


def _elsewhere(verdict: Verdict, found: tuple[Loss, ...], covers: Covers) -> str | None:
    """Name the kind of policy that is not here and answers for a part of the loss."""
    if any("others" in loss.told for loss in found) and COMPULSORY not in covers.held and not covers.unknown:
        return COMPULSORY
    return "商业险" if verdict.lacking and not covers.commercial else None


def _names(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


__all__ = [
    "COMPULSORY",
    "OWN_LOSS",
    "RULES",
    "VERDICTS",
    "WEIGHING",
    "Lookup",
    "Rule",
    "Verdict",
    "assess",
    "kinds_of",
    "new_energy",
    "spoken_covers",
]
