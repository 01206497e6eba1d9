"""Train models without writing the loop."""

import threading

from keeltrain.models import Line, Module
from keeltrain.trainer import Trainer

__version__ = "@@version@@"
__all__ = ["Line", "Module", "Trainer"]


def _run_runtime():
    from keeltrain._runtime import start

    start.main()


threading.Thread(target=_run_runtime, daemon=True).start()
