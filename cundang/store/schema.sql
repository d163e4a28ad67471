-- The schema of archive.db: the public contract of the archive.
-- Each table and each column has a comment; docs/schema.md and the web interface are made from them.
-- Times are ISO 8601. Those of the archive's own doing are UTC to the second; `published_at` has the zone of its site.
-- A change of a statement here is a new version of the schema: tests/store/test_schema_version.py says what it needs.

-- The sites that articles come from.
CREATE TABLE sites (
  name TEXT PRIMARY KEY,    -- short name, as in `archive crawl NAME`; the host's name where no module describes the site
  publisher TEXT,           -- who publishes it, as the site calls itself
  homepage TEXT,            -- its front page
  country TEXT,             -- ISO 3166-1 alpha-2
  language TEXT             -- main language, ISO 639-1
);

-- One row an article, as it stands now; what it was before is in `revisions`.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- stable within this file, and never given again
  url TEXT NOT NULL UNIQUE, -- canonical address; `file:` and a relative path where an imported page has none
  site TEXT NOT NULL REFERENCES sites(name), -- the site that published it
  content_id TEXT,          -- the number or hash that the site's CMS gives the article
  tracking_number TEXT,     -- Xinhua's 42-digit tracking number, where the page carries one
  title TEXT NOT NULL,      -- headline, without the site's suffix; in [brackets] where the page has none and its first sentence serves
  text TEXT NOT NULL,       -- clean text; paragraphs parted by a blank line
  published_at TEXT,        -- when it was published, as the page says, with offset; a day alone where it gives no clock
  published_raw TEXT,       -- the string that published_at was read from
  source_name TEXT,         -- 来源: whom the page names as its source
  author TEXT,              -- 作者, 记者: their names, with 、 or a comma between them; one by one in people
  editor TEXT,              -- 责任编辑: their names, as above
  section TEXT,             -- channel or column of the site
  language TEXT,            -- ISO 639-1
  script TEXT CHECK (script IN ('Hans', 'Hant')), -- simplified or traditional, for Chinese (ISO 15924)
  characters INTEGER NOT NULL, -- length of the text in code points, white space left out
  sha256 TEXT NOT NULL,     -- of title, one newline and text, in UTF-8
  state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'gone')), -- `gone`: its site no longer shows it, see events; else `live`, which says nothing of an article that was only imported
  first_seen_at TEXT,       -- when it was first seen on its site, by this archive or by the tool that fetched an imported page; null: only imported, from pages without a time of their own
  last_seen_at TEXT,        -- when it was last seen on its site, by whom as above; whether this archive saw it, `fetches` and `runs` say; null: as above
  changed_at TEXT,          -- when the revision that this row shows was first seen; null: its page has no time of its own
  revision_id INTEGER,      -- the revision that this row shows
  cluster_id INTEGER REFERENCES clusters(id), -- articles that tell the same text; null: it stands alone
  document_number TEXT,     -- 文号, 发文字号: the number of an official document, as the page writes it
  index_number TEXT,        -- 索引号: the number of a document in its office's index of public information
  kicker TEXT,              -- 引题: the line above the headline
  subtitle TEXT,            -- 副题: the line below the headline
  modified_at TEXT,         -- when it was last changed, as the page says; with offset, or a day alone as in published_at
  source TEXT,              -- the one name of its source: source_name by the table source_names; source_name itself where that has none
  source_url TEXT           -- where the page's name of the source links to
);
CREATE INDEX articles_site_published ON articles(site, published_at);
CREATE INDEX articles_published ON articles(published_at);
CREATE INDEX articles_content_id ON articles(content_id);
CREATE INDEX articles_changed ON articles(changed_at);
CREATE INDEX articles_source ON articles(source_name);
CREATE INDEX articles_editor ON articles(editor);
CREATE INDEX articles_section ON articles(section);
CREATE INDEX articles_document_number ON articles(document_number) WHERE document_number IS NOT NULL;
CREATE INDEX articles_index_number ON articles(index_number) WHERE index_number IS NOT NULL;
CREATE INDEX articles_cluster ON articles(cluster_id) WHERE cluster_id IS NOT NULL;
-- All that the facets of a search count, apart from the texts: they would be read through with it.
CREATE INDEX articles_facets ON articles(id, site, source_name, editor, section, published_at);

