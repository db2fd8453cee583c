"""Welsh for tests: made up for them, checked by nobody, and no translation of the paper."""

import sixsteps as ss

TEXTS = {
    "title": "[prawf] Chwe Cham ar gyfer Craffu Annibynnol",
    **{f"steps/s{n}/title": f"[prawf] Cam {n}" for n in range(1, 7)},
    **{
        f"questions/s{n}q{m}/text": f"[prawf] A oes tystiolaeth o gam {n}, cwestiwn {m}?"
        for n in range(1, 7)
        for m in range(1, 5)
    },
    **{f"questions/s{n}q{m}/label": f"[prawf] {n}.{m}" for n in range(1, 7) for m in range(1, 5)},
    "scale/red/label": "[prawf] Coch",
    "scale/amber/label": "[prawf] Ambr",
    "scale/green/label": "[prawf] Gwyrdd",
    "scale/red/meaning": "[prawf] dim ateb cadarnhaol",
    **{f"context/c{n}/text": f"[prawf] Cyd-destun {n}?" for n in range(1, 19)},
}
"""Test texts ("prawf" is Welsh for test) by their places."""

WELSH = ss.Translation.of(ss.six_steps(), "Welsh (cy)", TEXTS, by="The tests")
"""The Six Steps in test texts; two levels keep the meaning in the first language."""
