"""The YAML of rule files: safe, and without keys that stand twice."""

import msgspec
import yaml

from pratique.errors import RuleError
from pratique.rules.schema import Rule

_MERGE = "tag:yaml.org,2002:merge"


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # a C class
    """A safe loader that refuses duplicate keys, which YAML itself would let win silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002  # the signature is PyYAML's
        """Build a mapping whose keys are all different."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag == _MERGE:
                raise yaml.constructor.ConstructorError(None, None, "merge key", key.start_mark)
            if key.value in seen:
                problem = f"key {key.value!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        result: dict[object, object] = super().construct_mapping(node, deep)
        return result


def parse(text: str | bytes, name: str) -> Rule:
    """Return the rule that a text spells; RuleError names the file, the place and the fault."""
    try:
        tree = yaml.load(text, Loader=_Strict)  # noqa: S506  # derived from the safe loader
        return msgspec.convert(tree, Rule)
    except yaml.YAMLError as error:
        raise RuleError(f"{name}: not readable as YAML: {' '.join(str(error).split())}") from error
    except msgspec.ValidationError as error:
        raise RuleError(f"{name}: {error}") from error
