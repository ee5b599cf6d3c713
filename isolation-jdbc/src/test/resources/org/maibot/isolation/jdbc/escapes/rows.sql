-- for all
INSERT INTO lang (code, name) VALUES
  ('en', 'English'),
  ('de', 'Deutsch'),
  ('fr', 'Français'),
  ('zh', '中文'),
  ('p', 'platform p')
;;
-- for 1
INSERT INTO msg (id, tenant_id, agent_id, chat_stream_id, platform, body, parent_id, code) VALUES
  (1, 1, 'a', 's', 'p', 'T1-hello', NULL, 'n1'),
  (2, 1, 'a', 's', 'p', 'T1-reply one', 1, 'n2'),
  (3, 1, 'a', 't', 'p', 'T1-other stream', NULL, 'n3'),
  (4, 1, 'a', 't', 'q', 'T1-on q', 3, 'n4'),
  (5, 1, 'b', 's', 'p', 'T1-agent b', NULL, 'n5'),
  (6, 1, 'b', 't', 'q', 'T1-42', 5, 'n6'),
  (7, 1, 'b', 's', 'q', 'T1-deep', 2, 'n7'),
  (8, 1, 'a', 's', 'p', 'T1-hello', 7, 'n8'),
  (9, 1, 'b', 't', 'q', NULL, NULL, NULL)
;;
-- for 1
INSERT INTO note (id, tenant_id, msg_id, body) VALUES
  (4001, 1, 1, 'T1-note one'),
  (4002, 1, 1, 'T1-note two'),
  (4003, 1, 2, 'T1-note on reply'),
  (4004, 1, 6, 'T1-hello'),
  (4005, 1, NULL, 'T1-loose note'),
  (4006, 1, 1001, 'T1-points at another''s message')
;;
-- for 1
INSERT INTO msg_tag (msg_id, tenant_id, tag) VALUES
  (1, 1, 'T1-red'),
  (1, 1, 'T1-blue'),
  (2, 1, 'T1-red'),
  (5, 1, 'T1-green'),
  (7, 1, NULL)
;;
-- for 1
INSERT INTO par (id, tenant_id, name) VALUES
  (1, 1, 'T1-par 1'),
  (2, 1, 'T1-par 2'),
  (3, 1, 'T1-par 3')
;;
-- for 1
INSERT INTO kid (id, tenant_id, par_id, name) VALUES
  (1, 1, 1, 'T1-kid 1'),
  (2, 1, 1, 'T1-kid 2'),
  (3, 1, 2, 'T1-kid 3'),
  (4, 1, NULL, 'T1-kid 4')
;;
-- for 1
INSERT INTO ev (id, tenant_id, yr, body) VALUES
  (1, 1, 2024, 'T1-ev 24'),
  (2, 1, 2025, 'T1-ev 25'),
  (3, 1, 2026, 'T1-ev 26'),
  (4, 1, 2025, 'T1-ev 25 again')
;;
-- for 1
INSERT INTO kv (tenant_id, k, v) VALUES
  (1, 'color', 'T1-red'),
  (1, 'size', 'T1-9'),
  (1, 'lang', 'T1-en'),
  (1, 'theme', NULL)
;;
-- for 1
INSERT INTO ctext (id, tenant, body) VALUES
  (1, '1', 'T1-c one'),
  (2, '1', 'T1-c two')
;;
-- for 1 on postgresql
INSERT INTO doc (id, tenant_id, title, body, meta, tags, score, day, created_at, ref) VALUES
  (1, 1, 'T1-fox', 'T1-doc hello quick brown fox', '{"a": 1, "kind": "x", "tags": ["red", "blue"], "owner": {"name": "ann", "age": 30}}', '{red,blue}', 10, '2024-01-15', '2024-01-15 10:00:00', '00000000-0000-4000-8000-000100000001'),
  (2, 1, 'T1-dog', 'T1-doc hello lazy dog', '{"a": 2, "kind": "y", "tags": ["red"], "owner": {"name": "bob"}}', '{red}', 20, '2024-02-20', '2024-02-20 11:30:00', '00000000-0000-4000-8000-000100000002'),
  (3, 1, 'T1-cat', 'T1-doc quick silver cat', '{"kind": "x", "tags": [], "deep": {"list": [1, 2, 3]}}', '{}', 20, '2025-03-01', '2025-03-01 00:00:00', '00000000-0000-4000-8000-000100000003'),
  (4, 1, 'T1-bird', NULL, '{"a": null}', NULL, NULL, '2025-12-31', '2025-12-31 23:59:59', '00000000-0000-4000-8000-000100000004'),
  (5, 1, 'T1-fish', 'T1-doc world of water', NULL, '{blue,green}', 40, NULL, NULL, '00000000-0000-4000-8000-000100000005')
