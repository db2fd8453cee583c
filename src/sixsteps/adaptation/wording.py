"""Two wordings of one text with the words that changed marked."""

from difflib import SequenceMatcher

_LONGEST = 2_000


def marked(before: str, after: str) -> str:
    """The later wording, with what was taken out in `[-…-]` and what was put in in `{+…+}`.

    The comparison is by words; texts of more than 2,000 words are marked whole.

    >>> marked("Are the three core partners leading?", "Are the lead partners leading?")
    'Are the [-three core-] {+lead+} partners leading?'
    """
    old, new = before.split(), after.split()
    if old == new:
        return after
    if max(len(old), len(new)) > _LONGEST:
        return f"[-{before}-] {{+{after}+}}"
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(" ".join(new[k:m]))
            continue
        if j > i:
            pieces.append(f"[-{' '.join(old[i:j])}-]")
        if m > k:
            pieces.append(f"{{+{' '.join(new[k:m])}+}}")
    return " ".join(pieces)
