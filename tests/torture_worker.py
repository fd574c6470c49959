"""A process that delivers until it dies: by its own hand at a named step, or by its parent's."""

import os
import signal
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.config import load_config
from bot.delivery import courier as couriers
from bot.delivery.channel import slack_client
from bot.delivery.compose import Composer
from bot.delivery.courier import Courier
from bot.delivery.outcomes import Outcome
from bot.delivery.pacing import Pacer
from bot.store import Store
from feeds.archive import Archive
from feeds.database import Database, connect
from summaries.library.store import Library

STEPS = tuple(
    f"{when} {step}"
    for step in ("claim", "freeze", "post", "record")
    for when in ("before", "after")
)
# Scaled down from 120 s and 10 s in the same proportion to the workspace's own delay.
LEASE = timedelta(seconds=4)
TIMEOUT = 2  # seconds
IDLE = 0.02  # seconds between two looks for work


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a process meets its signal, and which; without a step it lives until somebody kills it."""

    step: str | None = None
    number: int = signal.SIGKILL

    def meet(self, step: str) -> None:
        if step == self.step:
            os.kill(os.getpid(), self.number)


class DoomedStore(Store):
    """A store in which each named step is a place to die."""

    def __init__(self, database: Database, fate: Fate) -> None:
        super().__init__(database)
        self.fate = fate

    def claim(self, *args: Any) -> Any:
        self.fate.meet("before claim")
        claimed = super().claim(*args)
        if claimed is not None:
            self.fate.meet("after claim")
        return claimed

    def freeze(self, *args: Any) -> Any:
        self.fate.meet("before freeze")
        frozen = super().freeze(*args)
        self.fate.meet("after freeze")
        return frozen

    def still_owned(self, *args: Any) -> bool:
        self.fate.meet("before check")
        return super().still_owned(*args)

    def record_sent(self, *args: Any) -> bool:
        self.fate.meet("before record")
        new = super().record_sent(*args)
        self.fate.meet("after record")
        return new


def build_courier(url: str, api_url: str, token: str, fate: Fate) -> Courier:
    """The product's own courier, with a shorter lease and a fate."""
    database = connect(url)
    store, archive = DoomedStore(database, fate), Archive(database)
    client = slack_client(token, api_url)
    client.timeout = TIMEOUT
    posted = couriers.post

    def post(*args: Any) -> Outcome:
        fate.meet("before post")
        outcome = posted(*args)
        fate.meet("after post")
        return outcome

    vars(couriers)["post"], vars(couriers)["LEASE"] = post, LEASE
    composer = Composer(archive, Library(database), load_config(None, {}))
    return Courier(
        store,
        archive,
        composer,
        lambda _: client,
        Clock(),
        wait=lambda _: None,
        pacer=Pacer(budget=1_000_000),
    )


def work(url: str, api_url: str, token: str, fate: Fate) -> None:
    """Deliver for ever."""
    courier = build_courier(url, api_url, token, fate)
    while True:
        courier.deliver_all()
        time.sleep(IDLE)
