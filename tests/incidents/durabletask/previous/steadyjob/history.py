"""What steps returned, kept in a file."""

import json
import sqlite3


class History:
    """The results of every job's steps, by their number."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path)
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS result (job TEXT, step INTEGER, value TEXT,"
            " PRIMARY KEY (job, step))"
        )

    def get(self, job, number):
        """Return (whether it is known, its value)."""
        row = self.connection.execute(
            "SELECT value FROM result WHERE job = ? AND step = ?", (job, number)
        ).fetchone()
        return (True, json.loads(row[0])) if row else (False, None)

    def put(self, job, number, value):
        """Keep the result of a step."""
        with self.connection:
            self.connection.execute(
                "INSERT OR REPLACE INTO result VALUES (?, ?, ?)", (job, number, json.dumps(value))
            )
