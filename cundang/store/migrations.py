"""Named migrations: what each version of the schema promises, and what brings an older file to it.

A statement here is never changed: it makes what a version was, whatever schema.sql says since.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

# What each version promises: the digest of its shape, see shape.py. A version is frozen here for good.
SCHEMAS = {
    1: "b44545b66be6e7f2f4fb68cd72a784c5cdcdf4c84531fd2b1a5b66f472872797",
    2: "d3b169592264699a02d57fc3733cd1a5ef673a11d6ec33ddeb101e8cd7bf4cac",
    3: "291c2671f7721b13cd8e88bd1c298493fa845fdce8768334303930719fa9efbd",
    4: "88b3fdfbe15304b90ae1d54a98ac18fcdd0637f586a73e0544cedf533122f5b5",
}


@dataclass(frozen=True, slots=True)
class Migration:
    """A named step from one shape to another: statements that are run in the transaction of the opening."""

    name: str
    script: str

    def run(self, connection: sqlite3.Connection) -> None:
        """Run the statements one by one: executescript would commit the transaction that they belong in."""
        for statement in split_script(self.script):
            connection.execute(statement)


def split_script(script: str) -> Iterator[str]:
    """The statements of a script. Each begins on a line of its own."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


KINDS = Migration(
    "list the kinds of repairs, and more kinds of what cleaning removes",
    """
    INSERT OR IGNORE INTO removed_kinds(kind, definition) VALUES
      ('caption_credit', 'a line that names the photographer or the maker of a picture, and nothing else'),
      ('navigation', 'the way to this page or from it: breadcrumbs, next and last article, back to the list, pager'),
      ('advertisement', 'an invitation to subscribe, download an app, follow an account or write to the editors'),
      ('disclaimer', 'a site''s notice on rights, reprints and liability that stands under every article');
    CREATE TABLE repair_kinds (kind TEXT PRIMARY KEY, definition TEXT NOT NULL);
    INSERT INTO repair_kinds(kind, definition) VALUES
      ('reading', 'a reading that a mirror wrote after a character: 網(wǎng); taken out'),
      ('shifted_bytes', 'characters that a mirror''s reading parted, so that they were read one byte '
        || 'out of step; read in step'),
      ('mojibake', 'characters whose bytes were decoded by the wrong table; decoded by the right one'),
      ('undecided', 'damage that can be read in more than one way: left as it is, `after` equals `before`'),
      ('lost_bytes', 'marks that stand for bytes thrown away before the text came here (锟斤拷, U+FFFD): '
        || 'left, `after` equals `before`');
    CREATE TABLE repairs_before AS SELECT * FROM repairs ORDER BY rowid;
    DROP TABLE repairs;
    CREATE TABLE repairs (
      revision_id INTEGER NOT NULL REFERENCES revisions(id),
      position INTEGER NOT NULL,
      kind TEXT NOT NULL REFERENCES repair_kinds(kind),
      before TEXT NOT NULL,
      after TEXT NOT NULL
    );
    INSERT INTO repairs SELECT * FROM repairs_before ORDER BY rowid;
    DROP TABLE repairs_before;
    CREATE INDEX repairs_revision ON repairs(revision_id);
    """,
)
IMPORTS = Migration(
    "remember how far imports are, and what columns mean",
    """
    CREATE TABLE imports (file TEXT PRIMARY KEY, name TEXT NOT NULL, records INTEGER NOT NULL, ended_at TEXT);
    CREATE TABLE _dictionary (
      table_name TEXT NOT NULL,
      column_name TEXT NOT NULL,
      type TEXT NOT NULL,
      meaning TEXT NOT NULL,
      PRIMARY KEY (table_name, column_name)
    );
    """,
)
# An article that is done gets the time of its next check, as the software that checks again would have set it: after
# half of the time since it last changed, from 6 hours to a year. Without one it would never be fetched again.
# An address that answered with a redirect is asked once more: where it led was not noted.
# Of the sources that named an address the first is known, by the list that it was found on.
# Which robots.txt applied to a fetch was not noted: null.
CRAWL = Migration(
    "note redirects, which source named an address, absences and the robots.txt that applied; check articles again",
    """
    ALTER TABLE urls ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE urls ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE urls ADD COLUMN redirect_to TEXT;
    CREATE INDEX urls_redirect_to ON urls(redirect_to) WHERE redirect_to IS NOT NULL;
    CREATE TABLE named (
      site TEXT NOT NULL REFERENCES sites(name),
      source TEXT NOT NULL,
      url TEXT NOT NULL,
      day TEXT,
      at TEXT NOT NULL,
      PRIMARY KEY (site, source, url)
    ) WITHOUT ROWID;
    INSERT OR IGNORE INTO named(site, source, url, at)
      SELECT u.site, list.source, u.url, u.discovered_at FROM urls u JOIN urls list ON list.url = u.discovered_from
      WHERE u.kind = 'article' AND list.kind = 'list' AND list.site = u.site AND list.source IS NOT NULL;
    CREATE TABLE absences (
      article_id INTEGER NOT NULL REFERENCES articles(id),
      run_id INTEGER NOT NULL REFERENCES runs(id),
      at TEXT NOT NULL,
      reason TEXT NOT NULL
    );
    CREATE INDEX absences_article ON absences(article_id);
    UPDATE urls SET next_try_at = (
      SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00',
        seen + min(max((seen - changed) / 2, 6 * 3600), 365 * 86400), 'unixepoch')
      FROM (SELECT url, CAST(strftime('%s', last_seen_at) AS INTEGER) AS seen,
              CAST(strftime('%s', changed_at) AS INTEGER) AS changed FROM articles) a
      WHERE a.url = urls.url)
    WHERE kind = 'article' AND state = 'done' AND next_try_at IS NULL;
    UPDATE urls SET state = 'pending'
    WHERE kind = 'article' AND state = 'done' AND url NOT IN (SELECT url FROM articles)
      AND url IN (SELECT url FROM fetches WHERE outcome = 'redirect');
    CREATE TABLE fetches_before AS SELECT * FROM fetches ORDER BY id;
    DROP TABLE fetches;
    CREATE TABLE fetches (
      id INTEGER PRIMARY KEY,
      run_id INTEGER NOT NULL REFERENCES runs(id),
      url TEXT NOT NULL,
      fetched_at TEXT NOT NULL,
      status INTEGER NOT NULL,
      etag TEXT,
      last_modified TEXT,
      sha256 TEXT,
      warc_file TEXT,
      warc_offset INTEGER,
      robots_id INTEGER,
      outcome TEXT
    );
    INSERT INTO fetches
      SELECT id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, NULL, outcome
      FROM fetches_before ORDER BY id;
    DROP TABLE fetches_before;
    CREATE INDEX fetches_url ON fetches(url);
    CREATE INDEX fetches_run ON fetches(run_id);
    """,
)
MEMORY = Migration(
    "remember the blocks that recur on a site, and where two extractors disagree",
    """
    CREATE TABLE site_blocks (
      site TEXT NOT NULL,
      key TEXT NOT NULL,
      example TEXT NOT NULL,
      pages INTEGER NOT NULL,
      first_seen_at TEXT NOT NULL,
      last_seen_at TEXT NOT NULL,
      revoked INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (site, key)
    ) WITHOUT ROWID;
    CREATE TABLE comparisons (
      url TEXT PRIMARY KEY,
      site TEXT NOT NULL,
      at TEXT NOT NULL,
      profile TEXT NOT NULL,
      agreement REAL NOT NULL,
      generic_text TEXT
    ) WITHOUT ROWID;
    """,
)
FACETS = Migration(
    "index what the facets of a search count",
    """
    CREATE INDEX articles_source ON articles(source_name);
    CREATE INDEX articles_editor ON articles(editor);
    CREATE INDEX articles_section ON articles(section);
    CREATE INDEX articles_facets ON articles(id, site, source_name, editor, section, published_at);
    """,
)

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
    # 0b3b98f, before version 3 was frozen
    "898ee2fc8231e3806ef247fa56222ef3d083830d8255bcbc39392380652645b5": (TLS,),
}