;;
-- for 1 on sqlite, mysql, mariadb
INSERT INTO doc (id, tenant_id, title, body, meta, tags, score, day, created_at, ref) VALUES
  (1, 1, 'T1-fox', 'T1-doc hello quick brown fox', '{"a": 1, "kind": "x", "tags": ["red", "blue"], "owner": {"name": "ann", "age": 30}}', '["red", "blue"]', 10, '2024-01-15', '2024-01-15 10:00:00', '00000000-0000-4000-8000-000100000001'),
  (2, 1, 'T1-dog', 'T1-doc hello lazy dog', '{"a": 2, "kind": "y", "tags": ["red"], "owner": {"name": "bob"}}', '["red"]', 20, '2024-02-20', '2024-02-20 11:30:00', '00000000-0000-4000-8000-000100000002'),
  (3, 1, 'T1-cat', 'T1-doc quick silver cat', '{"kind": "x", "tags": [], "deep": {"list": [1, 2, 3]}}', '[]', 20, '2025-03-01', '2025-03-01 00:00:00', '00000000-0000-4000-8000-000100000003'),
  (4, 1, 'T1-bird', NULL, '{"a": null}', NULL, NULL, '2025-12-31', '2025-12-31 23:59:59', '00000000-0000-4000-8000-000100000004'),
  (5, 1, 'T1-fish', 'T1-doc world of water', NULL, '["blue", "green"]', 40, NULL, NULL, '00000000-0000-4000-8000-000100000005')
;;
-- for 1 on sqlite
INSERT INTO doc_fts (title, body, id, tenant_id) VALUES
  ('T1-fox', 'T1-doc hello quick brown fox', 1, 1),
  ('T1-dog', 'T1-doc hello lazy dog', 2, 1),
  ('T1-cat', 'T1-doc quick silver cat', 3, 1),
  ('T1-bird', NULL, 4, 1),
  ('T1-fish', 'T1-doc world of water', 5, 1)
;;
-- for 1 on mariadb
INSERT INTO hist (id, tenant_id, body) VALUES
  (1, 1, 'T1-old'),
  (2, 1, 'T1-kept')
;;
-- for 1 on mariadb
UPDATE hist SET body = 'T1-new' WHERE id = 1
;;
-- for 2
INSERT INTO msg (id, tenant_id, agent_id, chat_stream_id, platform, body, parent_id, code) VALUES
  (1001, 2, 'a', 's', 'p', 'T2-hello', NULL, 'n1001'),
  (1002, 2, 'a', 's', 'p', 'T2-reply one', 1001, 'n1002'),
  (1003, 2, 'a', 't', 'p', 'T2-other stream', NULL, 'n1003'),
  (1004, 2, 'a', 't', 'q', 'T2-on q', 1003, 'n1004'),
  (1005, 2, 'b', 's', 'p', 'T2-agent b', NULL, 'n1005'),
  (1006, 2, 'b', 't', 'q', 'T2-42', 1005, 'n1006'),
  (1007, 2, 'b', 's', 'q', 'T2-deep', 1002, 'n1007'),
  (1008, 2, 'a', 's', 'p', 'T2-hello', 1007, 'n1008'),
  (1009, 2, 'b', 't', 'q', NULL, NULL, NULL)
;;
-- for 2
INSERT INTO note (id, tenant_id, msg_id, body) VALUES
  (5001, 2, 1001, 'T2-note one'),
  (5002, 2, 1001, 'T2-note two'),
  (5003, 2, 1002, 'T2-note on reply'),
  (5004, 2, 1006, 'T2-hello'),
  (5005, 2, NULL, 'T2-loose note'),
  (5006, 2, 1, 'T2-points at another''s message')