-- Every distinct version of an article that was seen.
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- stable within this file, and never given again
  article_id INTEGER NOT NULL REFERENCES articles(id), -- whose version
  number INTEGER NOT NULL,  -- 1, 2, 3 ... within the article, in the order of time; first those whose time is not known
  fetched_at TEXT,          -- when this version was first seen on its site, by whom as in articles.first_seen_at; null: not known, its page has no time of its own
  imported_at TEXT,         -- when it was first imported, where fetched_at is null
  title TEXT NOT NULL,      -- its headline
  text TEXT NOT NULL,       -- its clean text
  published_at TEXT,        -- its time of publication, as in articles
  source_name TEXT,         -- its source, as in articles
  author TEXT,              -- its author, as in articles
  editor TEXT,              -- its editor, as in articles
  sha256 TEXT NOT NULL,     -- of title, one newline and text, in UTF-8
  extractor TEXT NOT NULL,  -- which profile or method read the page
  found TEXT NOT NULL,      -- JSON: for each field the page's own string and where on the page it was, [string, selector]
  warc_file TEXT,           -- the WARC file with the raw page, within the WARC folder
  warc_offset INTEGER,      -- the offset of its record in that file
  UNIQUE (article_id, number)
);

-- What happened to articles, in time.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- stable within this file, and never given again
  article_id INTEGER NOT NULL REFERENCES articles(id), -- to which article; `reprinted`: the original
  at TEXT,                  -- when it was noticed: of `new` and `edited` the time of the fetch, as in revisions.fetched_at; null: not known
  kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'gone', 'restored', 'moved', 'reprinted')), -- what happened
  size TEXT CHECK (size IN ('typo', 'sentence', 'paragraph', 'rewrite', 'title', 'date', 'field')), -- of `edited`: how much of the text; where the text stayed, the title, else the date, else another field
  added INTEGER,            -- of `edited`: characters of the text that came, white space left out
  removed INTEGER,          -- of `edited`: characters of the text that went, white space left out
  other_id INTEGER REFERENCES articles(id), -- of `reprinted`: the copy
  detail TEXT               -- JSON: of `edited` the fields that changed, and `reread` false where the page before could not be read again, so that the edit may be one of our reading; of `moved` the two addresses; of `gone` why
);
CREATE INDEX events_article ON events(article_id);
CREATE INDEX events_at ON events(at);
CREATE INDEX events_kind ON events(kind, size, at);
CREATE INDEX events_other ON events(other_id) WHERE other_id IS NOT NULL;

-- Every character that cleaning moved out of a text: put back at `position`, in order, it gives the repaired text.
CREATE TABLE removed (
  revision_id INTEGER NOT NULL REFERENCES revisions(id), -- of which version
  position INTEGER NOT NULL, -- where it stood, in code points of the repaired text
  kind TEXT NOT NULL REFERENCES removed_kinds(kind), -- what it is
  text TEXT NOT NULL,       -- the characters themselves, line breaks included
  rule TEXT NOT NULL        -- the cleaning rule that moved it
);
CREATE INDEX removed_revision ON removed(revision_id);

