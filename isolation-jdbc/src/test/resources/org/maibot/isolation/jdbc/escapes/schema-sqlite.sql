CREATE TABLE msg (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  agent_id TEXT,
  chat_stream_id TEXT,
  platform TEXT,
  body TEXT,
  parent_id INTEGER,
  code TEXT UNIQUE
)
;;
CREATE INDEX ix_msg_parent ON msg (parent_id)
;;
CREATE TABLE note (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  msg_id INTEGER,
  body TEXT
)
;;
CREATE INDEX ix_note_msg ON note (msg_id)
;;
CREATE TABLE msg_tag (
  msg_id INTEGER,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  tag TEXT
)
;;
CREATE TABLE par (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  name TEXT
)
;;
CREATE TABLE kid (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  par_id INTEGER,
  name TEXT,
  FOREIGN KEY (par_id) REFERENCES par (id) ON DELETE CASCADE ON UPDATE CASCADE
)
;;
CREATE TABLE ev (
  id INTEGER NOT NULL,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  yr INTEGER NOT NULL,
  body TEXT,
  PRIMARY KEY (id, yr)
)
;;
CREATE TABLE lang (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT
)
;;
CREATE TABLE kv (
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  k TEXT NOT NULL,
  v TEXT,
  PRIMARY KEY (tenant_id, k)
)
;;
CREATE TABLE msg_sum (
  platform TEXT NOT NULL PRIMARY KEY,
  n INTEGER NOT NULL,
  last_body TEXT
)
;;
CREATE TABLE ctext (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE NOCASE/*TENANT_DEFAULT*/ NOT NULL,
  body TEXT
)
;;
CREATE TABLE trig (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  body TEXT
)
;;
CREATE TRIGGER trig_move AFTER INSERT ON trig
BEGIN
  UPDATE trig SET tenant_id = 2 WHERE id = NEW.id;
END
;;
CREATE TRIGGER trig_move_again AFTER UPDATE OF body ON trig
BEGIN
  UPDATE trig SET tenant_id = 2 WHERE id = NEW.id;
END
;;
CREATE TABLE doc (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  title TEXT,
  body TEXT,
  meta TEXT,
  tags TEXT,
  score INTEGER,
  day TEXT,
  created_at TEXT,
  ref TEXT
)
;;
CREATE VIRTUAL TABLE doc_fts USING fts5(title, body, id UNINDEXED, tenant_id UNINDEXED)
;;
CREATE VIEW msg_v AS
SELECT id, tenant_id, agent_id, chat_stream_id, platform, body FROM msg
;;
CREATE VIEW msg_nv AS
SELECT id, body FROM msg
