-- Rows are only added. Members read the tables and add through put_revision and put_event alone, which check the login
-- of the connection (session_user, which SET ROLE does not change) against the groups of this database.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of a library are only added' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER no_change_of_revisions BEFORE UPDATE OR DELETE OR TRUNCATE ON revisions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change_of_parents BEFORE UPDATE OR DELETE OR TRUNCATE ON parents
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change_of_events BEFORE UPDATE OR DELETE OR TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whether a login belongs to the group <database>_<role>.
CREATE FUNCTION has_role(login text, role text) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = dougong, pg_temp AS $$
  SELECT EXISTS (SELECT FROM pg_catalog.pg_roles AS member, pg_catalog.pg_roles AS club
                 WHERE member.rolname = login AND club.rolname = current_database() || '_' || role
                   AND pg_catalog.pg_has_role(member.oid, club.oid, 'MEMBER'))
$$;

CREATE FUNCTION hash_of(body text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(body, 'UTF8')), 'hex')
$$;

-- Adds a revision; answers null, or why it was refused.
CREATE FUNCTION put_revision(body text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = dougong, pg_temp AS $$
DECLARE
  content jsonb := body::jsonb;
  name text := hash_of(body);
  mine text := content ->> 'component';
BEGIN
  IF length(body) > 1000000 OR mine IS NULL OR jsonb_typeof(content -> 'parents') IS DISTINCT FROM 'array'
     OR content #>> '{description,id}' IS DISTINCT FROM mine THEN
    RETURN 'content';
  END IF;
  IF NOT (has_role(session_user, 'designer') OR has_role(session_user, 'librarian')) THEN
    RETURN 'role';
  END IF;
  IF jsonb_array_length(content -> 'parents') > 1 AND NOT has_role(session_user, 'librarian') THEN
    RETURN 'role';
  END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements_text(content -> 'parents') AS wanted (parent)
             WHERE NOT EXISTS (SELECT FROM revisions WHERE id = wanted.parent AND component = mine)) THEN
    RETURN 'parents';
  END IF;
  INSERT INTO revisions (id, component, body) VALUES (name, mine, put_revision.body) ON CONFLICT DO NOTHING;
  INSERT INTO parents (revision, parent)
    SELECT DISTINCT name, wanted.parent FROM jsonb_array_elements_text(content -> 'parents') AS wanted (parent)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

-- Why the login of this connection may not add an event; null when it may. The same rules as in approval.py, and: what
-- others did elsewhere is brought along by members (drafts, submissions, comments) or by a librarian (the rest), never
-- the approval of somebody who is no reviewer here, or who wrote, submitted or brought the revision.
CREATE FUNCTION refusal_of(happened jsonb) RETURNS text LANGUAGE plpgsql STABLE
  SET search_path = dougong, pg_temp AS $$
DECLARE
  verb text := happened ->> 'verb';
  person text := happened ->> 'who';
  about text := happened ->> 'revision';
  designs boolean := has_role(session_user, 'designer');
  keeps boolean := has_role(session_user, 'librarian');
  reviews boolean := has_role(session_user, 'reviewer');
BEGIN
  IF NOT (designs OR keeps OR reviews) THEN
    RETURN 'role';
  END IF;
  IF about <> '' AND NOT EXISTS (
      SELECT FROM revisions WHERE id = about AND component = happened ->> 'component') THEN
    RETURN 'revision';
  END IF;
  IF verb IN ('commented', 'used') THEN
    RETURN NULL;
  ELSIF verb IN ('added', 'submitted') THEN
    RETURN CASE WHEN designs OR keeps THEN NULL ELSE 'role' END;
  ELSIF verb IN ('merged', 'withdrawn') OR (verb = 'seeded' AND person = 'seed') THEN
    RETURN CASE WHEN keeps THEN NULL ELSE 'role' END;
  ELSIF verb NOT IN ('approved', 'returned') THEN
    RETURN 'verb';
  END IF;
  IF NOT (reviews AND person = session_user OR keeps AND has_role(person, 'reviewer')) THEN
    RETURN 'role';
  END IF;
  IF NOT EXISTS (SELECT FROM events WHERE id = happened ->> 'answers' AND events.verb = 'submitted'
                 AND revision = about) THEN
    RETURN 'state';
  END IF;
  IF verb = 'approved' AND EXISTS (
      SELECT FROM events WHERE revision = about AND events.verb IN ('added', 'merged', 'submitted')
      AND person IN (who, recorded_by)) THEN
    RETURN 'two_person';
  END IF;
  RETURN NULL;
END $$;

-- Adds an event; answers null, or why it was refused.
CREATE FUNCTION put_event(body text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = dougong, pg_temp AS $$
DECLARE
  happened jsonb := body::jsonb;
  name text := hash_of(body);
  reason text;
BEGIN
  IF length(body) > 1000000 OR happened ->> 'who' IS NULL OR happened ->> 'verb' IS NULL
     OR happened ->> 'component' IS NULL OR happened ->> 'revision' IS NULL OR happened ->> 'at' IS NULL THEN
    RETURN 'content';
  END IF;
  -- One after the other for each component: nobody submits and approves at once over two connections.
  PERFORM pg_advisory_xact_lock(hashtextextended(happened ->> 'component', 0));
  IF EXISTS (SELECT FROM events WHERE id = name) THEN
    RETURN NULL;
  END IF;
  reason := refusal_of(happened);
  IF reason IS NULL THEN
    INSERT INTO events (id, component, revision, verb, who, at, body, recorded_by)
      VALUES (name, happened ->> 'component', happened ->> 'revision', happened ->> 'verb', happened ->> 'who',
              happened ->> 'at', put_event.body, session_user);
  END IF;
  RETURN reason;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA dougong FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA dougong FROM PUBLIC;
