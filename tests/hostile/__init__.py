"""The hostile suite: uploads that try to fool, stop or hurt the reviewer.

`zipforge`, `tarforge` and `classforge` write archives byte by byte, with every header field open to
forgery; `packages` builds whole uploads with them; `cases_*` are the tables of what is tried and
what must be answered; `run` tries them (`make hostile`).
"""
