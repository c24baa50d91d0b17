import { NOT_A_CONTACT, type Wecom } from '../../wecom/index.ts'
import { noteSynced, syncAssociates, type WecomDeps, wecomOf } from '../corp/index.ts'
import { liveFollows, mirrorTags } from '../customer/index.ts'
import { type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { enqueue, type Handler } from '../queue/index.ts'
import { wish } from './contact-wish.ts'

/** The jobs that bring in everything of a corp, and its library of tags alone. */
const SYNC_CORP = 'ingestion.sync_corp'
export const SYNC_TAGS = 'ingestion.sync_tags'
/** Lists of associates that are asked for at once. */
const AT_ONCE = 4

export type SyncDeps = WecomDeps & { tenants: () => Promise<Tenant[]> }

/** Asks for everything of a corp; asking twice is asking once. */
export function askForSync(tx: Tx, tenant: Pick<Tenant, 'id'>, name = SYNC_CORP): Promise<void> {
  return enqueue(tx, { workspaceId: tenant.id, name, payload: {}, key: name, serial: SYNC_CORP })
}

export function syncJobs(deps: SyncDeps): Record<string, Handler> {
  const jobOf =
    (name: string, sync: typeof syncCorp): Handler =>
    async ({ workspaceId }) => {
      const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
      const connected = tenant ? await wecomOf(deps, tenant) : null
      if (!tenant || !connected) return
      const outcome = await sync(deps, tenant, connected.wecom)
      const error = outcome.ok ? null : String(outcome.detail.errmsg)
      if (name === SYNC_CORP)
        await deps.db.inWorkspace(tenant.id, (tx) =>
          noteSynced(tx, tenant, {
            at: deps.clock.now(),
            error,
            listed: outcome.ok ? outcome.value : null,
          }),
        )
      // Thrown so that the queue tries again later.
      if (!outcome.ok) throw new Error(`sync: ${error}`)
    }
  return { [SYNC_CORP]: jobOf(SYNC_CORP, syncCorp), [SYNC_TAGS]: jobOf(SYNC_TAGS, syncTags) }
}

/** Tags first, so that contacts can wear them; then who serves customers; then their contacts. @returns how many these are. */
async function syncCorp(deps: SyncDeps, tenant: Tenant, wecom: Wecom): Promise<Outcome<number>> {
  const contacts = new Set<string>()
  const tags = await syncTags(deps, tenant, wecom)
  if (!tags.ok) return tags
  const members = await syncAssociates(deps.db, tenant, wecom, deps.clock.now())
  if (!members.ok) return members
  for (let at = 0; at < members.value.length; at += AT_ONCE) {
    const some = members.value.slice(at, at + AT_ONCE)
    const outcomes = await Promise.all(
      some.map((userid) => syncContacts(deps, tenant, wecom, userid)),
    )
    for (const outcome of outcomes) {
      if (!outcome.ok) return outcome
      for (const contact of outcome.value) contacts.add(contact)
    }
  }
  return ok(contacts.size)
}

async function syncTags(deps: SyncDeps, tenant: Tenant, wecom: Wecom): Promise<Outcome<number>> {
  const answer = await wecom.corpTags()
  if (!answer.ok) return refused('no_answer', { errmsg: answer.errmsg })
  const groups = answer.value.map(({ group_id, group_name, tag }) => ({
    id: group_id,
    name: group_name,
    tags: tag.map(({ id, name }) => ({ id, name })),
  }))
  await deps.db.inWorkspace(tenant.id, (tx) => mirrorTags(tx, tenant, groups, deps.clock.now()))
  return ok(groups.length)
}

/**
 * Wishes for every contact of an associate to be read: those in WeCom's list, and those whose live follow is in no list
 * any more. This is what heals a callback that was lost. @returns those in the list.
 */
async function syncContacts(
  deps: SyncDeps,
  tenant: Tenant,
  wecom: Wecom,
  userid: string,
): Promise<Outcome<string[]>> {
  const answer = await wecom.contactsOf(userid)
  if (!answer.ok && answer.errcode !== NOT_A_CONTACT)
    return refused('no_answer', { errmsg: answer.errmsg })
  const listed = answer.ok ? answer.value : []
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const known = await liveFollows(tx, tenant, userid)
    await wish(tx, tenant.id, [...listed, ...known], deps.clock.now())
  })
  return ok(listed)
}