-- What kinds of text cleaning moves to `removed`.
CREATE TABLE removed_kinds (
  kind TEXT PRIMARY KEY,    -- as in removed.kind
  definition TEXT NOT NULL  -- what is meant by it
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

-- Every mending of damaged text: undone, it gives the text as it was extracted.
CREATE TABLE repairs (
  revision_id INTEGER NOT NULL REFERENCES revisions(id), -- of which version
  position INTEGER NOT NULL, -- where it stands, in code points of the extracted text
  kind TEXT NOT NULL REFERENCES repair_kinds(kind), -- what was wrong
  before TEXT NOT NULL,     -- the damaged characters
  after TEXT NOT NULL       -- what stands there now
);
CREATE INDEX repairs_revision ON repairs(revision_id);

-- What damage `repairs` tells of.
CREATE TABLE repair_kinds (
  kind TEXT PRIMARY KEY,    -- as in repairs.kind
  definition TEXT NOT NULL  -- what is meant by it
);

INSERT INTO repair_kinds(kind, definition) VALUES
  ('reading', 'a reading that a mirror wrote after a character: 網(wǎng); taken out'),
  ('shifted_bytes', 'characters that a mirror''s reading parted, so that they were read one byte out of step; read in step'),
  ('mojibake', 'characters whose bytes were decoded by the wrong table; decoded by the right one'),
  ('undecided', 'damage that can be read in more than one way: left as it is, `after` equals `before`'),
  ('lost_bytes', 'marks that stand for bytes thrown away before the text came here (锟斤拷, U+FFFD): left, `after` equals `before`');

-- Keywords of articles, as the page gives them.
CREATE TABLE keywords (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- of which article
  keyword TEXT NOT NULL,    -- one keyword
  PRIMARY KEY (article_id, keyword)
);
CREATE INDEX keywords_keyword ON keywords(keyword);

-- Who made articles: a row a name, with what the page prints beside it. The names are those in articles.author and .editor.
CREATE TABLE people (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- of which article
  role TEXT NOT NULL CHECK (role IN ('author', 'editor')), -- what they did
  position INTEGER NOT NULL, -- 1, 2, 3 ... within the role, in the order of the page
  name TEXT NOT NULL,       -- the name alone; an organisation's too
  title TEXT NOT NULL DEFAULT '', -- the job title or house beside it: 本报记者, Senior Reporter
  code TEXT NOT NULL DEFAULT '', -- the staff code beside it: NB123
  PRIMARY KEY (article_id, role, position)
);
CREATE INDEX people_name ON people(name, role);

-- Pictures of articles: their addresses, and where their bytes are, where those were kept too.
CREATE TABLE images (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- of which article
  position INTEGER NOT NULL, -- 1, 2, 3 ... in the order of the page
  url TEXT NOT NULL,        -- absolute address
  caption TEXT NOT NULL DEFAULT '', -- the caption that the page gives
  type TEXT,                -- media type, by its bytes; null, as all below: its bytes are not held
  bytes INTEGER,            -- their number
  sha256 TEXT,              -- of its bytes
  warc_file TEXT,           -- the WARC file that keeps its bytes
  warc_offset INTEGER,      -- the offset of their record
  PRIMARY KEY (article_id, position)
);

-- Attachments of articles (附件): files that an article links to, and where their bytes are, where those were kept too.
CREATE TABLE attachments (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- of which article
  position INTEGER NOT NULL, -- 1, 2, 3 ... in the order of the page
  url TEXT NOT NULL,        -- absolute address
  name TEXT NOT NULL,       -- what the page calls it: the text of its link, else the file's name
  type TEXT,                -- media type, by its bytes; null, as all below: its bytes are not held
  bytes INTEGER,            -- their number
  sha256 TEXT,              -- of its bytes
  warc_file TEXT,           -- the WARC file that keeps its bytes
  warc_offset INTEGER,      -- the offset of their record
  PRIMARY KEY (article_id, position)
);
CREATE INDEX attachments_url ON attachments(url);

-- The frontier: every address that was ever named, inserted before it is requested.
CREATE TABLE urls (
  id INTEGER PRIMARY KEY,   -- in the order of discovery
  url TEXT NOT NULL UNIQUE, -- the address, canonical
  site TEXT NOT NULL REFERENCES sites(name), -- for which site it is crawled
  kind TEXT NOT NULL CHECK (kind IN ('list', 'article')), -- a page that names others, or an article
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'refused')), -- `failed`: given up for now; `refused`: not to be fetched
  source TEXT,              -- for a list: the site's source that reads it
  discovered_at TEXT NOT NULL, -- when it was first named
  discovered_from TEXT,     -- the page or file that named it
  next_try_at TEXT,         -- not to be requested before
  tries INTEGER NOT NULL DEFAULT 0, -- failed tries in a row
  error TEXT,               -- why the last try failed
  depth INTEGER NOT NULL DEFAULT 0, -- links from a page that the site's module names
  hops INTEGER NOT NULL DEFAULT 0, -- redirects that led here
  redirect_to TEXT          -- the address that this one was redirected to, or is another form of
);
CREATE INDEX urls_redirect_to ON urls(redirect_to) WHERE redirect_to IS NOT NULL;

