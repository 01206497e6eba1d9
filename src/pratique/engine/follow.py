"""Follow a registry: feed → queue → index → review → one line, exactly once, for ever.

    changes(position) ─▶ queue ─▶ history until its serial has caught up ─▶ file ─▶ review ─▶ line
         one transaction ┘                     put off and tried again ┘        one transaction ┘

Each round takes what is new from the feed, delivers messages that are due, and works through the
uploads that are due. Nothing is kept in memory that a kill could lose.
"""

import json
import logging
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from pratique import report
from pratique.ecosystems import Ecosystem
from pratique.ecosystems.http import Client
from pratique.engine import gather, webhook
from pratique.engine.gather import Gathered
from pratique.engine.interface import Engine
from pratique.engine.journal import Journal, Queued
from pratique.errors import FetchError
from pratique.model import CLASSIFICATIONS, Event, EventKind, Fetched, Review

LOG = logging.getLogger(__name__)
REFUSALS = 10
"""Answers in a row that a feed may fail to give before `once` gives up."""
DELIVERIES = 4
"""Tries of a message that `once` waits for; later runs go on with what is left."""
UPLOADS: frozenset[EventKind] = frozenset(("upload",))
CHANGES: frozenset[EventKind] = frozenset(("change",))
"""What has to be turned into uploads by asking for the project."""
OUTCOMES: frozenset[EventKind] = frozenset(
    ("quarantine", "quarantine-cleared", "remove", "yank", "unyank")
)
"""What the registry itself decided: labels that cost nothing."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How to follow; seconds unless a line says otherwise."""

    since: int | None = None
    """Where a watch without state begins; None is now."""
    once: bool = False
    """Stop when the feed has nothing new and the queue is empty."""
    outcomes: bool = False
    """Write a line for quarantines, removals and yanks too."""
    hook: webhook.Webhook | None = None
    post_from: str = "suspicious"
    """The mildest classification that is posted."""
    poll: float = 15.0
    batch: int = 64
    """Uploads that one round takes."""
    settle: float = 300.0
    """Entries younger than this are asked for again, and `overlap` serials before them."""
    overlap: int = 100
    first_wait: float = 2.0
    longest_wait: float = 600.0
    tries: int = 60
    """After which a file that cannot be fetched is given up, with a line that says so."""


