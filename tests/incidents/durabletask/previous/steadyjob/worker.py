"""Run jobs, and go on where they stopped."""

from steadyjob.history import History


class Worker:
    """Runs jobs over one history."""

    def __init__(self, path):
        self.history = History(path)

    def run(self, job, generator):
        """Run a job to its end and return its result."""
        number, value = 0, None
        try:
            wanted = generator.send(None)
            while True:
                known, value = self.history.get(job, number)
                if not known:
                    value = wanted.run()
                    self.history.put(job, number, value)
                number += 1
                wanted = generator.send(value)
        except StopIteration as end:
            return end.value
