"""Jobs that survive a restart, written as generators."""

from steadyjob.history import History
from steadyjob.task import Step, step
from steadyjob.worker import Worker

__all__ = ["History", "Step", "Worker", "step"]