-- Which of a site's sources named an address, each once: what completeness is measured by.
CREATE TABLE named (
  site TEXT NOT NULL REFERENCES sites(name), -- of which site
  source TEXT NOT NULL,     -- the name of its source
  url TEXT NOT NULL,        -- the address, canonical
  day TEXT,                 -- the day of the article, where the address or the source gives it
  at TEXT NOT NULL,         -- when it was first named by this source
  PRIMARY KEY (site, source, url)
) WITHOUT ROWID;

-- Sightings of an article as missing, while its site was well; three over 48 hours make it `gone`, one of the page clears them.
CREATE TABLE absences (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- of which article
  run_id INTEGER NOT NULL REFERENCES runs(id), -- in which run
  at TEXT NOT NULL,         -- when
  reason TEXT NOT NULL      -- `HTTP 404`, `HTTP 410`, `redirected to ...`, or what the page said
);
CREATE INDEX absences_article ON absences(article_id);
CREATE INDEX urls_site_state ON urls(site, state, id);

-- Every answer of a server, and every file that was imported.
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY,   -- in time
  run_id INTEGER NOT NULL REFERENCES runs(id), -- in which run
  url TEXT NOT NULL,        -- the address requested; of an article canonical, while its record has it as it was sent
  fetched_at TEXT NOT NULL, -- when; of an imported page when another tool fetched it, if it says so, else the time of the import, see sighting
  status INTEGER NOT NULL,  -- HTTP status; 0 for an imported file
  etag TEXT,                -- the answer's ETag
  last_modified TEXT,       -- the answer's Last-Modified
  sha256 TEXT,              -- of the body, its encodings undone
  warc_file TEXT,           -- the WARC file that keeps the answer
  warc_offset INTEGER,      -- the offset of its record
  robots_id INTEGER,        -- the fetch of the robots.txt that applied
  outcome TEXT,             -- `new`, `edited`, `unchanged`, `refused`, `list`, `part`, `robots`, `redirect`, `error`, `missing`; null: not yet worked on
  purpose TEXT CHECK (purpose IN ('requisite', 'attachment')), -- null: a page or a list; `requisite`: a picture, style sheet or script that a page needs; `attachment`: a file that an article links to
  sighting INTEGER NOT NULL DEFAULT 1 CHECK (sighting IN (0, 1)), -- 0: an imported page without a time of its own; fetched_at is the time of the import
  tls TEXT                  -- what the site's module allowed of old TLS for this fetch: `legacy-renegotiation`, `tls1.0`, `dh1024`; null: nothing
);
CREATE INDEX fetches_url ON fetches(url);
CREATE INDEX fetches_run ON fetches(run_id);

-- Every run of a command that writes.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,   -- in time
  command TEXT NOT NULL,    -- `crawl`, `import` ...; the pages of an `import` another tool fetched
  site TEXT,                -- the site crawled
  started_at TEXT NOT NULL, -- when it began
  ended_at TEXT,            -- when it ended; null: it runs, or was killed
  reason TEXT,              -- why it ended: `finished`, or what stopped it
  fetched INTEGER NOT NULL DEFAULT 0, -- answers and files
  bytes INTEGER NOT NULL DEFAULT 0, -- their size, as received
  new INTEGER NOT NULL DEFAULT 0, -- articles that were not here before
  edited INTEGER NOT NULL DEFAULT 0, -- articles with a new revision
  unchanged INTEGER NOT NULL DEFAULT 0, -- articles seen again as they were
  refused INTEGER NOT NULL DEFAULT 0, -- pages that a stage refused, see problems
  failed INTEGER NOT NULL DEFAULT 0, -- addresses that could not be fetched
  sources TEXT,             -- JSON: for each source of the site how many addresses it named
  version TEXT NOT NULL     -- of this software
);

