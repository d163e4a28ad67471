"""Named migrations: what each version of the schema promises, and what brings an older file to it.

A statement here is never changed: it makes what a version was, whatever schema.sql says since.
"""

from cundang.store.first_migrations import CRAWL, FACETS, IMPORTS, KINDS, MEMORY
from cundang.store.migration import Migration

# What each version promises: the digest of its shape, see shape.py. A version is frozen here for good.
SCHEMAS = {
    1: "b44545b66be6e7f2f4fb68cd72a784c5cdcdf4c84531fd2b1a5b66f472872797",
    2: "d3b169592264699a02d57fc3733cd1a5ef673a11d6ec33ddeb101e8cd7bf4cac",
    3: "291c2671f7721b13cd8e88bd1c298493fa845fdce8768334303930719fa9efbd",
    4: "88b3fdfbe15304b90ae1d54a98ac18fcdd0637f586a73e0544cedf533122f5b5",
    5: "f9a962e2a815b0012bc7c1310c9e149faf7a58b251aa8637ba4f6e67537c02e6",
    6: "32be7f8f64af04ca16cf88e24e176e220d87a34b29d55795408021cbba428e22",
}

# Tables are made beside the old ones and take their names: SQLite cannot take NOT NULL from a column. The other way of
# renaming (legacy_alter_table) leaves references to the name as they are, and looks into no view, which may be broken.
# Pages that were imported without a time of their own have that of their import: nothing tells them from others.
SIGHTINGS = Migration(
    "let times that nobody knows be null, never give an id again, and hold attachments and the bytes of pictures",
    """
    PRAGMA legacy_alter_table = on;
    CREATE TABLE articles_next (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      url TEXT NOT NULL UNIQUE,
      site TEXT NOT NULL REFERENCES sites(name),
      content_id TEXT,
      tracking_number TEXT,
      title TEXT NOT NULL,
      text TEXT NOT NULL,
      published_at TEXT,
      published_raw TEXT,
      source_name TEXT,
      author TEXT,
      editor TEXT,
      section TEXT,
      language TEXT,
      script TEXT CHECK (script IN ('Hans', 'Hant')),
      characters INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'gone')),
      first_seen_at TEXT,
      last_seen_at TEXT,
      changed_at TEXT,
      revision_id INTEGER,
      cluster_id INTEGER REFERENCES clusters(id)
    );
    INSERT INTO articles_next SELECT * FROM articles ORDER BY id;
    DROP TABLE articles;
    ALTER TABLE articles_next RENAME TO articles;
    CREATE INDEX articles_site_published ON articles(site, published_at);
    CREATE INDEX articles_published ON articles(published_at);
    CREATE INDEX articles_content_id ON articles(content_id);
    CREATE INDEX articles_changed ON articles(changed_at);
    CREATE INDEX articles_source ON articles(source_name);
    CREATE INDEX articles_editor ON articles(editor);
    CREATE INDEX articles_section ON articles(section);
    CREATE INDEX articles_facets ON articles(id, site, source_name, editor, section, published_at);
    CREATE TABLE revisions_next (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      article_id INTEGER NOT NULL REFERENCES articles(id),
      number INTEGER NOT NULL,
      fetched_at TEXT,
      imported_at TEXT,
      title TEXT NOT NULL,
      text TEXT NOT NULL,
      published_at TEXT,
      source_name TEXT,
      author TEXT,
      editor TEXT,
      sha256 TEXT NOT NULL,
      extractor TEXT NOT NULL,
      found TEXT NOT NULL,
      warc_file TEXT,
      warc_offset INTEGER,
      UNIQUE (article_id, number)
    );
    INSERT INTO revisions_next
      SELECT id, article_id, number, fetched_at, NULL, title, text, published_at, source_name, author, editor, sha256,
        extractor, found, warc_file, warc_offset
      FROM revisions ORDER BY id;
    DROP TABLE revisions;
    ALTER TABLE revisions_next RENAME TO revisions;
    CREATE TABLE events_next (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      article_id INTEGER NOT NULL REFERENCES articles(id),
      at TEXT,
      kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'gone', 'restored', 'moved')),
      detail TEXT
    );
    INSERT INTO events_next SELECT * FROM events ORDER BY id;
    DROP TABLE events;
    ALTER TABLE events_next RENAME TO events;
    CREATE INDEX events_article ON events(article_id);
    CREATE INDEX events_at ON events(at);
    CREATE TABLE images_next (
      article_id INTEGER NOT NULL REFERENCES articles(id),
      position INTEGER NOT NULL,
      url TEXT NOT NULL,
      caption TEXT NOT NULL DEFAULT '',
      type TEXT,
      bytes INTEGER,
      sha256 TEXT,
      warc_file TEXT,
      warc_offset INTEGER,
      PRIMARY KEY (article_id, position)
    );
    INSERT INTO images_next(article_id, position, url, caption)
      SELECT article_id, position, url, caption FROM images ORDER BY rowid;
    DROP TABLE images;
    ALTER TABLE images_next RENAME TO images;
    CREATE TABLE attachments (
      article_id INTEGER NOT NULL REFERENCES articles(id),
      position INTEGER NOT NULL,
      url TEXT NOT NULL,
      name TEXT NOT NULL,
      type TEXT,
      bytes INTEGER,
      sha256 TEXT,
      warc_file TEXT,
      warc_offset INTEGER,
      PRIMARY KEY (article_id, position)
    );
    CREATE INDEX attachments_url ON attachments(url);
    ALTER TABLE fetches ADD COLUMN purpose TEXT CHECK (purpose IN ('requisite', 'attachment'));
    ALTER TABLE fetches ADD COLUMN sighting INTEGER NOT NULL DEFAULT 1 CHECK (sighting IN (0, 1));
    PRAGMA legacy_alter_table = off;
    """,
)

