"""Coverage-guided fuzzing of every walker and every front end: `make fuzz MINUTES=n`.

`targets` says what is fed to what; `seeds` writes the first inputs; `one` fuzzes a single target in
a process of its own with atheris; `__main__` runs one after the other. An input that made a target
raise is kept in `findings/<target>/` and replayed by `tests/hostile/test_findings.py` for ever.
"""
