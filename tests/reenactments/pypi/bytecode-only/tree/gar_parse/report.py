"""Reports."""

def parse(line):
    """Return the parts of a line."""
    name, _, weight = line.partition(":")
    return name.strip(), float(weight)
