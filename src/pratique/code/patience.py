"""How long each piece of work may take: quickly first, then fairly, then not at all, and said.

Nearly all code ends within its steps. What does not is gone through once more at the end, fairly:
each statement of a body may take only its share of what is left, so that nothing can hide behind
something that takes long. What even then has statements without a share is held.
"""

import logging
from collections.abc import Callable

import msgspec

from pratique.code.evaluate import Exhausted, Machine
from pratique.limits import Budget
from pratique.model import Activation, Effect, Limitation

FAIR_STEPS = 100_000
"""What one piece of work may take at the end, where the artifact's steps allow it."""
LATE_STEPS = 6_000
"""What it may take first where it runs only when somebody calls it: mostly that is enough."""
LAST_STEPS = 30_000
"""What that may take then, its loops not unrolled."""
_TEST = ("test", "dead")
_LATE = ("call", "unknown")
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a mistake of the evaluator raises. It costs the piece of work, which is held, and not what
was found elsewhere: one odd constant must not hide all the rest. To fuzzing it is a finding."""
log = logging.getLogger(__name__)

Action = Callable[[], object]


class _Tired(msgspec.Struct, frozen=True):
    member: str
    activation: Activation
    action: Action
    again: Action | None


class Patience:
    """The steps of one evaluation, given out piece by piece."""

    def __init__(self, machine: Machine, budget: Budget) -> None:
        self.machine = machine
        self.budget = budget
        self._tired: list[_Tired] = []

    def work(
        self,
        steps: int,
        member: str,
        when: Activation,
        action: Action,
        again: Action | None = None,
    ) -> None:
        """Do one piece of work within its steps; `again` makes it possible a second time."""
        if self._attempt(steps, member, action):
            return
        tired = _Tired(member, when, action, again)
        if when in _TEST:
            self._say(tired)  # what nobody who installs ever runs is not gone through twice
        else:
            self._tired.append(tired)

    def once(self, steps: int, member: str, action: Action) -> None:
        """Do one piece of work that helps others, as far as its steps go, and never again."""
        self._attempt(steps, member, action)

    def again(self) -> None:
        """Go through all that took too long, fairly, and say what was still not followed."""
        machine = self.machine
        tired, self._tired = self._tired, []
        machine.fair = True
        late = [one for one in tired if one.activation in _LATE]
        rest = [one for one in tired if one.activation not in _LATE]
        unfinished = self._unfinished(rest, FAIR_STEPS)
        if machine.language.exact is None:  # else what decodes is run apart, whoever calls it
            late = self._unfinished(late, LATE_STEPS)
        machine.coarse = True
        unfinished += self._unfinished(late, LAST_STEPS)
        machine.fair = machine.coarse = False
        for one in unfinished:
            self._say(one)

    def _unfinished(self, tired: list[_Tired], most: int) -> list[_Tired]:
        """Go through pieces of work, each with its share of what is left; return the unfinished."""
        found: list[_Tired] = []
        for number, one in enumerate(tired):
            share = self.budget.left("steps") // (len(tired) - number)
            self.machine.entered.clear()
            self.machine.gone.clear()
            if one.again is not None:
                one.again()
            if share <= 0 or not self._attempt(min(most, share), one.member, one.action):
                found.append(one)
        return found

    def _say(self, one: _Tired) -> None:
        effect: Effect = "note" if one.activation in _TEST else "hold"
        self.machine.record.limitation(
            Limitation(
                code="code-too-long",
                effect=effect,
                member=one.member,
                detail="more steps than one module may take: the rest was not followed",
            )
        )

    def _lost(self, member: str, code: str, detail: str) -> None:
        limitation = Limitation(code=code, member=member, detail=detail)
        self.machine.record.limitation(limitation)

    def _attempt(self, steps: int, member: str, action: Action) -> bool:
        machine, budget = self.machine, self.budget
        allowed = min(steps, budget.left("steps"))
        machine.steps = allowed
        try:
            action()
        except Exhausted:
            return False
        except RecursionError:
            self._lost(member, "code-too-deep", "nested too deeply")
        except MemoryError:
            self._lost(member, "code-too-large", "values need more memory than one artifact has")
        except FAULTS as error:
            log.debug("%s: evaluation failed", member, exc_info=error)
            self._lost(member, "code-fault", f"the evaluator failed here: {type(error).__name__}")
        finally:
            spent = allowed - max(0, machine.steps)
            budget.spent["steps"] = budget.spent.get("steps", 0) + spent
            machine.later.clear()
            machine.journal = None
            machine.active_functions.clear()
        return True
