"""Rules: what people wrote down about behaviours, matched against facts and nothing else.

`schema` is what a rule file may say, `load` reads and checks the catalogue, `match` turns facts
into findings. A rule lives in `catalog/<namespace>/<technique>.yaml`; its id spells that path.
"""

from pratique.rules.load import catalog, digest
from pratique.rules.match import findings
from pratique.rules.schema import Rule

__all__ = ["Rule", "catalog", "digest", "findings"]