class Clients(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asked: the index and its feed, and the receiver of messages."""

    index: Client
    hook: Client


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Where a watch stands, for one line on a terminal."""

    position: int
    queued: int
    reviewed: int
    alarms: int
    doing: str = ""


class Unreviewed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line about an event that has no review: an outcome, or a file that could not be had."""

    event: Event
    outcome: str
    """gone, failed, or the kind of the event."""
    detail: str = ""


class Follower:
    """One watch over one registry."""

    def __init__(
        self,
        ecosystem: Ecosystem,
        engine: Engine,
        journal: Journal,
        *,
        clients: Clients,
        folder: Path,
        plan: Plan,
        status: Callable[[Status], None] | None = None,
    ) -> None:
        self._ecosystem = ecosystem
        self._engine = engine
        self._journal = journal
        self._clients = clients
        self._folder = folder
        self._plan = plan
        self._status = status
        self._kinds = UPLOADS | CHANGES | (OUTCOMES if plan.outcomes else frozenset())
        self._alarms = 0
        self._reviewed = journal.finished()
        self._next_poll = 0.0
        self._refusals = 0
        self._drained = False

    def run(self) -> None:
        """Follow until stopped, or with `once` until nothing is left to do."""
        shutil.rmtree(self._folder, ignore_errors=True)
        journal, plan = self._journal, self._plan
        if journal.position < 0:
            self._start()
        while True:
            fresh = self._poll()
            self._post()
            if self._work() or fresh:
                continue
            owes = plan.hook is not None and journal.owes(DELIVERIES)
            if plan.once and self._drained and not journal.queued() and not owes:
                return
            self._rest()

    def _start(self) -> None:
        """Say where a watch begins, and since when files are new to it."""
        ecosystem, index, since = self._ecosystem, self._clients.index, self._plan.since
        if since is None:
            self._journal.start_at(ecosystem.head(index), time.time() - self._plan.settle)
        else:
            moment = ecosystem.moment(since, index)
            self._journal.start_at(since, max(0.0, moment - self._plan.settle))

    def _poll(self) -> bool:
        """Take what the feed has; True when something was new."""
        now = time.time()
        if now < self._next_poll:
            return False
        self._say("asking the feed")
        plan = self._plan
        try:
            new = self._tail() or self._sweep()
        except FetchError as error:
            self._refusals += 1
            if plan.once and self._refusals >= REFUSALS:
                raise
            LOG.warning("%s", error)
            self._next_poll = now + self._wait(self._refusals)
            return False
        self._refusals = 0
        self._drained = not new
        if not new:
            self._next_poll = now + plan.poll
        return bool(new)

    def _tail(self) -> bool:
        """Take what stands behind the position."""
        events = self._ecosystem.changes(self._journal.position, self._clients.index)
        return bool(self._journal.take(events, self._kinds))

    def _sweep(self) -> bool:
        """Ask again for what is young: a serial may become visible after a higher one.

        A registry hands out serials before it commits, so a gap among young ones may still fill.
        """
        journal, plan = self._journal, self._plan
        late = max(plan.overlap, self._ecosystem.late)
        settled = journal.first_since(time.time() - plan.settle) - late
        start = at = max(journal.floor, settled)
        new = False
        while at < journal.position:
            events = self._ecosystem.changes(at, self._clients.index)
            new = bool(journal.take(events, self._kinds, settled=start)) or new
            if not events or events[-1].serial <= at:
                break
            at = events[-1].serial
        return new

    def _work(self) -> bool:
        """Review the uploads that are due; True when there were any."""
        rows = self._journal.due(self._plan.batch, time.time())
        uploads, changes = [], []
        for row in rows:
            if row.event.kind in UPLOADS:
                uploads.append(row)
            elif row.event.kind in CHANGES:
                changes.append(row)
            else:
                self._tell(row, row.event.kind, "")
        if changes:
            self._expand(changes)
        going: dict[str, Queued] = {}
        absent: list[Gathered] = []
        for fetched, review in self._engine.reviews(self._artifacts(uploads, going, absent)):
            self._finish(going.pop(fetched.path), fetched, review)
        for one in absent:
            self._put_off(one)
        return bool(rows)

    def _expand(self, changes: list[Queued]) -> None:
        """Queue the new files of projects that changed; put off those that are not there yet."""
        began = self._journal.began
        for one in gather.expand(changes, self._ecosystem, self._clients.index):
            if one.uploads is not None:
                new = [event for event in one.uploads if not event.time or event.time >= began]
                self._journal.expand(one.queued, new)
                continue
            for row in one.queued:
                state: Literal["gone", "stale"] = "gone" if one.gone else "stale"
                self._put_off(Gathered(queued=row, state=state, detail=one.detail))

    def _artifacts(
        self, rows: list[Queued], going: dict[str, Queued], absent: list[Gathered]
    ) -> Iterator[Fetched]:
        """Yield files as they arrive; may run in another thread, so leaves the journal alone."""
        for one in gather.gather(rows, self._ecosystem, self._clients.index, self._folder):
            if one.fetched is None:
                absent.append(one)
            else:
                going[one.fetched.path] = one.queued
                yield one.fetched

    def _finish(self, row: Queued, fetched: Fetched, review: Review) -> None:
        """Write the line of a review, with its message where there is one to send."""
        plan, classification = self._plan, review.verdict.classification
        rank = CLASSIFICATIONS.index(classification)
        alarming = rank >= CLASSIFICATIONS.index(plan.post_from)
        body = webhook.message(review) if plan.hook and alarming else None
        key = gather.key(self._ecosystem, fetched, review.artifact.sha256)
        line = "".join(report.render((review,), "jsonl"))
        if self._journal.finish(row, key, line, body):
            self._alarms += alarming
            self._reviewed += 1
        shutil.rmtree(self._folder / str(row.id), ignore_errors=True)
        self._say(row.event.filename)

    def _put_off(self, one: Gathered) -> None:
        """Try again later, or say that a file cannot be had."""
        row = one.queued
        if one.state == "gone":
            self._tell(row, "gone", one.detail)
        elif row.tries >= self._plan.tries:
            self._tell(row, "failed", one.detail)
        else:
            LOG.debug("put off: %s (%s)", row.event.filename, one.detail)
            self._journal.later(row, time.time() + self._wait(row.tries))

    def _tell(self, row: Queued, outcome: str, detail: str) -> None:
        line = Unreviewed(event=row.event, outcome=outcome, detail=detail)
        self._journal.finish(row, None, json.dumps(msgspec.to_builtins(line)) + "\n")

    def _post(self) -> None:
        """Deliver messages that are due; the first that is not taken ends the round."""
        hook = self._plan.hook
        for post in self._journal.posts(time.time()) if hook else ():
            assert hook is not None  # noqa: S101  # for mypy
            try:
                webhook.deliver(hook, post.body, post.delivery, self._clients.hook)
            except FetchError as error:
                LOG.warning("%s", error)
                self._journal.post_later(post, time.time() + self._wait(post.tries))
                return
            self._journal.posted(post)

    def _wait(self, tries: int) -> float:
        plan = self._plan
        wait = min(plan.longest_wait, plan.first_wait * 2.0 ** min(tries, 20))
        return wait * random.uniform(0.5, 1.5)  # noqa: S311  # not for secrets

    def _rest(self) -> None:
        self._say("waiting")
        soonest = min(self._journal.next_due(), max(self._next_poll, 0.0))
        time.sleep(min(1.0, max(0.02, soonest - time.time())))

    def _say(self, doing: str) -> None:
        if self._status is None:
            return
        journal = self._journal
        self._status(
            Status(
                position=journal.position,
                queued=journal.queued(),
                reviewed=self._reviewed,
                alarms=self._alarms,
                doing=doing,
            )
        )
