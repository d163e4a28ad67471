CREATE TABLE sites (
  name TEXT PRIMARY KEY,
  publisher TEXT,
  homepage TEXT,
  country TEXT,
  language TEXT
);
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
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
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  revision_id INTEGER,
  cluster_id INTEGER REFERENCES clusters(id)
);
CREATE INDEX articles_site_published ON articles(site, published_at);
CREATE INDEX articles_published ON articles(published_at);
CREATE INDEX articles_content_id ON articles(content_id);
CREATE INDEX articles_changed ON articles(changed_at);
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  number INTEGER NOT NULL,
  fetched_at TEXT NOT NULL,
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
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'gone', 'restored', 'moved')),
  detail TEXT
);
CREATE INDEX events_article ON events(article_id);
CREATE INDEX events_at ON events(at);
CREATE TABLE removed (
  revision_id INTEGER NOT NULL REFERENCES revisions(id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL REFERENCES removed_kinds(kind),
  text TEXT NOT NULL,
  rule TEXT NOT NULL
);
CREATE INDEX removed_revision ON removed(revision_id);
CREATE TABLE removed_kinds (
  kind TEXT PRIMARY KEY,
  definition TEXT NOT NULL
);
INSERT INTO removed_kinds(kind, definition) VALUES
  ('title', 'the headline, once more at the head of the text'),
  ('page_header', 'lines of the page''s header: time, source, name of the site, links to the text'),
  ('source_line', 'a line that names the source'),
  ('author_line', 'a line that names the author'),
  ('editor_line', 'a line that names editors'),
  ('original_title', 'a line that gives the title under which the source published the article'),
  ('keywords_line', 'a line of keywords'),
  ('counter', 'a counter of likes, readers or comments'),
  ('button', 'a button: font size, print, share, scan, report an error'),
  ('player', 'text of a video or audio player'),
  ('comment_notice', 'the notice above the comments'),
  ('recommendations', 'a list of other articles, its heading and its button'),
  ('copyright', 'a copyright line'),
  ('caption_credit', 'a line that names the photographer or the maker of a picture, and nothing else'),
  ('navigation', 'the way to this page or from it: breadcrumbs, next and last article, back to the list, pager'),
  ('advertisement', 'an invitation to subscribe, download an app, follow an account or write to the editors'),
  ('disclaimer', 'a site''s notice on rights, reprints and liability that stands under every article'),
  ('tracking_number', 'Xinhua''s tracking number');
CREATE TABLE repairs (
  revision_id INTEGER NOT NULL REFERENCES revisions(id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL REFERENCES repair_kinds(kind),
  before TEXT NOT NULL,
  after TEXT NOT NULL
);
CREATE INDEX repairs_revision ON repairs(revision_id);
CREATE TABLE repair_kinds (
  kind TEXT PRIMARY KEY,
  definition TEXT NOT NULL
);
INSERT INTO repair_kinds(kind, definition) VALUES
  ('reading', 'a reading that a mirror wrote after a character: 網(wǎng); taken out'),
  ('shifted_bytes', 'characters that a mirror''s reading parted, so that they were read one byte out of step; read in step'),
  ('mojibake', 'characters whose bytes were decoded by the wrong table; decoded by the right one'),
  ('undecided', 'damage that can be read in more than one way: left as it is, `after` equals `before`'),
  ('lost_bytes', 'marks that stand for bytes thrown away before the text came here (锟斤拷, U+FFFD): left, `after` equals `before`');
CREATE TABLE keywords (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  keyword TEXT NOT NULL,
  PRIMARY KEY (article_id, keyword)
);
CREATE INDEX keywords_keyword ON keywords(keyword);
CREATE TABLE images (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  caption TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (article_id, position)
);
CREATE TABLE urls (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL REFERENCES sites(name),
  kind TEXT NOT NULL CHECK (kind IN ('list', 'article')),
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'refused')),
  source TEXT,
  discovered_at TEXT NOT NULL,
  discovered_from TEXT,
  next_try_at TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  error TEXT
);
CREATE INDEX urls_site_state ON urls(site, state, id);
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
  outcome TEXT
);
CREATE INDEX fetches_url ON fetches(url);
CREATE INDEX fetches_run ON fetches(run_id);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  site TEXT,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  reason TEXT,
  fetched INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  new INTEGER NOT NULL DEFAULT 0,
  edited INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  sources TEXT,
  version TEXT NOT NULL
);
CREATE TABLE problems (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs(id),
  at TEXT NOT NULL,
  url TEXT NOT NULL,
  stage TEXT NOT NULL,
  reason TEXT NOT NULL,
  warc_file TEXT,
  warc_offset INTEGER
);
CREATE INDEX problems_run ON problems(run_id);
CREATE INDEX problems_url ON problems(url);
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
CREATE TABLE clusters (
  id INTEGER PRIMARY KEY,
  first_article_id INTEGER REFERENCES articles(id),
  members INTEGER NOT NULL
);
CREATE VIRTUAL TABLE articles_fts USING fts5(
  title,
  body,
  content='', tokenize='unicode61'
);
CREATE TABLE fts_state (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id),
  tok_version INTEGER NOT NULL,
  text_sha256 TEXT NOT NULL
);
CREATE TABLE zh_fold (
  c TEXT PRIMARY KEY,
  t TEXT NOT NULL
) WITHOUT ROWID;