;;
-- for 2
INSERT INTO msg_tag (msg_id, tenant_id, tag) VALUES
  (1001, 2, 'T2-red'),
  (1001, 2, 'T2-blue'),
  (1002, 2, 'T2-red'),
  (1005, 2, 'T2-green'),
  (1007, 2, NULL),
  (1, 2, 'T2-steal')
;;
-- for 2
INSERT INTO par (id, tenant_id, name) VALUES
  (1001, 2, 'T2-par 1'),
  (1002, 2, 'T2-par 2'),
  (1003, 2, 'T2-par 3')
;;
-- for 2
INSERT INTO kid (id, tenant_id, par_id, name) VALUES
  (1001, 2, 1001, 'T2-kid 1'),
  (1002, 2, 1001, 'T2-kid 2'),
  (1003, 2, 1002, 'T2-kid 3'),
  (1004, 2, NULL, 'T2-kid 4')
;;
-- for 2
INSERT INTO ev (id, tenant_id, yr, body) VALUES
  (1001, 2, 2024, 'T2-ev 24'),
  (1002, 2, 2025, 'T2-ev 25'),
  (1003, 2, 2026, 'T2-ev 26'),
  (1004, 2, 2025, 'T2-ev 25 again')
;;
-- for 2
INSERT INTO kv (tenant_id, k, v) VALUES
  (2, 'color', 'T2-red'),
  (2, 'size', 'T2-9'),
  (2, 'lang', 'T2-en'),
  (2, 'theme', NULL)
;;
-- for 2
INSERT INTO ctext (id, tenant, body) VALUES
  (1001, '2', 'T2-c one'),
  (1002, '2', 'T2-c two'),
  (1003, 'acme', 'T2-lower case')
;;
-- for 2 on postgresql
INSERT INTO doc (id, tenant_id, title, body, meta, tags, score, day, created_at, ref) VALUES
  (1001, 2, 'T2-fox', 'T2-doc hello quick brown fox', '{"a": 1, "kind": "x", "tags": ["red", "blue"], "owner": {"name": "ann", "age": 30}}', '{red,blue}', 10, '2024-01-15', '2024-01-15 10:00:00', '00000000-0000-4000-8000-000200000001'),
  (1002, 2, 'T2-dog', 'T2-doc hello lazy dog', '{"a": 2, "kind": "y", "tags": ["red"], "owner": {"name": "bob"}}', '{red}', 20, '2024-02-20', '2024-02-20 11:30:00', '00000000-0000-4000-8000-000200000002'),
  (1003, 2, 'T2-cat', 'T2-doc quick silver cat', '{"kind": "x", "tags": [], "deep": {"list": [1, 2, 3]}}', '{}', 20, '2025-03-01', '2025-03-01 00:00:00', '00000000-0000-4000-8000-000200000003'),
  (1004, 2, 'T2-bird', NULL, '{"a": null}', NULL, NULL, '2025-12-31', '2025-12-31 23:59:59', '00000000-0000-4000-8000-000200000004'),
  (1005, 2, 'T2-fish', 'T2-doc world of water', NULL, '{blue,green}', 40, NULL, NULL, '00000000-0000-4000-8000-000200000005')
;;
-- for 2 on sqlite, mysql, mariadb
INSERT INTO doc (id, tenant_id, title, body, meta, tags, score, day, created_at, ref) VALUES
  (1001, 2, 'T2-fox', 'T2-doc hello quick brown fox', '{"a": 1, "kind": "x", "tags": ["red", "blue"], "owner": {"name": "ann", "age": 30}}', '["red", "blue"]', 10, '2024-01-15', '2024-01-15 10:00:00', '00000000-0000-4000-8000-000200000001'),
  (1002, 2, 'T2-dog', 'T2-doc hello lazy dog', '{"a": 2, "kind": "y", "tags": ["red"], "owner": {"name": "bob"}}', '["red"]', 20, '2024-02-20', '2024-02-20 11:30:00', '00000000-0000-4000-8000-000200000002'),
  (1003, 2, 'T2-cat', 'T2-doc quick silver cat', '{"kind": "x", "tags": [], "deep": {"list": [1, 2, 3]}}', '[]', 20, '2025-03-01', '2025-03-01 00:00:00', '00000000-0000-4000-8000-000200000003'),
  (1004, 2, 'T2-bird', NULL, '{"a": null}', NULL, NULL, '2025-12-31', '2025-12-31 23:59:59', '00000000-0000-4000-8000-000200000004'),
  (1005, 2, 'T2-fish', 'T2-doc world of water', NULL, '["blue", "green"]', 40, NULL, NULL, '00000000-0000-4000-8000-000200000005')
