from steadyjob import Worker, step

calls = []


@step
def add(a, b):
    calls.append((a, b))
    return a + b


def job():
    three = yield add(1, 2)
    return (yield add(three, 3))


def test_steps_run_once(tmp_path):
    for _ in range(2):
        assert Worker(tmp_path / "jobs.sqlite").run("a", job()) == 6
    assert len(calls) == 2
