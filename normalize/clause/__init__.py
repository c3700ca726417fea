"""The clause grammar: one stretch of scoring text → its rules, with an owner for every character.

``squeeze`` takes out blanks and explanations; ``outcome`` finds where points move; ``node`` cuts the clause there;
``step`` and ``condition`` read the words before each outcome; ``ladder`` pairs amounts with names and intervals;
``compose`` builds the rules; ``cap`` bounds them; ``doubt`` takes certainty back where words are left over.
"""

from __future__ import annotations

from normalize.clause.cap import apply_caps
from normalize.clause.compose import compose
from normalize.clause.composition import Composition
from normalize.clause.doubt import unread_figures
from normalize.clause.node import nodes
from normalize.clause.owners import own
from normalize.clause.partial import apply_partials
from normalize.clause.reading import ClausePolicy, ClauseTarget, Reading
from normalize.clause.squeeze import squeeze
from normalize.clause.tiers import mark_tiers

__all__ = ["ClausePolicy", "ClauseTarget", "Reading", "read_clause"]


def read_clause(text: str, *, context: str = "", points: str | None = None) -> Reading:
    """Read one scoring clause, as issued.

    ``context`` is the goal beside it, ``points`` the item's 分值 (a decimal). Rules have local ids ``r1`` … in reading
    order and no source; a text without any rule gives none, one with scoring words that no part reads an ``unread``.
    """
    reading = Reading(text)
    squeezed = squeeze(text)
    found, tail = nodes(squeezed)
    composition = Composition(reading, squeezed, context, points)
    compose(composition, found)
    apply_caps(reading, found, composition.owner, squeezed)
    apply_partials(reading)
    mark_tiers(found, composition.owner)
    unread_figures(reading)
    own(reading, squeezed, found, composition.owner, tail)
    return reading