# The new columns are empty until `archive rebuild` reads the pages again. So the search index, which has their words
# too, is right as it is.
NUMBERS = Migration(
    "hold the numbers of official documents, and the lines above and below a headline",
    """
    ALTER TABLE articles ADD COLUMN document_number TEXT;
    ALTER TABLE articles ADD COLUMN index_number TEXT;
    ALTER TABLE articles ADD COLUMN kicker TEXT;
    ALTER TABLE articles ADD COLUMN subtitle TEXT;
    CREATE INDEX articles_document_number ON articles(document_number) WHERE document_number IS NOT NULL;
    CREATE INDEX articles_index_number ON articles(index_number) WHERE index_number IS NOT NULL;
    """,
)

TLS = Migration(
    "note what was allowed of old TLS",
    """
    ALTER TABLE fetches ADD COLUMN tls TEXT;
    """,
)

# Both are empty until `archive rebuild` reads the pages again.
PEOPLE = Migration(
    "hold the people of an article one by one, and when a page says that it was changed",
    """
    ALTER TABLE articles ADD COLUMN modified_at TEXT;
    CREATE TABLE people (
      article_id INTEGER NOT NULL REFERENCES articles(id),
      role TEXT NOT NULL CHECK (role IN ('author', 'editor')),
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      title TEXT NOT NULL DEFAULT '',
      code TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (article_id, role, position)
    );
    CREATE INDEX people_name ON people(name, role);
    """,
)