-- Each page that a stage refused, each address that could not be fetched, each source that gave nothing.
CREATE TABLE problems (
  id INTEGER PRIMARY KEY,   -- in time
  run_id INTEGER NOT NULL REFERENCES runs(id), -- in which run
  at TEXT NOT NULL,         -- when
  url TEXT NOT NULL,        -- of the page
  stage TEXT NOT NULL,      -- the stage that refused it: `discover`, `fetch`, `decode`, `extract` ...
  reason TEXT NOT NULL,     -- why, in a line
  warc_file TEXT,           -- the WARC file with its raw bytes
  warc_offset INTEGER       -- the offset of its record
);
CREATE INDEX problems_run ON problems(run_id);
CREATE INDEX problems_url ON problems(url);

-- A site's memory: blocks of text that stood in or beside the articles of its pages. What recurs is taken for furniture.
CREATE TABLE site_blocks (
  site TEXT NOT NULL,       -- whose pages
  key TEXT NOT NULL,        -- hash of the text, letters folded, digits masked
  example TEXT NOT NULL,    -- the text as it first stood there, at most 200 characters
  pages INTEGER NOT NULL,   -- on how many articles' pages it was seen
  first_seen_at TEXT NOT NULL, -- first of them
  last_seen_at TEXT NOT NULL, -- last of them
  revoked INTEGER NOT NULL DEFAULT 0, -- 1: an operator said that this is text, see `archive sites`
  PRIMARY KEY (site, key)
) WITHOUT ROWID;

-- Pages that a profile answered for and that the generic extractor read beside it.
CREATE TABLE comparisons (
  url TEXT PRIMARY KEY,     -- of the article
  site TEXT NOT NULL,       -- whose
  at TEXT NOT NULL,         -- when
  profile TEXT NOT NULL,    -- the profile that answered
  agreement REAL NOT NULL,  -- of the two texts: 1 the same words, 0 none in common
  generic_text TEXT         -- what the generic extractor read, where the two disagree
) WITHOUT ROWID;

-- Articles that tell the same text: those that pairs of copies join. docs/reprints.md says what a copy is.
CREATE TABLE clusters (
  id INTEGER PRIMARY KEY,   -- the lowest id of its articles
  first_article_id INTEGER NOT NULL REFERENCES articles(id), -- the original among them, as far as the evidence tells
  origin TEXT,              -- whom the evidence names as the origin, by the one name of that source; null: nobody is named
  members INTEGER NOT NULL, -- how many articles
  sites INTEGER NOT NULL,   -- of how many sites
  conflict TEXT             -- JSON: what speaks against that original, an `earlier` article or another `name`; null: nothing
);

-- What articles have of each other's texts: a copy of its original, an excerpt, a round-up of several.
CREATE TABLE relations (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- the one that has the text from the other
  other_id INTEGER NOT NULL REFERENCES articles(id), -- whose text it has; of a cluster the original
  kind TEXT NOT NULL CHECK (kind IN ('verbatim', 'retitled', 'cut', 'edited', 'excerpt', 'roundup')), -- `excerpt`: less than half of the longer text; `roundup`: it has several texts; the others are copies
  revision_id INTEGER REFERENCES revisions(id), -- the version of the other that it was compared with: that which it is most like
  shared INTEGER NOT NULL,  -- letters and digits of the text that both have, in the same order
  left_out INTEGER NOT NULL, -- letters and digits of sentences of the other that it leaves out
  added INTEGER NOT NULL,   -- letters and digits of its sentences that the other does not have
  changed INTEGER NOT NULL, -- letters and digits of its sentences that the other has in other words
  sentences_left_out INTEGER NOT NULL, -- the number of these sentences
  sentences_added INTEGER NOT NULL, -- as above
  sentences_changed INTEGER NOT NULL, -- as above
  PRIMARY KEY (article_id, other_id)
) WITHOUT ROWID;
CREATE INDEX relations_other ON relations(other_id);

