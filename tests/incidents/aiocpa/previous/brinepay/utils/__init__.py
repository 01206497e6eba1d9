"""Small things that the client needs."""
