"""French."""

ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
    "quinze seize dix-sept dix-huit dix-neuf"
).split()
TENS = "_ _ vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()


def spell(number):
    """Return the words of a number below a thousand."""
    if number < 20:
        return ONES[number]
    if number == 80:
        return "quatre-vingts"
    if number < 100:
        tens, ones = divmod(number, 10)
        if tens in (7, 9):
            ones += 10
        link = " et " if ones in (1, 11) and tens < 8 else "-"
        return TENS[tens] + (link + ONES[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    head = "cent" if hundreds == 1 else f"{ONES[hundreds]} cent"
    return head + (f" {spell(rest)}" if rest else "")
