-- The tables of data/tifa.db, version 1 (PRAGMA user_version). What is not known is NULL.

CREATE TABLE reports (
    id            TEXT PRIMARY KEY,
    title_en      TEXT NOT NULL,
    title_zh      TEXT NOT NULL,
    kind          TEXT NOT NULL,    -- government-work-report, development-profile, other
    year          INTEGER NOT NULL,
    delivered     TEXT,             -- 2020, 2020-03 or 2020-03-29
    place_en      TEXT NOT NULL,
    place_zh      TEXT NOT NULL,
    place_level   TEXT NOT NULL,    -- nation, province, city, county
    province_en   TEXT,
    province_zh   TEXT,
    place_code    TEXT,             -- GB/T 2260
    speaker_en    TEXT,
    speaker_zh    TEXT,
    meeting_en    TEXT,
    meeting_zh    TEXT
);

CREATE TABLE versions (
    report        TEXT NOT NULL REFERENCES reports(id),
    lang          TEXT NOT NULL,    -- BCP 47: zh-Hans, en
    role          TEXT NOT NULL,    -- original, translation
    status        TEXT,             -- of translations: official, human, machine-reviewed, machine
    extent        TEXT NOT NULL,    -- full, excerpt
    title         TEXT,
    credit        TEXT,
    publisher     TEXT,
    url           TEXT,
    published     TEXT,
    retrieved     TEXT,
    rights        TEXT,
    sha256        TEXT NOT NULL,    -- of the file as received
    PRIMARY KEY (report, lang)
);

CREATE TABLE segments (
    number        INTEGER PRIMARY KEY,
    report        TEXT NOT NULL,
    lang          TEXT NOT NULL,
    id            TEXT NOT NULL,    -- p12.s3
    block         TEXT NOT NULL,    -- p12
    block_kind    TEXT NOT NULL,    -- heading, paragraph, item, caption
    place         INTEGER NOT NULL, -- in the text, from 1
    text          TEXT NOT NULL,
    UNIQUE (report, lang, id),
    FOREIGN KEY (report, lang) REFERENCES versions(report, lang)
);

CREATE TABLE beads (
    report        TEXT NOT NULL REFERENCES reports(id),
    number        INTEGER NOT NULL, -- in the bitext, from 1
    kind          TEXT NOT NULL,    -- aligned, moved, untranslated, added
    origin        TEXT NOT NULL,    -- auto, reviewed
    confidence    REAL,             -- 0 to 1; NULL if a person confirmed it
    stale         INTEGER NOT NULL, -- 1 if the words were changed since
    note          TEXT,
    PRIMARY KEY (report, number)
);

CREATE TABLE bead_segments (
    report        TEXT NOT NULL,
    bead          INTEGER NOT NULL,
    lang          TEXT NOT NULL,
    segment       TEXT NOT NULL,
    PRIMARY KEY (report, lang, segment),
    FOREIGN KEY (report, bead) REFERENCES beads(report, number),
    FOREIGN KEY (report, lang, segment) REFERENCES segments(report, lang, id)
);
CREATE INDEX bead_segments_by_bead ON bead_segments (report, bead);

CREATE TABLE concepts (
    id            TEXT PRIMARY KEY,
    zh            TEXT NOT NULL,
    pinyin        TEXT NOT NULL,
    en            TEXT NOT NULL,
    literal       TEXT,
    category      TEXT NOT NULL,
    scope         TEXT NOT NULL,    -- national, province:…, city:…, report:…
    since         TEXT,
    short         TEXT NOT NULL,
    definition    TEXT NOT NULL,    -- Markdown
    inferred      INTEGER NOT NULL, -- 1 if the Chinese was worked out from the English
    confidence    TEXT NOT NULL     -- high, medium, low
);

CREATE TABLE terms (
    concept       TEXT NOT NULL REFERENCES concepts(id),
    lang          TEXT NOT NULL,    -- zh, en
    text          TEXT NOT NULL,
    status        TEXT NOT NULL,    -- preferred, admitted, deprecated
    match         TEXT NOT NULL,    -- always, marked, aligned, never
    note          TEXT
);
CREATE INDEX terms_by_concept ON terms (concept);

CREATE TABLE paraphrases (
    concept       TEXT NOT NULL REFERENCES concepts(id),
    lang          TEXT NOT NULL,    -- zh, en
    text          TEXT NOT NULL     -- … stands for any words in between
);
CREATE INDEX paraphrases_by_concept ON paraphrases (concept);

CREATE TABLE components (
    concept       TEXT NOT NULL REFERENCES concepts(id),
    place         INTEGER NOT NULL, -- among the members of the formula, from 1
    zh            TEXT,
    en            TEXT,
    PRIMARY KEY (concept, place)
);

-- Longer wordings that contain a term of a concept and do not mean it
CREATE TABLE not_terms (
    concept       TEXT NOT NULL REFERENCES concepts(id),
    text          TEXT NOT NULL
);

CREATE TABLE relations (
    concept       TEXT NOT NULL REFERENCES concepts(id),
    kind          TEXT NOT NULL,    -- see_also, confuse_with
    other         TEXT NOT NULL,
    PRIMARY KEY (concept, kind, other)
);

CREATE TABLE sources (
    concept       TEXT NOT NULL REFERENCES concepts(id),
    title         TEXT NOT NULL,
    publisher     TEXT,
    date          TEXT,
    url           TEXT
);

CREATE TABLE occurrences (
    report        TEXT NOT NULL,
    lang          TEXT NOT NULL,
    segment       TEXT NOT NULL,
    "start"       INTEGER NOT NULL, -- in characters of the segment, from 0
    "end"         INTEGER NOT NULL,
    surface       TEXT NOT NULL,
    concept       TEXT NOT NULL,
    term          TEXT NOT NULL,    -- the glossary's wording that was recognised
    kind          TEXT NOT NULL,    -- label, paraphrase, gloss
    FOREIGN KEY (report, lang, segment) REFERENCES segments(report, lang, id)
);
CREATE INDEX occurrences_by_concept ON occurrences (concept);
CREATE INDEX occurrences_by_segment ON occurrences (report, lang, segment);

CREATE TABLE notes (
    report        TEXT NOT NULL REFERENCES reports(id),
    id            TEXT NOT NULL,
    lang          TEXT NOT NULL,
    target        TEXT NOT NULL,    -- id of a block or segment
    kind          TEXT NOT NULL,    -- correction, translation, context
    body          TEXT NOT NULL,    -- Markdown
    quote         TEXT,
    author        TEXT,
    date          TEXT,
    PRIMARY KEY (report, id)
);

CREATE VIRTUAL TABLE segments_text USING fts5 (
    text, content = 'segments', content_rowid = 'number', tokenize = 'trigram'
);
