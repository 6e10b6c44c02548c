-- The archive, version 1. Migrations run in order, each in one transaction;
-- the n-th takes user_version from n - 1 to n. Never edited once released.

-- An id packs what orders reading, so that descending ids are the order of
-- reading whatever was imported first:
--   bits 61-42  day: 1 ... 65535 undated in order of arrival, dated above
--   bits 41-32  paper
--   bits 31-27  edition
--   bits 26-15  4095 - position of the page
--   bits 14-0   32767 - place in the page
-- An issue's id has the last 27 bits clear; its articles are id ... id + 2^27 - 1.

CREATE TABLE papers (
	id INTEGER PRIMARY KEY CHECK (id BETWEEN 0 AND 1023), -- 0: nobody knows
	name TEXT UNIQUE                                      -- NULL for 0 only
) STRICT;

CREATE TABLE issues (
	id INTEGER PRIMARY KEY,
	paper INTEGER NOT NULL,
	day INTEGER,            -- days since 1970-01-01, NULL where undated
	undated TEXT,           -- first 8 hex digits of the source's SHA-256, NULL where dated
	edition INTEGER NOT NULL,
	-- what its pages say, the first page that says it
	date_source INTEGER NOT NULL DEFAULT 0,
	number INTEGER NOT NULL DEFAULT 0,
	lunar TEXT,
	weekday TEXT,
	pages INTEGER NOT NULL DEFAULT 0,
	month_day TEXT,
	-- counted when a page is put, for lists
	npages INTEGER NOT NULL DEFAULT 0,
	narticles INTEGER NOT NULL DEFAULT 0,
	lead TEXT,
	CHECK ((day IS NULL) <> (undated IS NULL))
) STRICT;
CREATE INDEX issues_paper ON issues (paper, id);
CREATE INDEX issues_number ON issues (number, id) WHERE number > 0;
CREATE UNIQUE INDEX issues_undated ON issues (undated, paper) WHERE undated IS NOT NULL;

-- The files that pages came from. The options are those given at the import,
-- so that a better parser can run again.
CREATE TABLE sources (
	id INTEGER PRIMARY KEY,
	sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
	name TEXT NOT NULL,
	size INTEGER NOT NULL,
	bytes BLOB,             -- zstd; NULL for interchange input
	paper TEXT,
	day INTEGER,
	year INTEGER,
	page TEXT,
	edition INTEGER,
	-- of interchange input: the file that the issue was first read from
	origin TEXT,
	origin_sha256 TEXT      -- 64 hex digits
) STRICT;
CREATE INDEX sources_sha256 ON sources (sha256);

-- A page, and on the first page of each source what the source says of the
-- issue. Lists of lines are joined by newlines.
CREATE TABLE pages (
	issue INTEGER NOT NULL,
	position INTEGER NOT NULL,
	page TEXT NOT NULL,
	name TEXT,
	source INTEGER NOT NULL,
	date_source INTEGER NOT NULL DEFAULT 0,
	number INTEGER NOT NULL DEFAULT 0,
	lunar TEXT,
	weekday TEXT,
	pages INTEGER NOT NULL DEFAULT 0,
	month_day TEXT,
	masthead TEXT,
	dropped TEXT,
	PRIMARY KEY (issue, position, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX pages_source ON pages (source);

CREATE TABLE articles (
	id INTEGER PRIMARY KEY,
	page TEXT NOT NULL,
	ordinal INTEGER NOT NULL, -- of the reference; kept when a page is replaced
	kind INTEGER NOT NULL,
	label TEXT,
	kicker TEXT,
	headline TEXT,
	deck TEXT,
	lead TEXT,
	jump_to TEXT,
	jump_from TEXT,
	doubts TEXT,
	chars INTEGER NOT NULL,
	hash BLOB NOT NULL        -- SHA-256 of the text, see store_pack.c
) STRICT;
CREATE INDEX articles_doubtful ON articles (id) WHERE doubts IS NOT NULL;
CREATE INDEX articles_jump ON articles (id) WHERE jump_to IS NOT NULL OR jump_from IS NOT NULL;

-- Paragraphs joined by newlines, compressed with dictionary `dict`, 0 for none.
CREATE TABLE texts (
	id INTEGER PRIMARY KEY,
	dict INTEGER NOT NULL,
	body BLOB NOT NULL
) STRICT;

CREATE TABLE captions (
	article INTEGER NOT NULL,
	seq INTEGER NOT NULL,     -- 1 ...
	text TEXT,
	PRIMARY KEY (article, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE credits (
	article INTEGER NOT NULL,
	caption INTEGER NOT NULL, -- 0: of the article itself
	seq INTEGER NOT NULL,
	role TEXT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (article, caption, seq)
) STRICT, WITHOUT ROWID;

-- Members that a person has corrected, as they were: the rows above hold what
-- is right. Of credits a line each: role, tab, name.
CREATE TABLE corrections (
	article INTEGER NOT NULL,
	member TEXT NOT NULL,
	was TEXT,
	PRIMARY KEY (article, member)
) STRICT, WITHOUT ROWID;

-- Halves of stories: article `id` goes on in article `onward`. Found anew
-- whenever a page of their issue changes.
CREATE TABLE jumps (
	id INTEGER PRIMARY KEY,
	onward INTEGER NOT NULL UNIQUE
) STRICT;

-- References that lead somewhere else now; `new` is never itself an `old`.
CREATE TABLE moved (
	old TEXT PRIMARY KEY,
	new TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX moved_new ON moved (new);
