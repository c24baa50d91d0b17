import { parseCallback, textOf } from '../../wecom/index.ts'
import { receive } from '../event/index.ts'
import { companyOf, ownId, wireIdOf } from '../kernel/index.ts'
import { createGroupCommit, type Database, sql, type Tx } from '../postgres/index.ts'
import { WECOM } from './callback-decode.ts'
import { OFFICIAL } from './official-decode.ts'
import { wish } from './wish.ts'

/** What one transaction holds at most: many callbacks share a flush to disk and a row of the inbox. */
const CALLBACKS_MAX = 256
const CHARACTERS_MAX = 2_000_000

export type Heard = { workspaceId: string; content: string; hash: Buffer; receivedAt: Date }

/**
 * Makes believed callbacks durable. What was heard before, word for word, is told apart by its hash and adds nothing,
 * whether it was repeated by WeCom or replayed by a stranger. But two changes of one second have the same words, too: what
 * says only that something changed is read once more.
 */
export function createHearing(db: Database) {
  return createGroupCommit<Heard>({ db, ...bounds, write: hear })
}

/** The same of official accounts, whose callbacks say what happened and not only that something did. */
export function createOfficialHearing(db: Database) {
  const write = async (tx: Tx, crowd: Heard[], workspaceId: string) => {
    const { told } = await freshOf(tx, crowd, workspaceId)
    await tell(tx, told, workspaceId, OFFICIAL)
  }
  return createGroupCommit<Heard>({ db, ...bounds, write })
}

const bounds = {
  workspaceOf: ({ workspaceId }: Heard) => workspaceId,
  charactersOf: ({ content }: Heard) => content.length,
  itemsMax: CALLBACKS_MAX,
  charactersMax: CHARACTERS_MAX,
}

async function hear(tx: Tx, crowd: Heard[], workspaceId: string): Promise<void> {
  const { told, again } = await freshOf(tx, crowd, workspaceId)
  await readAgain(tx, again, workspaceId)
  await tell(tx, told, workspaceId, WECOM)
}

/** What of a crowd was not heard before, and what was. */
async function freshOf(
  tx: Tx,
  crowd: Heard[],
  workspaceId: string,
): Promise<{ told: Heard[]; again: Heard[] }> {
  const byHash = new Map(crowd.toReversed().map((heard) => [heard.hash.toString('hex'), heard]))
  // In the order of their hashes, so that two crowds that share some never wait for each other in a circle.
  const distinct = [...byHash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, heard]) => heard)
  const fresh = await tx.rows(sql<{ hash: string }>`
    insert into ingestion.callback (workspace_id, hash, received_at)
    select ${workspaceId}, n.hash, n.at
    from unnest(
      ${distinct.map(({ hash }) => hash)}::bytea[],
      ${distinct.map(({ receivedAt }) => receivedAt)}::timestamptz[]
    ) as n (hash, at)
    on conflict do nothing
    returning encode(hash, 'hex') as hash
  `)
  const isFresh = new Set(fresh.map(({ hash }) => hash))
  const told = [...byHash].filter(([hash]) => isFresh.has(hash)).map(([, heard]) => heard)
  return { told, again: crowd.filter((heard) => !told.includes(heard)) }
}

async function tell(
  tx: Tx,
  told: readonly Heard[],
  workspaceId: string,
  kind: typeof WECOM | typeof OFFICIAL,
): Promise<void> {
  const [first] = told
  if (!first) return
  await receive(tx, {
    tenantId: workspaceId,
    lane: 'callback',
    kind,
    source: kind,
    items: told.length,
    body: told.map(({ content }) => JSON.stringify(content)).join('\n'),
    receivedAt: first.receivedAt,
  })
}

/** Reads what may have changed a second time within its second. */
async function readAgain(tx: Tx, again: Heard[], workspaceId: string): Promise<void> {
  const [first] = again
  if (!first) return
  const events = again.flatMap(({ content }) => {
    const event = parseCallback(wireIdOf(content))
    return event ? [{ event, company: companyOf(content) }] : []
  })
  const contacts = events.flatMap(({ event, company }) =>
    event.kind === 'edit_external_contact' ? [ownId(company, event.externalUserId)] : [],
  )
  const groups = events.flatMap(({ event, company }) =>
    event.kind === 'other' && event.event === 'change_external_chat'
      ? [ownId(company, textOf(event.fields, 'ChatId'))]
      : [],
  )
  const now = first.receivedAt
  await wish(tx, workspaceId, { kind: 'contact', ids: contacts, now })
  await wish(tx, workspaceId, { kind: 'group', ids: groups.filter((id) => id !== ''), now })
}

/** Forgets what was heard before an instant: its signatures are not believed any more. */
export function forgetHeard(tx: Tx, workspaceId: string, before: Date): Promise<number> {
  return tx.run(sql`
    delete from ingestion.callback
    where workspace_id = ${workspaceId}
      and received_at < ${before}
  `)
}
