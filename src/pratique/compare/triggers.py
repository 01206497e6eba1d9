"""What makes code run in the new release and did not in the old."""

from collections.abc import Iterable, Iterator

from pratique.compare.pairing import stable
from pratique.model import Activation, Fact, Location, Trigger, Value

_HOOK: dict[Activation, str] = {
    "install": "hook/install-script",
    "build": "hook/build-backend",
    "startup": "hook/interpreter-startup",
}

_FOREIGN = frozenset(("backend",))
"""Triggers that run another project's code: what is odd in them, the manifest's own facts say."""


def _key(trigger: Trigger) -> tuple[str, str, str, str]:
    return trigger.kind, stable(trigger.member), trigger.target, trigger.command


def trigger_names(triggers: Iterable[Trigger]) -> set[str]:
    """Return each trigger as a person reads it: time, kind, file and what is run."""
    return {
        f"{one.activation}: {one.kind} {stable(one.member)} {one.target or one.command}".strip()
        for one in triggers
        if one.activation in _HOOK or one.activation == "entrypoint"
    }


def new_triggers(old: Iterable[Trigger], new: Iterable[Trigger]) -> Iterator[Fact]:
    """Yield a hook fact, tagged `new`, for each trigger of its kind that was not there before.

    A script that was only edited is not new: the kind and the file decide, the command is a value.
    """
    before = {(trigger.kind, stable(trigger.member)) for trigger in old}
    for trigger in new:
        behaviour = _HOOK.get(trigger.activation)
        kind, member, target, shell = _key(trigger)
        if behaviour is None or kind in _FOREIGN or (kind, member) in before:
            continue
        values = [Value("name", kind)]
        if target:
            values.append(Value("path", target))
        if shell:
            values.append(Value("command", shell))
        yield Fact(
            behaviour=behaviour,
            location=Location(member=trigger.member),
            activation=trigger.activation,
            source="diff",
            symbol=kind,
            values=tuple(values),
            snippet=(shell or target)[:240],
            tags=("new",),
        )