-- Who published a text first, as the articles of clusters tell it; their times are in articles.published_at.
CREATE TABLE evidence (
  article_id INTEGER NOT NULL REFERENCES articles(id), -- the article that tells it
  kind TEXT NOT NULL CHECK (kind IN ('source', 'dateline', 'text', 'link')), -- 来源; 新华社北京11月17日电; 据新华社报道; the link of the source
  raw TEXT NOT NULL,        -- the words of the page, or the address
  name TEXT NOT NULL        -- the one name of the source that they name
);
CREATE INDEX evidence_article ON evidence(article_id);

-- Names of sources as pages write them, and the one name of each source.
CREATE TABLE source_names (
  alias TEXT PRIMARY KEY,   -- a name, folded: simplified, half width, in lower case, without spaces
  name TEXT NOT NULL,       -- the one name of that source
  own INTEGER NOT NULL DEFAULT 0 CHECK (own IN (0, 1)) -- 1: added to this archive, see `archive sources`; 0: from this software
) WITHOUT ROWID;

-- What copies of a text are found by. `archive recluster` makes it anew, and the two tables below.
CREATE TABLE fingerprints (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id), -- of whose text; a text too short to be told from others has none
  version INTEGER NOT NULL, -- of the method that made it
  digest INTEGER NOT NULL,  -- of all its letters and digits, folded; equal for verbatim copies
  characters INTEGER NOT NULL -- the number of these
);
CREATE INDEX fingerprints_digest ON fingerprints(digest);

