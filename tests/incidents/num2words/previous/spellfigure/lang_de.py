"""German."""

ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()


def spell(number):
    """Return the words of a number below a thousand."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        head = ("ein" if ones == 1 else ONES[ones]) + "und" if ones else ""
        return head + TENS[tens]
    hundreds, rest = divmod(number, 100)
    head = "ein" if hundreds == 1 else ONES[hundreds]
    return f"{head}hundert" + (spell(rest) if rest else "")
