"""The functions behind the logs. All belong to the owner; the lesser role may only call them."""

# The text a seal is made over. Named fields, so that a later column does not break old seals;
# seconds since 1970, so that the session's time zone does not matter.
ENTRY_TEXT = """
CREATE FUNCTION audit_entry_text(e audit_auditentry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT json_build_array('audit', e.id, extract(epoch FROM e.at)::text, e.event,
    e.municipality_id, e.case_id, e.subject_type, e.subject_id, e.actor_id, e.data::text)::text
$$;
CREATE FUNCTION audit_entry_text(e audit_accessentry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT json_build_array('access', e.id, extract(epoch FROM e.at)::text, e.action,
    e.municipality_id, e.user_id, e.unit_id, e.role, e.case_id, e.subject_type, e.subject_id,
    e.view, e.ground, e.data::text)::text
$$;
"""
DROP_ENTRY_TEXT = """
DROP FUNCTION audit_entry_text(audit_auditentry);
DROP FUNCTION audit_entry_text(audit_accessentry);
"""

# INSERT … RETURNING by the lesser role would need the right to SELECT what it wrote; and the
# municipality is the connection's own, whatever the caller says.
LOG_ACCESS = """
CREATE FUNCTION audit_log_access(entry jsonb) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO audit_accessentry (action, municipality_id, user_id, unit_id, role, case_id,
    subject_type, subject_id, view, ground, data)
  VALUES (entry->>'action', nullif(current_setting('app.municipality', true), '')::bigint,
    (entry->>'user_id')::bigint, (entry->>'unit_id')::bigint, coalesce(entry->>'role', ''),
    (entry->>'case_id')::bigint, coalesce(entry->>'subject_type', ''),
    (entry->>'subject_id')::bigint, coalesce(entry->>'view', ''), coalesce(entry->>'ground', ''),
    coalesce(entry->'data', '{}'::jsonb))
  RETURNING id
$$;
"""

# Seals have an order of their own: an entry with a lower id may be committed later. Entries are
# looked for from one day before the newest seal, since no transaction lasts that long; so the
# search stays short, also after a copy is restored elsewhere. Whoever comes second goes home.
SEAL_LOGS = """
CREATE FUNCTION audit_seal_logs(batch integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  link_seq bigint; link_hash bytea; since timestamptz; made integer := 0; entry record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('audit_seal_logs')) THEN
    RETURN 0;
  END IF;
  SELECT seq, hash, sealed_at - interval '1 day' INTO link_seq, link_hash, since
    FROM audit_auditseal ORDER BY seq DESC LIMIT 1;
  IF link_seq IS NULL THEN
    link_seq := 0; link_hash := ''::bytea; since := '-infinity';
  END IF;
  FOR entry IN
    SELECT * FROM (
      SELECT 'audit' AS log, e.id, e.at, audit_entry_text(e) AS body FROM audit_auditentry e
       WHERE e.at >= since AND NOT EXISTS (
         SELECT 1 FROM audit_auditseal s WHERE s.log = 'audit' AND s.entry_id = e.id)
      UNION ALL
      SELECT 'access', e.id, e.at, audit_entry_text(e) FROM audit_accessentry e
       WHERE e.at >= since AND NOT EXISTS (
         SELECT 1 FROM audit_auditseal s WHERE s.log = 'access' AND s.entry_id = e.id)
    ) unsealed ORDER BY at, log, id LIMIT batch
  LOOP
    link_seq := link_seq + 1;
    link_hash := sha256(link_hash || convert_to(entry.body, 'UTF8'));
    INSERT INTO audit_auditseal (seq, log, entry_id, hash)
      VALUES (link_seq, entry.log, entry.id, link_hash);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
"""

FIRST_BROKEN_LINK = """
CREATE FUNCTION audit_first_broken_link() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT min(seq) FROM (
    SELECT s.seq, s.hash,
      coalesce(lag(s.hash) OVER (ORDER BY s.seq), ''::bytea) AS before,
      coalesce(lag(s.seq) OVER (ORDER BY s.seq), 0) AS seq_before,
      CASE s.log WHEN 'audit' THEN audit_entry_text(a) ELSE audit_entry_text(c) END AS body,
      CASE s.log WHEN 'audit' THEN a.id ELSE c.id END AS found
    FROM audit_auditseal s
    LEFT JOIN audit_auditentry a ON s.log = 'audit' AND a.id = s.entry_id
    LEFT JOIN audit_accessentry c ON s.log = 'access' AND c.id = s.entry_id
  ) chain
  WHERE found IS NULL OR seq <> seq_before + 1
     OR hash IS DISTINCT FROM sha256(before || convert_to(body, 'UTF8'))
$$;
"""
