"""From members to facts: what the code of an artifact can do, and when it runs."""
