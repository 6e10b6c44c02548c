-- A reader's own state, version 1: places, by reference.

-- One row an archive file, by its absolute path.
CREATE TABLE archives (
	path TEXT PRIMARY KEY,
	last TEXT,                       -- where reading stopped
	last_off INTEGER NOT NULL DEFAULT 0,
	newest TEXT                      -- newest issue at the last visit
) STRICT, WITHOUT ROWID;

-- Bytes of running text read of an article.
CREATE TABLE places (
	ref TEXT PRIMARY KEY,
	off INTEGER NOT NULL,
	finished INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
