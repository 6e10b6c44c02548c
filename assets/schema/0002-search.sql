-- The archive, version 2: the index for search, made from the rows of version
-- 1; it can be thrown away and made again. And dictionaries for zstd, which
-- texts.dict names: those cannot.

CREATE TABLE dicts (
	id INTEGER PRIMARY KEY, -- the newest is the highest; none is ever given again
	bytes BLOB NOT NULL
) STRICT;

-- What is known of each article: all its texts, and its titles alone. The
-- tokenizer 'grams' is kanbao's own (tui/store/index_grams.c), so that other
-- programs cannot read these tables; nothing else needs them. Rows go in by
-- the batch, in the order of numbers (tui/store/index_log.c).
CREATE VIRTUAL TABLE grams USING fts5(text, content='', detail=none, columnsize=0, tokenize='grams');
CREATE VIRTUAL TABLE title_grams USING fts5(text, content='', detail=none, columnsize=0, tokenize='grams');
INSERT INTO grams (grams, rank) VALUES ('hashsize', 16777216);
INSERT INTO grams (grams, rank) VALUES ('automerge', 8);
-- The grams of all texts, and in how many articles each stands.
CREATE VIRTUAL TABLE gram_words USING fts5vocab('grams', 'row');
-- Which grams stand in which rows, for checking.
CREATE VIRTUAL TABLE gram_places USING fts5vocab('grams', 'instance');
CREATE VIRTUAL TABLE title_places USING fts5vocab('title_grams', 'instance');

-- The rows of both tables are numbered densely; the ids ascend with the
-- numbers, so that one is found by halving (tui/store/index_docs.c).
CREATE TABLE docs (
	doc INTEGER PRIMARY KEY,
	id INTEGER NOT NULL
) STRICT;

-- In how many articles each character stands, and each pair that begins with
-- it (tui/store/index_pairs.c).
CREATE TABLE pairs (
	first INTEGER PRIMARY KEY,
	seconds BLOB NOT NULL
) STRICT;

-- Articles with ids of `floor` and above are in the index. Under another name
-- than the program's the index was made by another folding or list.
-- `used` and `next` are frequent pairs and threes beside the shipped list, one a
-- line (tui/store/index_own.c): grams one longer behind those of `used` stand in
-- the index for every article, behind those of `next` only for ids from
-- `grown_from` on.
-- Another `version` has other lists.
CREATE TABLE index_state (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	name TEXT NOT NULL,
	floor INTEGER NOT NULL,
	grown_from INTEGER NOT NULL DEFAULT 9223372036854775807,
	version INTEGER NOT NULL DEFAULT 0,
	used TEXT NOT NULL DEFAULT '',
	next TEXT NOT NULL DEFAULT ''
) STRICT;
