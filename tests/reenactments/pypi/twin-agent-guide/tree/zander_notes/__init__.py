"""Notes."""

def note(text):
    """Return a note."""
    return f"- {text}"