;;
-- for 2 on sqlite
INSERT INTO doc_fts (title, body, id, tenant_id) VALUES
  ('T2-fox', 'T2-doc hello quick brown fox', 1001, 2),
  ('T2-dog', 'T2-doc hello lazy dog', 1002, 2),
  ('T2-cat', 'T2-doc quick silver cat', 1003, 2),
  ('T2-bird', NULL, 1004, 2),
  ('T2-fish', 'T2-doc world of water', 1005, 2)
;;
-- for 2 on mariadb
INSERT INTO hist (id, tenant_id, body) VALUES
  (1001, 2, 'T2-old'),
  (1002, 2, 'T2-kept')
;;
-- for 2 on mariadb
UPDATE hist SET body = 'T2-new' WHERE id = 1001
;;
-- for 12
INSERT INTO msg (id, tenant_id, agent_id, chat_stream_id, platform, body, parent_id, code) VALUES
  (2001, 12, 'a', 's', 'p', 'T12-hello', NULL, 'n2001'),
  (2002, 12, 'a', 's', 'p', 'T12-reply one', 2001, 'n2002'),
  (2003, 12, 'a', 't', 'p', 'T12-other stream', NULL, 'n2003'),
  (2004, 12, 'a', 't', 'q', 'T12-on q', 2003, 'n2004'),
  (2005, 12, 'b', 's', 'p', 'T12-agent b', NULL, 'n2005'),
  (2006, 12, 'b', 't', 'q', 'T12-42', 2005, 'n2006'),
  (2007, 12, 'b', 's', 'q', 'T12-deep', 2002, 'n2007'),
  (2008, 12, 'a', 's', 'p', 'T12-hello', 2007, 'n2008'),
  (2009, 12, 'b', 't', 'q', NULL, NULL, NULL)
;;
-- for 12
INSERT INTO note (id, tenant_id, msg_id, body) VALUES
  (6001, 12, 2001, 'T12-note one'),
  (6002, 12, 2001, 'T12-note two'),
  (6003, 12, 2002, 'T12-note on reply'),
  (6004, 12, 2006, 'T12-hello'),
  (6005, 12, NULL, 'T12-loose note'),
  (6006, 12, 1, 'T12-points at another''s message')
;;
-- for 12
INSERT INTO msg_tag (msg_id, tenant_id, tag) VALUES
  (2001, 12, 'T12-red'),
  (2001, 12, 'T12-blue'),
  (2002, 12, 'T12-red'),
  (2005, 12, 'T12-green'),
  (2007, 12, NULL),
  (1, 12, 'T12-steal')
;;
-- for 12
INSERT INTO par (id, tenant_id, name) VALUES
  (2001, 12, 'T12-par 1'),
  (2002, 12, 'T12-par 2'),
  (2003, 12, 'T12-par 3')
;;
-- for 12
INSERT INTO kid (id, tenant_id, par_id, name) VALUES
  (2001, 12, 2001, 'T12-kid 1'),
  (2002, 12, 2001, 'T12-kid 2'),
  (2003, 12, 2002, 'T12-kid 3'),
  (2004, 12, NULL, 'T12-kid 4')
;;
-- for 12
INSERT INTO ev (id, tenant_id, yr, body) VALUES
  (2001, 12, 2024, 'T12-ev 24'),
  (2002, 12, 2025, 'T12-ev 25'),
  (2003, 12, 2026, 'T12-ev 26'),
  (2004, 12, 2025, 'T12-ev 25 again')
;;
-- for 12
INSERT INTO kv (tenant_id, k, v) VALUES
  (12, 'color', 'T12-red'),
  (12, 'size', 'T12-9'),
  (12, 'lang', 'T12-en'),
  (12, 'theme', NULL)
;;
-- for 12
INSERT INTO ctext (id, tenant, body) VALUES
  (2001, '12', 'T12-c one'),
  (2002, '12', 'T12-c two'),
  (2003, 'ACME', 'T12-upper case'),
  (2004, '１', 'T12-full width')