# `size` was in the detail of an edit, and told of the text alone; how much came and went is not known of old edits.
# Clusters were empty; they and what they follow from stay empty until `archive recluster` or `archive rebuild`.
REPRINTS = Migration(
    "hold which articles tell the same text, who published it first and what copies did, and the size of edits",
    """
    PRAGMA legacy_alter_table = on;
    ALTER TABLE articles ADD COLUMN source TEXT;
    ALTER TABLE articles ADD COLUMN source_url TEXT;
    UPDATE articles SET source = source_name;
    CREATE INDEX articles_cluster ON articles(cluster_id) WHERE cluster_id IS NOT NULL;
    CREATE TABLE events_next (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      article_id INTEGER NOT NULL REFERENCES articles(id),
      at TEXT,
      kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'gone', 'restored', 'moved', 'reprinted')),
      size TEXT CHECK (size IN ('typo', 'sentence', 'paragraph', 'rewrite', 'title', 'date', 'field')),
      added INTEGER,
      removed INTEGER,
      other_id INTEGER REFERENCES articles(id),
      detail TEXT
    );
    INSERT INTO events_next(id, article_id, at, kind, size, detail)
      SELECT id, article_id, at, kind,
        CASE WHEN kind = 'edited' THEN coalesce(json_extract(detail, '$.size'), CASE
          WHEN instr(detail, '"title"') THEN 'title' WHEN instr(detail, '"published_at"') THEN 'date' ELSE 'field' END)
        END,
        CASE WHEN kind = 'edited' THEN json_remove(detail, '$.size') ELSE detail END
      FROM events ORDER BY id;
    DROP TABLE events;
    ALTER TABLE events_next RENAME TO events;
    CREATE INDEX events_article ON events(article_id);
    CREATE INDEX events_at ON events(at);
    CREATE INDEX events_kind ON events(kind, size, at);
    CREATE INDEX events_other ON events(other_id) WHERE other_id IS NOT NULL;
    DROP TABLE clusters;
    CREATE TABLE clusters (
      id INTEGER PRIMARY KEY,
      first_article_id INTEGER NOT NULL REFERENCES articles(id),
      origin TEXT,
      members INTEGER NOT NULL,
      sites INTEGER NOT NULL,
      conflict TEXT
    );
    CREATE TABLE relations (
      article_id INTEGER NOT NULL REFERENCES articles(id),
      other_id INTEGER NOT NULL REFERENCES articles(id),
      kind TEXT NOT NULL CHECK (kind IN ('verbatim', 'retitled', 'cut', 'edited', 'excerpt', 'roundup')),
      revision_id INTEGER REFERENCES revisions(id),
      shared INTEGER NOT NULL,
      left_out INTEGER NOT NULL,
      added INTEGER NOT NULL,
      changed INTEGER NOT NULL,
      sentences_left_out INTEGER NOT NULL,
      sentences_added INTEGER NOT NULL,
      sentences_changed INTEGER NOT NULL,
      PRIMARY KEY (article_id, other_id)
    ) WITHOUT ROWID;
    CREATE INDEX relations_other ON relations(other_id);
    CREATE TABLE evidence (
      article_id INTEGER NOT NULL REFERENCES articles(id),
      kind TEXT NOT NULL CHECK (kind IN ('source', 'dateline', 'text', 'link')),
      raw TEXT NOT NULL,
      name TEXT NOT NULL
    );
    CREATE INDEX evidence_article ON evidence(article_id);
    CREATE TABLE source_names (
      alias TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      own INTEGER NOT NULL DEFAULT 0 CHECK (own IN (0, 1))
    ) WITHOUT ROWID;
    CREATE TABLE fingerprints (
      article_id INTEGER PRIMARY KEY REFERENCES articles(id),
      version INTEGER NOT NULL,
      digest INTEGER NOT NULL,
      characters INTEGER NOT NULL
    );
    CREATE INDEX fingerprints_digest ON fingerprints(digest);
    CREATE TABLE shingles (
      hash INTEGER NOT NULL,
      article_id INTEGER NOT NULL REFERENCES articles(id),
      PRIMARY KEY (hash, article_id)
    ) WITHOUT ROWID;
    CREATE TABLE overlaps (
      longer_id INTEGER NOT NULL REFERENCES articles(id),
      shorter_id INTEGER NOT NULL REFERENCES articles(id),
      shared INTEGER NOT NULL,
      longer_from INTEGER NOT NULL,
      longer_to INTEGER NOT NULL,
      shorter_from INTEGER NOT NULL,
      shorter_to INTEGER NOT NULL,
      is_copy INTEGER NOT NULL CHECK (is_copy IN (0, 1)),
      PRIMARY KEY (longer_id, shorter_id)
    ) WITHOUT ROWID;
    CREATE INDEX overlaps_shorter ON overlaps(shorter_id);
    PRAGMA legacy_alter_table = off;
    """,
)

