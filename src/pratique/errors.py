"""The one tree of errors.

    PratiqueError                 anything this program says instead of a traceback
    ├── UsageError                the command line or a setting is wrong (exit 2)
    ├── InputError                a file or folder that was named cannot be read
    ├── FetchError                a registry could not give what was asked
    │   ├── NotFoundError         no such project, version or file
    │   ├── NetworkError          no route, a timeout, a broken answer
    │   └── DigestError           what arrived is not what the registry promised
    ├── ConfineError              the child could not be started at all
    ├── CacheError                the cache folder cannot be used
    ├── RuleError                 a rule file is wrong
    ├── CompareError              two artifacts cannot be compared
    ├── IdentityError             a list of names or an attestation cannot be read
    ├── DatasetError              the dataset cannot be opened, read or written
    ├── CorpusError               an evaluation corpus is missing or wrong
    └── ReportError               a report cannot be rendered

Broken or hostile *input* is not an exception: it is a `Limitation` that names member and cause.
"""


class PratiqueError(Exception):
    """Say what went wrong, where, and what to do, in one lower-case line."""


class UsageError(PratiqueError):
    """A command line or a setting is wrong."""


class InputError(PratiqueError):
    """A named file or folder cannot be read."""


class FetchError(PratiqueError):
    """A registry could not give what was asked for."""


class NotFoundError(FetchError):
    """There is no such project, version or file."""


class NetworkError(FetchError):
    """No route, a timeout or a broken answer."""


class DigestError(FetchError):
    """What arrived does not have the promised digest."""


class ConfineError(PratiqueError):
    """The child process could not be started."""


class CacheError(PratiqueError):
    """The cache folder cannot be used."""


class RuleError(PratiqueError):
    """A rule file is wrong."""


class CompareError(PratiqueError):
    """Two artifacts cannot be compared."""


class IdentityError(PratiqueError):
    """A list of names or an attestation cannot be read."""


class DatasetError(PratiqueError):
    """The dataset cannot be opened, read or written."""


class CorpusError(PratiqueError):
    """An evaluation corpus is missing or wrong."""


class ReportError(PratiqueError):
    """A report cannot be rendered."""