;;
-- for 12 on postgresql
INSERT INTO doc (id, tenant_id, title, body, meta, tags, score, day, created_at, ref) VALUES
  (2001, 12, 'T12-fox', 'T12-doc hello quick brown fox', '{"a": 1, "kind": "x", "tags": ["red", "blue"], "owner": {"name": "ann", "age": 30}}', '{red,blue}', 10, '2024-01-15', '2024-01-15 10:00:00', '00000000-0000-4000-8000-001200000001'),
  (2002, 12, 'T12-dog', 'T12-doc hello lazy dog', '{"a": 2, "kind": "y", "tags": ["red"], "owner": {"name": "bob"}}', '{red}', 20, '2024-02-20', '2024-02-20 11:30:00', '00000000-0000-4000-8000-001200000002'),
  (2003, 12, 'T12-cat', 'T12-doc quick silver cat', '{"kind": "x", "tags": [], "deep": {"list": [1, 2, 3]}}', '{}', 20, '2025-03-01', '2025-03-01 00:00:00', '00000000-0000-4000-8000-001200000003'),
  (2004, 12, 'T12-bird', NULL, '{"a": null}', NULL, NULL, '2025-12-31', '2025-12-31 23:59:59', '00000000-0000-4000-8000-001200000004'),
  (2005, 12, 'T12-fish', 'T12-doc world of water', NULL, '{blue,green}', 40, NULL, NULL, '00000000-0000-4000-8000-001200000005')
;;
-- for 12 on sqlite, mysql, mariadb
INSERT INTO doc (id, tenant_id, title, body, meta, tags, score, day, created_at, ref) VALUES
  (2001, 12, 'T12-fox', 'T12-doc hello quick brown fox', '{"a": 1, "kind": "x", "tags": ["red", "blue"], "owner": {"name": "ann", "age": 30}}', '["red", "blue"]', 10, '2024-01-15', '2024-01-15 10:00:00', '00000000-0000-4000-8000-001200000001'),
  (2002, 12, 'T12-dog', 'T12-doc hello lazy dog', '{"a": 2, "kind": "y", "tags": ["red"], "owner": {"name": "bob"}}', '["red"]', 20, '2024-02-20', '2024-02-20 11:30:00', '00000000-0000-4000-8000-001200000002'),
  (2003, 12, 'T12-cat', 'T12-doc quick silver cat', '{"kind": "x", "tags": [], "deep": {"list": [1, 2, 3]}}', '[]', 20, '2025-03-01', '2025-03-01 00:00:00', '00000000-0000-4000-8000-001200000003'),
  (2004, 12, 'T12-bird', NULL, '{"a": null}', NULL, NULL, '2025-12-31', '2025-12-31 23:59:59', '00000000-0000-4000-8000-001200000004'),
  (2005, 12, 'T12-fish', 'T12-doc world of water', NULL, '["blue", "green"]', 40, NULL, NULL, '00000000-0000-4000-8000-001200000005')
;;
-- for 12 on sqlite
INSERT INTO doc_fts (title, body, id, tenant_id) VALUES
  ('T12-fox', 'T12-doc hello quick brown fox', 2001, 12),
  ('T12-dog', 'T12-doc hello lazy dog', 2002, 12),
  ('T12-cat', 'T12-doc quick silver cat', 2003, 12),
  ('T12-bird', NULL, 2004, 12),
  ('T12-fish', 'T12-doc world of water', 2005, 12)
;;
-- for 12 on mariadb
INSERT INTO hist (id, tenant_id, body) VALUES
  (2001, 12, 'T12-old'),
  (2002, 12, 'T12-kept')
;;
-- for 12 on mariadb
UPDATE hist SET body = 'T12-new' WHERE id = 2001
;;
-- for 1, 2
INSERT INTO kid (id, tenant_id, par_id, name) VALUES
  (1005, 2, 3, 'T2-kid of another''s parent')
;;
-- for 1, 2, 12
INSERT INTO msg_sum (platform, n, last_body) VALUES
  ('p', 15, 'T2-other stream'),
  ('q', 12, 'T2-on q')
;;
-- for all on postgresql
REFRESH MATERIALIZED VIEW msg_mv
;;
-- for all on postgresql
REFRESH MATERIALIZED VIEW msg_mnv
