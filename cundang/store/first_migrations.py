"""Migrations between the shapes that version 1 of the schema had before it was frozen. Never changed."""

from cundang.store.migration import Migration

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
