"""The domain types: what a report, its texts, their alignment and the glossary are.

Everything here is immutable, knows nothing of files, MkDocs or HTML, and uses the words of the field (segment, bead,
bitext, concept, occurrence). Offsets are Unicode code points into `Segment.text`, half-open.
"""

from tifa.model.corpus import Corpus, Shelf
from tifa.model.glossary import (
    Citation,
    Component,
    Concept,
    Glossary,
    MatchMode,
    Paraphrase,
    Scope,
    ScopeLevel,
    Term,
    TermStatus,
)  # fmt: skip
from tifa.model.occurrences import AnnotatedReport, Occurrence, OccurrenceKind
from tifa.model.outline import Lines, Outline, Uses, lines_of, outlined
from tifa.model.reports import (
    DOUBTFUL,
    Annotation,
    AnnotationKind,
    Bead,
    BeadKind,
    Bitext,
    Coverage,
    Document,
    Origin,
    Report,
    Review,
    TextSpan,
    Waiver,
)
from tifa.model.texts import (
    Block,
    BlockKind,
    Edition,
    Extent,
    Name,
    Place,
    PlaceLevel,
    Role,
    Segment,
    Status,
    TextSize,
    Version,
)

__all__ = [
    "DOUBTFUL", "AnnotatedReport", "Annotation", "AnnotationKind", "Bead", "BeadKind", "Bitext", "Block",
    "BlockKind", "Citation", "Component", "Concept", "Corpus", "Coverage", "Document", "Edition", "Extent",
    "Glossary", "Lines", "MatchMode", "Name", "Occurrence", "OccurrenceKind", "Origin", "Outline", "Paraphrase",
    "Place", "PlaceLevel", "Report", "Review", "Role", "Scope", "ScopeLevel", "Segment", "Shelf", "Status",
    "Term", "TermStatus", "TextSize", "TextSpan", "Uses", "Version", "Waiver", "lines_of", "outlined",
]  # fmt: skip
