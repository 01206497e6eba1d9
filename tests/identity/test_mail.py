"""Mail domains that are thrown away, and those that anyone gets."""

import pytest

from pratique.identity.mail import disposable, free


@pytest.mark.parametrize(
    ("address", "thrown", "anyone"),
    [
        ("ann@mailinator.com", True, False),
        ("Ann <ann@MAILINATOR.com>", True, False),
        ("ann@inbox.mailinator.com", True, False),
        ("ann@gmail.com", False, True),
        ("ann@firm.example", False, False),
        ("ann@mailinator.firm.example", False, False),
        ("mailinator.com", False, False),
        ("ann@com", False, False),
        ("", False, False),
    ],
)
def test_the_domain_or_its_parent_decides(address, thrown, anyone):
    assert disposable(address) is thrown
    assert free(address) is anyone
