"""How characters are read, from pypinyin's dictionary."""

from __future__ import annotations

from collections import defaultdict

from pypinyin.pinyin_dict import pinyin_dict

FIRST, LAST = 0x4E00, 0x9FA5
_TONES = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜüńňǹ", "aaaaeeeeooooiiiiuuuuvvvvvnnn")


def characters() -> dict[str, str]:
    """The characters of each toneless syllable, by their commonest reading."""
    characters: dict[str, list[str]] = defaultdict(list)
    for code in range(FIRST, LAST + 1):
        reading = pinyin_dict.get(code, "").partition(",")[0].translate(_TONES)
        if reading.isascii() and reading.isalpha():
            characters[reading].append(chr(code))
    return {syllable: "".join(alike) for syllable, alike in sorted(characters.items())}
