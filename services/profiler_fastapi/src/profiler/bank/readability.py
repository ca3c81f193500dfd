"""How hard a text is to read: the Flesch-Kincaid grade with a small syllable counter.

Source: J. P. Kincaid et al., Derivation of New Readability Formulas, Research Branch Report 8-75,
1975: ``grade = 0.39 · words/sentences + 11.8 · syllables/words - 15.59``.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_TOKEN_WITH_DIGIT = re.compile(r"\S*\d\S*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_VOWEL_GROUP = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(
    r"(?:[^aeiouylr]|[aeiouy][lr])e$|[^aeiouytd]ed$|[^aeiouyscgxz]es$|[gq]ues?$"
)
_SPOKEN_APART = re.compile(
    r"[aeiouy]ing|(?<![cgst])i[ao]|(?<![cst])ie(?:t|nce)|(?<![gq])ui[dn]|(?<![gq])ua[lt]"
    r"|uou|eate|ide[ao]"
)


def count_syllables(word: str) -> int:
    """Estimate the syllables of an English word, at least 1.

    Groups of vowels count once; a silent final e, ed or es is taken off, and vowels that are spoken
    apart (``being``, ``various``) are added. Right for about nine words of ten, and the errors go
    both ways, which is enough for an average over a whole item.
    """
    spelled = word.lower().replace("'", "")
    count = len(_VOWEL_GROUP.findall(spelled))
    count -= bool(_SILENT_END.search(spelled))
    count += len(_SPOKEN_APART.findall(spelled))
    return max(1, count)


def compute_grade(passages: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of passages read together; 0.0 when they hold no word.

    Each passage ends a sentence, whether or not it ends in a full stop. Tokens with a digit are
    literals and not words.
    """
    sentences = words = syllables = 0
    for passage in passages:
        plain = _TOKEN_WITH_DIGIT.sub(" ", passage)
        for sentence in _SENTENCE_END.split(plain):
            found = _WORD.findall(sentence)
            sentences += bool(found)
            words += len(found)
            syllables += sum(count_syllables(word) for word in found)
    if not words:
        return 0.0
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59
