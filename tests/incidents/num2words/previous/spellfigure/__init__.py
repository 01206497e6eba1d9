"""Write numbers as words in several languages."""

from spellfigure import compat, lang_de, lang_en, lang_fr

LANGUAGES = {"de": lang_de, "en": lang_en, "fr": lang_fr}


def words(number, lang="en"):
    """Return a number between 0 and 999 as words."""
    if not 0 <= number < 1000:
        raise OverflowError(f"{number} is not between 0 and 999")
    return compat.text(LANGUAGES[lang].spell(int(number)))