UPKEEP = Migration(
    "hold decisions on what is not shown, what upkeep was done, what was told of faults, and which archive it is",
    """
    CREATE TABLE redactions (
      id INTEGER PRIMARY KEY,
      url TEXT NOT NULL,
      article_id INTEGER,
      site TEXT,
      level TEXT NOT NULL CHECK (level IN ('hidden', 'embargo', 'erased')),
      reason TEXT NOT NULL,
      case_number TEXT,
      decided_at TEXT NOT NULL,
      until TEXT,
      lifted_at TEXT,
      applied_at TEXT,
      first_seen_at TEXT,
      last_seen_at TEXT,
      revisions INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX redactions_url ON redactions(url);
    CREATE INDEX redactions_article ON redactions(article_id) WHERE article_id IS NOT NULL;
    CREATE TABLE redacted_digests (
      sha256 TEXT NOT NULL,
      redaction_id INTEGER NOT NULL REFERENCES redactions(id),
      PRIMARY KEY (sha256, redaction_id)
    ) WITHOUT ROWID;
    CREATE TABLE tasks (
      task TEXT PRIMARY KEY,
      started_at TEXT NOT NULL,
      ended_at TEXT NOT NULL,
      result TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE alarms (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      line TEXT NOT NULL,
      since TEXT NOT NULL,
      over_at TEXT,
      told_at TEXT,
      over_told_at TEXT
    );
    CREATE TABLE identity (
      uuid TEXT NOT NULL,
      made_at TEXT NOT NULL
    );
    """,
)

# From the digest of a shape: what leads to the next version that was frozen, in order. The first nine are shapes that
# version 1 had before it was frozen, each made first by the commit beside it. Work went on in branches: no chain.
MIGRATIONS = {
    # f9f880e
    "06c86b672007c5e15871ac59d38c9cc74fd4804fd2540847fe0731c8d56f9f0c": (KINDS, IMPORTS, CRAWL, MEMORY, FACETS),
    # 3929abf
    "46ede97278847c9f0c3593ca051ee1172265b0c159110a2f342f5531c50af5bb": (IMPORTS, CRAWL, MEMORY, FACETS),
    # 80765e0
    "ba0a96da27f89d5f4cae49b95e7b24e48133ed379eda11aecf1ef21c1b8a1c2b": (CRAWL, MEMORY, FACETS),
    # 2a45733
    "4d24d0b748a6a518e3abf63b5701bae03de443042e7e1282cb04eda16ce53bfd": (IMPORTS, MEMORY, FACETS),
    # 658a283
    "cbfc20a844aa09c051b7bc808166de57a7a17607bd3c4f5d66fa458f30cd3b3b": (IMPORTS, CRAWL, FACETS),
    # b61db97
    "2fc6dcd5c442c553eca7ad6d99455a7851ca6bec8efd57071d305a5f4061fb12": (IMPORTS, MEMORY),
    # aa5eaa3
    "9e2ef0e9041025a3b5a48ec9fb45abd3e98b81cc4755d10e1e8600df05e2c13e": (IMPORTS, FACETS),
    # ca33a69
    "5bb6a645b323ec9ca07390c83c580e90a70cb32b253b69da77cc093a368e91a7": (MEMORY, FACETS),
    # a6fb709
    "8db2f12dc239de5e1ef5b17d314279840e66ed84f3731cd9f72133dc29f3bd2b": (MEMORY,),
    SCHEMAS[1]: (SIGHTINGS,),
    SCHEMAS[2]: (NUMBERS, TLS),
    SCHEMAS[3]: (PEOPLE,),
    SCHEMAS[4]: (REPRINTS,),
    SCHEMAS[5]: (UPKEEP,),
    # 0b3b98f, before version 3 was frozen
    "898ee2fc8231e3806ef247fa56222ef3d083830d8255bcbc39392380652645b5": (TLS,),
}
