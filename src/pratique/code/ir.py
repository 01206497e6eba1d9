"""A small common tree that every language is lowered to, and how a front end plugs in.

A front end is one file `languages/<name>.py` and one line in the table of `languages/__init__.py`.
It gives a `Language` (see there) whose `lower(text)` turns source into a `Program`; the evaluator
does the rest: it follows values through this tree, asks `api/<name>.toml` what symbols mean, and
asks the language's own tables for the few operations that differ (methods of strings, builtins).

Rules for a front end
- Never raise on any input. Walk the syntax tree with a cursor or an explicit stack, or recurse
  with a depth cap (`MAX_DEPTH`); what lies deeper becomes `Opaque`, and the program says so in
  `Program.troubles`. Error nodes are walked through: what parses inside them is kept.
- Lower what the evaluator can use and drop the rest (types, annotations without effect, comments).
- Lines start at 1 and count in the text that was given; the caller adds its own offset.
- Function bodies may be lowered late: `Function.body` may be a callable that gives the tuple.
- Names are the language's own. Say what is imported through `Import`; do not resolve anything.
- Two things of one meaning are one node: `x => y` is a `Function`, `a?.b` an `Attribute`, a
  `switch` a chain of `Branch`, `i++` an `Assign` with an operator, `try!(x)` is x, `await x` is x,
  `unsafe { … }` and other blocks that have a value are `Do`, a macro `name!(…)` is a `Call` of the
  `Name` `name!`.
- Compiled code (class files, code objects) becomes the same nodes, as far as it can be told.
  A class by its full name is a `Name` with a dot in it.

Expressions are evaluated in the order of their fields, statements in the order they stand.
"""

from collections.abc import Callable

import msgspec

MAX_DEPTH = 180
"""Nesting of one tree; deeper nodes become `Opaque`. The evaluator recurses by it."""

Scalar = str | bytes | int | float | bool | None


class Node(msgspec.Struct, gc=False):
    """Anything that stands on a line."""

    line: int


class Expression(Node, gc=False):
    """Something that has a value."""


class Statement(Node, gc=False):
    """Something that is done."""


class Const(Expression, gc=False):
    """A literal: text, bytes, number, truth or nothing (`None`, `null`, `undefined`)."""

    value: Scalar


class Name(Expression, gc=False):
    """A variable, also `this` and `super`."""

    name: str


class Attribute(Expression, gc=False):
    """`object.name`, also `Type::name` and `a->b`."""

    object: Expression
    name: str
    type: str = ""
    """Full name of the class that the code declares the object to be of (class files)."""
    signature: str = ""
    """What tells methods of one name apart; stands behind the name in a `Class`."""


class Subscript(Expression, gc=False):
    """`object[index]`; the index may be a `Slice`."""

    object: Expression
    index: Expression


class Slice(Expression, gc=False):
    """`lower:upper:step`, a missing part is None."""

    lower: Expression | None
    upper: Expression | None
    step: Expression | None


class Call(Expression, gc=False):
    """`callee(arguments, keyword=value)`; `new` for constructors that say so."""

    callee: Expression
    arguments: tuple[Expression, ...] = ()
    keywords: tuple[tuple[str, Expression], ...] = ()
    """The name is empty for `**mapping`."""
    new: bool = False


class Star(Expression, gc=False):
    """`*value` or `...value` among arguments or items."""

    value: Expression


class Operation(Expression, gc=False):
    """An operator with one or more operands, spelled as in Python where Python has it.

    Unary: `-` `+` `~` `not` `typeof` `void`. Binary: `+ - * / // % ** << >> >>> & | ^ @`,
    comparisons `== != < <= > >= in not-in is is-not`, and `and or ??` with their short cut.
    """

    operator: str
    operands: tuple[Expression, ...]


