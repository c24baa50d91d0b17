import type { Answer, KfMessage } from '../../wecom/index.ts'
import type { OwnWecom } from '../corp/index.ts'
import { receive } from '../event/index.ts'
import { addMs, type Clock, companyOf, ownId, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { type ServiceSaid, WECOM_SERVICE } from './service-decode.ts'
import { wish } from './wish.ts'

/** The token of a callback counts for ten minutes (document 94670); a little less, because the call takes its time. */
const TOKEN_MS = 9 * 60_000
/** Pages in one go; what is left is wished for again, so that an account nobody reads for days keeps no other waiting. */
const PAGES_MAX = 20
/** WeCom does not know the token any more: asked again without it. */
const NO_TOKEN = 95_007

/** Where a message came from (document 94670). */
const ORIGIN = { customer: 3, servicer: 5 } as const

type ReadDeps = { db: Database; clock: Clock }

/** Keeps the token of a callback, which makes the next reading cheap. */
export async function noteToken(
  tx: Tx,
  workspaceId: string,
  told: { openKfid: string; token: string; at: Date },
): Promise<void> {
  await tx.run(sql`
    insert into ingestion.service_account as a (workspace_id, open_kfid, token, token_at)
    values (${workspaceId}, ${told.openKfid}, ${told.token}, ${told.at})
    on conflict (workspace_id, open_kfid) do update
    set token = excluded.token, token_at = excluded.token_at
    where a.token_at is null
       or a.token_at <= excluded.token_at
  `)
}

/**
 * Reads on in an account of customer service, from where it was read last. Each page goes to the inbox together with its
 * cursor; two who read at once read the same page, whose messages count once.
 */
export async function readService(
  deps: ReadDeps,
  tenant: Pick<Tenant, 'id'>,
  wecom: Pick<OwnWecom, 'kfMessages'>,
  openKfid: string,
): Promise<Answer<null>> {
  let { cursor, token } = await standing(deps, tenant, openKfid)
  for (let page = 0; page < PAGES_MAX; page++) {
    const from = { openKfid, cursor, ...(token === '' ? {} : { token }) }
    const answer = await wecom.kfMessages(from)
    if (!answer.ok && answer.errcode === NO_TOKEN && token !== '') {
      token = ''
      continue
    }
    if (!answer.ok) return answer
    const { rows, nextCursor, hasMore } = answer.value
    await deps.db.inWorkspace(tenant.id, (tx) =>
      keepPage(tx, tenant.id, { openKfid, rows, cursor: nextCursor, now: deps.clock.now() }),
    )
    if (!hasMore) return { ok: true, value: null }
    cursor = nextCursor
  }
  const ids = [openKfid]
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, (tx) => wish(tx, tenant.id, { kind: 'service', ids, now }))
  return { ok: true, value: null }
}

async function standing(
  { db, clock }: ReadDeps,
  tenant: Pick<Tenant, 'id'>,
  openKfid: string,
): Promise<{ cursor: string; token: string }> {
  const fresh = addMs(clock.now(), -TOKEN_MS)
  const known = await db.inWorkspace(tenant.id, (tx) =>
    tx.maybe(sql<{ cursor: string; token: string }>`
      select cursor, case when token_at > ${fresh} then token else '' end as token
      from ingestion.service_account
      where workspace_id = ${tenant.id}
        and open_kfid = ${openKfid}
    `),
  )
  return known ?? { cursor: '', token: '' }
}

async function keepPage(
  tx: Tx,
  workspaceId: string,
  page: { openKfid: string; rows: KfMessage[]; cursor: string; now: Date },
): Promise<void> {
  const { openKfid, rows, cursor, now } = page
  const said = rows.flatMap((row) => saidIn(row, openKfid) ?? [])
  if (said.length > 0)
    await receive(tx, {
      tenantId: workspaceId,
      lane: 'callback',
      kind: WECOM_SERVICE,
      source: 'wecom',
      items: said.length,
      body: said.map((one) => JSON.stringify(one)).join('\n'),
      receivedAt: now,
    })
  await tx.run(sql`
    insert into ingestion.service_account (workspace_id, open_kfid, cursor, read_at)
    values (${workspaceId}, ${openKfid}, ${cursor}, ${now})
    on conflict (workspace_id, open_kfid) do update
    set cursor = excluded.cursor, read_at = excluded.read_at
  `)
}

/** What a message says about who spoke to whom; null: nothing (a word of the system, of the session, of the app itself). */
function saidIn(row: KfMessage, openKfid: string): ServiceSaid | null {
  const company = companyOf(openKfid)
  const own = (id: string | undefined) => ownId(company, id ?? '')
  const at = new Date(row.send_time * 1_000)
  const said = { msgid: row.msgid, at, openKfid, userid: '', scene: '' }
  if (row.msgtype === 'event') {
    const { event } = row
    if (event?.event_type !== 'enter_session' || !event.external_userid) return null
    const externalUserid = own(event.external_userid)
    return { ...said, what: 'entered', externalUserid, scene: event.scene ?? '' }
  }
  if (!row.external_userid) return null
  const externalUserid = own(row.external_userid)
  if (row.origin === ORIGIN.customer) return { ...said, what: 'wrote', externalUserid }
  if (row.origin === ORIGIN.servicer)
    return { ...said, what: 'answered', externalUserid, userid: own(row.servicer_userid) }
  return null
}