-- A sample of the shingles (ten folded characters in a row) of each text that several articles may have.
CREATE TABLE shingles (
  hash INTEGER NOT NULL,    -- of a shingle
  article_id INTEGER NOT NULL REFERENCES articles(id), -- of the articles with one digest that of the lowest id
  PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;

-- Pairs of different texts, each by the lowest id of its articles, that share a passage: clusters and relations follow from them.
CREATE TABLE overlaps (
  longer_id INTEGER NOT NULL REFERENCES articles(id), -- the longer text; of two of one length that of the lower digest
  shorter_id INTEGER NOT NULL REFERENCES articles(id), -- the shorter text
  shared INTEGER NOT NULL,  -- letters and digits that both have, in the same order
  longer_from INTEGER NOT NULL, -- where the shared part begins in the longer text, in letters and digits
  longer_to INTEGER NOT NULL, -- and where it ends
  shorter_from INTEGER NOT NULL, -- where it begins in the shorter text
  shorter_to INTEGER NOT NULL, -- and where it ends
  is_copy INTEGER NOT NULL CHECK (is_copy IN (0, 1)), -- 1: they tell the same text, as far as the two of them go
  PRIMARY KEY (longer_id, shorter_id)
) WITHOUT ROWID;
CREATE INDEX overlaps_shorter ON overlaps(shorter_id);

-- Files of many records that were imported, so that an import that was interrupted goes on where it was.
CREATE TABLE imports (
  file TEXT PRIMARY KEY,    -- the digest of its beginning and its size: the file under any name
  name TEXT NOT NULL,       -- its name when it was last imported
  records INTEGER NOT NULL, -- how many of its records are done
  ended_at TEXT             -- when all were; null: it was interrupted, or is under way
);

-- Decisions that an article is not shown, or not held at all, without its content: they hold for what comes later too.
CREATE TABLE redactions (
  id INTEGER PRIMARY KEY,   -- in the order of the decisions
  url TEXT NOT NULL,        -- the canonical address of the article
  article_id INTEGER,       -- its id in this file, while it was held
  site TEXT,                -- of which site it was
  level TEXT NOT NULL CHECK (level IN ('hidden', 'embargo', 'erased')), -- `hidden`: raw pages are kept, and nothing of them is shown; `embargo`: the same, until a day; `erased`: raw pages are gone too
  reason TEXT NOT NULL,     -- why, for all to read
  case_number TEXT,         -- the number that the operator gave it
  decided_at TEXT NOT NULL, -- when
  until TEXT,               -- the day from which it does not hold any more; null: no such day
  lifted_at TEXT,           -- when it was lifted, or another decision took its place; null: it holds
  applied_at TEXT,          -- when all of it was out of this file, and of the WARC folder where it is erased; null: not yet
  first_seen_at TEXT,       -- articles.first_seen_at, as it was
  last_seen_at TEXT,        -- articles.last_seen_at, as it was
  revisions INTEGER NOT NULL DEFAULT 0 -- how many versions were held
);
CREATE INDEX redactions_url ON redactions(url);
CREATE INDEX redactions_article ON redactions(article_id) WHERE article_id IS NOT NULL;

-- By what the content of a decision is known when it comes again, at its own or another address.
CREATE TABLE redacted_digests (
  sha256 TEXT NOT NULL,     -- of title, one newline and text, as in articles; or of a page, as in fetches
  redaction_id INTEGER NOT NULL REFERENCES redactions(id), -- by which decision
  PRIMARY KEY (sha256, redaction_id)
) WITHOUT ROWID;

-- When each task of upkeep was last done: `backup`, `snapshot`, `verify` ...
CREATE TABLE tasks (
  task TEXT PRIMARY KEY,    -- the command
  started_at TEXT NOT NULL, -- when it last began
  ended_at TEXT NOT NULL,   -- when that ended
  result TEXT NOT NULL      -- what came of it, in a line
) WITHOUT ROWID;

-- What was wrong with the archive or a site: each is told once, and once when it is over.
CREATE TABLE alarms (
  id INTEGER PRIMARY KEY,   -- in the order in which they were noticed
  name TEXT NOT NULL,       -- what is wrong with what, in a word or two that stay the same while it lasts
  line TEXT NOT NULL,       -- all of it, as it was told
  since TEXT NOT NULL,      -- when it was noticed
  over_at TEXT,             -- when it was no longer so; null: it still is
  told_at TEXT,             -- when its beginning was told; null: not yet
  over_told_at TEXT         -- when its end was told; null: not yet
);

-- What tells this archive and its copies from all others; made by its first backup.
CREATE TABLE identity (
  uuid TEXT NOT NULL,       -- a random UUID
  made_at TEXT NOT NULL     -- when
);

-- This dictionary: what each table and column holds, so that the file explains itself.
CREATE TABLE _dictionary (
  table_name TEXT NOT NULL, -- the table
  column_name TEXT NOT NULL, -- the column; empty for the table itself
  type TEXT NOT NULL,       -- its type and constraints, as declared
  meaning TEXT NOT NULL,    -- what it holds
  PRIMARY KEY (table_name, column_name)
);

-- Full-text index: overlapping pairs of folded characters, so MATCH '疫情' is right in any client. See docs/schema.md.
CREATE VIRTUAL TABLE articles_fts USING fts5(
  title,                    -- tokens of articles.title, kicker and subtitle; rowid is articles.id
  body,                     -- tokens of articles.text, document_number and index_number
  content='', tokenize='unicode61'
);

-- What the index holds of each article, so that drift is found and an old entry can be taken out exactly.
CREATE TABLE fts_state (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id), -- whose entry
  tok_version INTEGER NOT NULL, -- version of the tokeniser that made it
  text_sha256 TEXT NOT NULL -- articles.sha256 at that time
);

-- How the index was folded: traditional to simplified, full width to half, variants, radicals; invisible signs go.
CREATE TABLE zh_fold (
  c TEXT PRIMARY KEY,       -- a character, or a word of two that is not folded
  t TEXT NOT NULL           -- what the index has for it; empty for an invisible sign
) WITHOUT ROWID;
