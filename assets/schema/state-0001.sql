-- A reader's own state, version 1. Articles and issues are named by their
-- references, never by a row id: the archive may be made anew.

-- One row an archive file, by its absolute path.
CREATE TABLE archives (
	path TEXT PRIMARY KEY,
	last TEXT,                       -- where reading stopped
	last_off INTEGER NOT NULL DEFAULT 0,
	newest TEXT                      -- newest issue at the last visit
) STRICT, WITHOUT ROWID;

-- Byte of running text on top when an article was left unfinished.
CREATE TABLE places (
	ref TEXT PRIMARY KEY,
	off INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a reader keeps: a row a fact (enum kb_kept in kanbao/state.h).
CREATE TABLE kept (
	ref TEXT NOT NULL,               -- of the article; for a mark, path of the archive
	what INTEGER NOT NULL,
	name TEXT NOT NULL,              -- the tag, or the letter of a mark; else ''
	value TEXT NOT NULL,             -- the note, or where the mark is; else ''
	at INTEGER NOT NULL,             -- when, seconds since 1970
	PRIMARY KEY (ref, what, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_what ON kept (what, ref, name);

-- What was there before a marking: a row of `kept` each, `was` NULL for none.
CREATE TABLE undo (
	archive TEXT NOT NULL,           -- in which it was made
	step INTEGER NOT NULL,
	ref TEXT NOT NULL,
	what INTEGER NOT NULL,
	name TEXT NOT NULL,
	was TEXT,
	PRIMARY KEY (archive, step, ref, what, name)
) STRICT, WITHOUT ROWID;

-- Places visited, oldest first.
CREATE TABLE visits (
	archive TEXT NOT NULL,
	seq INTEGER NOT NULL,
	ref TEXT NOT NULL,
	PRIMARY KEY (archive, seq)
) STRICT, WITHOUT ROWID;

-- What was searched for, and searches saved under a name.
CREATE TABLE searches (
	typed TEXT PRIMARY KEY,
	name TEXT NOT NULL,              -- '' where it was only asked
	at INTEGER NOT NULL              -- when last, milliseconds since 1970
) STRICT, WITHOUT ROWID;
CREATE INDEX searches_by ON searches (name, at);
