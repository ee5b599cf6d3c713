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
) PARTITION BY RANGE (yr)
;;
CREATE TABLE ev_2024 PARTITION OF ev FOR VALUES FROM (2024) TO (2025)
;;
CREATE TABLE ev_2025 PARTITION OF ev FOR VALUES FROM (2025) TO (2026)
;;
CREATE TABLE ev_other PARTITION OF ev DEFAULT
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
CREATE COLLATION no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)
;;
CREATE TABLE ctext (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant TEXT COLLATE no_case/*TENANT_DEFAULT*/ NOT NULL,
  body TEXT
)
;;
CREATE TABLE trig (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  body TEXT
)
;;
CREATE FUNCTION trig_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.tenant_id := 2;
  RETURN NEW;
END
$$
;;
CREATE TRIGGER trig_move BEFORE INSERT OR UPDATE OF body ON trig FOR EACH ROW EXECUTE FUNCTION trig_move()
;;
CREATE TABLE doc (
  id INTEGER NOT NULL PRIMARY KEY,
  tenant_id INTEGER/*TENANT_DEFAULT*/ NOT NULL,
  title TEXT,
  body TEXT,
  meta JSONB,
  tags TEXT[],
  score INTEGER,
  day DATE,
  created_at TIMESTAMP,
  ref UUID
)
;;
CREATE INDEX ft_doc ON doc USING gin (to_tsvector('simple', body))
;;
CREATE VIEW msg_v AS
SELECT id, tenant_id, agent_id, chat_stream_id, platform, body FROM msg
;;
CREATE VIEW msg_nv AS
SELECT id, body FROM msg
;;
CREATE MATERIALIZED VIEW msg_mv AS
SELECT id, tenant_id, body FROM msg
;;
CREATE MATERIALIZED VIEW msg_mnv AS
SELECT platform, count(*) AS n, max(body) AS last_body FROM msg GROUP BY platform
;;
CREATE SEQUENCE msg_seq START WITH 7001
;;
CREATE SEQUENCE shared_seq START WITH 8001
;;
CREATE FUNCTION msg_fn() RETURNS SETOF msg LANGUAGE sql STABLE AS 'SELECT * FROM msg'
;;
CREATE FUNCTION msg_top() RETURNS text LANGUAGE sql STABLE AS 'SELECT max(body) FROM msg'
;;
CREATE FUNCTION leaky(seen text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
BEGIN
  RAISE NOTICE '%', seen;
  RETURN true;
END
$$
;;
CREATE PROCEDURE msg_proc() LANGUAGE sql AS 'UPDATE msg SET body = ''by procedure'''
