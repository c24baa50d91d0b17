import type pg from 'pg'

/** Schemas that are ours and not made by our migrations: graphile-worker makes its own. */
const FOREIGN_SCHEMAS = ['graphile_worker', 'migration', 'public', 'information_schema']

const OURS = `n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])`

// Every query gives lines in a stable order; nothing in them depends on oids, time or the name of the login role.
const PARTS: { title: string; query: string }[] = [
  {
    title: 'schemas',
    query: `
      select format('schema %I%s', n.nspname, grants) as line
      from pg_namespace n, liuyuan_grants(n.nspacl, n.nspowner) grants
      where ${OURS}
      order by n.nspname`,
  },
  {
    title: 'tables',
    query: `
      select format('table %s%s%s%s', c.oid::regclass,
               case when c.relrowsecurity then ' rls' else '' end,
               case when c.relforcerowsecurity then ' forced' else '' end,
               grants) as line
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace,
      liuyuan_grants(c.relacl, c.relowner) grants
      where ${OURS} and c.relkind in ('r', 'p', 'v', 'm')
      order by n.nspname, c.relname`,
  },
  {
    title: 'columns',
    query: `
      select format('column %s.%I %s%s%s%s%s', c.oid::regclass, a.attname,
               format_type(a.atttypid, a.atttypmod),
               case when a.attnotnull then ' not null' else '' end,
               case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' else '' end,
               coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''),
               grants) as line
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum,
      liuyuan_grants(a.attacl, c.relowner) grants
      where ${OURS} and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
      order by n.nspname, c.relname, a.attnum`,
  },
  {
    title: 'constraints',
    // Not-null constraints are named from Postgres 18 on; the columns show them already.
    query: `
      select format('constraint %s %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as line
      from pg_constraint c
      join pg_namespace n on n.oid = c.connamespace
      where ${OURS} and c.conrelid <> 0 and c.contype <> 'n'
      order by n.nspname, c.conrelid::regclass::text, c.conname`,
  },
  {
    title: 'indexes',
    query: `
      select pg_get_indexdef(i.indexrelid) as line
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
      where ${OURS}
      order by n.nspname, c.relname`,
  },
  {
    title: 'triggers',
    query: `
      select pg_get_triggerdef(t.oid) as line
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and not t.tgisinternal
      order by n.nspname, c.relname, t.tgname`,
  },
  {
    title: 'policies',
    query: `
      select format('policy %I on %I.%I %s for %s to %s using (%s) check (%s)', n.policyname, n.nspname, n.tablename,
               lower(n.permissive), lower(n.cmd), array_to_string(n.roles, ', '), n.qual, n.with_check) as line
      from (select p.policyname, p.schemaname as nspname, p.tablename, p.permissive, p.cmd, p.roles, p.qual, p.with_check from pg_policies p) n
      where ${OURS}
      order by n.nspname, n.tablename, n.policyname`,
  },
  {
    title: 'routines',
    query: `
      select format('%s %s(%s)%s %s%s%s %s body %s%s',
               case p.prokind when 'p' then 'procedure' else 'function' end,
               p.oid::regproc, pg_get_function_identity_arguments(p.oid),
               coalesce(' returns ' || pg_get_function_result(p.oid), ''),
               case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
               case when p.prosecdef then ' security definer' else '' end,
               coalesce(' ' || array_to_string(p.proconfig, ' '), ''),
               liuyuan_role(p.proowner),
               md5(p.prosrc),
               grants) as line
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace,
      liuyuan_grants(coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner) grants
      where ${OURS}
      order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`,
  },
]

// The login role is called otherwise on every installation, so it is shown as "owner".
const WORDS = `
  create function pg_temp.liuyuan_role(role oid) returns text
  language sql
  as $$
    select case
      when role = 0 then 'public'
      when r.rolname ~ '^liuyuan_' then r.rolname::text
      else 'owner'
    end
    from (select 1) one
    left join pg_roles r on r.oid = role
  $$;
  create function pg_temp.liuyuan_grants(acl aclitem[], owner oid) returns text
  language sql
  as $$
    select coalesce(' grants ' || string_agg(one, '; ' order by one), '')
    from (
      select format('%s: %s', pg_temp.liuyuan_role(g.grantee), lower(string_agg(g.privilege_type, ', ' order by g.privilege_type))) as one
      from aclexplode(acl) g
      where g.grantee <> owner
      group by g.grantee
    ) each
  $$`

/**
 * A text of the schema that our migrations made, from the catalogue: schemas, tables with their row-level security,
 * columns, constraints, indexes, triggers, policies, routines (with a hash of the body), grants. The same migrations give
 * the same text on every server and under every login role.
 * @param pool connections of the owner; the text is read on one of them.
 */
export async function describeSchema(pool: pg.Pool): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    // Names are shown with their schema, whatever the login role's search path is.
    await client.query('set local search_path to pg_catalog')
    await client.query(WORDS)
    const texts: string[] = []
    for (const { title, query } of PARTS) {
      const text = query.replace(/liuyuan_(grants|role)\(/g, 'pg_temp.liuyuan_$1(')
      const { rows } = await client.query(text, [FOREIGN_SCHEMAS])
      texts.push(`-- ${title}\n${rows.map((row) => `${row.line}\n`).join('')}`)
    }
    return texts.join('\n')
  } finally {
    await client.query('rollback')
    client.release()
  }
}