class Choice(Expression, gc=False):
    """`then if test else otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression


class Sequence(Expression, gc=False):
    """A display; `kind` is list, tuple or set. As a target it takes apart what is assigned."""

    kind: str
    items: tuple[Expression, ...]


class Mapping(Expression, gc=False):
    """A dictionary or object literal; the key is None for a spread mapping."""

    pairs: tuple[tuple[Expression | None, Expression], ...]


class Format(Expression, gc=False):
    """An f-string or template: the parts are joined as text.

    A part with a conversion or a format specification is a `Call` of `Name("format")`.
    """

    parts: tuple[Expression, ...]


class Parameter(msgspec.Struct, gc=False):
    """A parameter of a function; kind is empty, `*` or `**`."""

    name: str
    default: Expression | None = None
    kind: str = ""


class Function(Expression, gc=False):
    """A function, method, lambda or arrow function; as a statement it binds its name."""

    name: str
    """Empty for a lambda."""
    parameters: tuple[Parameter, ...]
    body: "tuple[Statement, ...] | Callable[[], tuple[Statement, ...]]"
    decorators: tuple[Expression, ...] = ()
    end: int = 0
    """Last line, when known."""
    dull: bool = False
    """Nothing in it has a meaning by itself: it is read when something calls it."""
    getter: bool = False
    """It is called where its name is read."""


class Class(Expression, gc=False):
    """A class; its body is run when it is defined."""

    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...] = ()
    space: bool = False
    """A module inside a module: its functions see its names, and are no methods."""


class Comprehension(Expression, gc=False):
    """`[element for target in iterable if condition]`; kind list, set, generator or mapping."""

    kind: str
    element: Expression
    """For a mapping a tuple `Sequence` of key and value."""
    clauses: "tuple[Clause, ...]"


class Clause(msgspec.Struct, gc=False):
    """One `for` of a comprehension."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...] = ()


class Assign(Expression, gc=False):
    """`target = value`, with `operator` for `target += value`; its value is what was assigned."""

    target: Expression
    value: Expression
    operator: str = ""


class Yielded(Expression, gc=False):
    """`yield value`; a generator function returns the sequence of what it yields."""

    value: Expression | None


class Several(Expression, gc=False):
    """Expressions done one after the other; the last one's value counts (`a, b` of JavaScript)."""

    items: tuple[Expression, ...]


class Do(Expression, gc=False):
    """A block that has a value: that of its last statement."""

    body: tuple[Statement, ...]


class Opaque(Expression, gc=False):
    """What was not understood; its parts are evaluated for their calls."""

    parts: tuple[Expression, ...] = ()


class Evaluate(Statement, gc=False):
    """An expression as a statement; functions and classes too."""

    expression: Expression


class Import(Statement, gc=False):
    """`import module as alias` (name None) or `from module import name as alias`.

    `level` counts leading dots; the name `*` takes all. With no alias, `import a.b` binds `a`.
    """

    module: str
    name: str | None = None
    alias: str = ""
    level: int = 0


class Branch(Statement, gc=False):
    """`if`; also an arm of `match`, whose test then is `Opaque` where it has no meaning here."""

    test: Expression
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


class Loop(Statement, gc=False):
    """`for target in iterable`; keys of an object are asked for by a `Call` of `Name("keys")`."""

    target: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


class While(Statement, gc=False):
    """`while test`; `step` runs after each round, `checked` is false for do-while."""

    test: Expression
    body: tuple[Statement, ...]
    step: tuple[Statement, ...] = ()
    checked: bool = True


class Handler(msgspec.Struct, gc=False):
    """An `except` or `catch`."""

    types: tuple[Expression, ...]
    name: str
    body: tuple[Statement, ...]


class Try(Statement, gc=False):
    """`try` with its handlers; all of them are thought to run."""

    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    otherwise: tuple[Statement, ...] = ()
    final: tuple[Statement, ...] = ()


class With(Statement, gc=False):
    """`with value as target` (target None when there is none)."""

    items: tuple[tuple[Expression, Expression | None], ...]
    body: tuple[Statement, ...]


class Return(Statement, gc=False):
    """Leave the function."""

    value: Expression | None


class Jump(Statement, gc=False):
    """`break`, `continue` or `raise` (whose value may be a statement before it)."""

    kind: str
    value: Expression | None = None
    """What is thrown."""


class Declare(Statement, gc=False):
    """`global a, b` and `nonlocal a, b`: these names are not local here; `local` says they are."""

    names: tuple[str, ...]
    kind: str = "global"


class Program(msgspec.Struct, gc=False):
    """One text, lowered."""

    body: tuple[Statement, ...]
    troubles: tuple[str, ...] = ()
    """What could not be read: too-deep, syntax-error, cut."""


def body(function: Function) -> tuple[Statement, ...]:
    """Return the statements of a function, lowering them now if that was put off."""
    if not isinstance(function.body, tuple):
        function.body = function.body()
    return function.body
