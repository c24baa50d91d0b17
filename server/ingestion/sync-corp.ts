import { z } from 'zod'
import { namesOfCorps, noteSynced, type WecomDeps, wecomOf } from '../corp/index.ts'
import { mirrorTags, wantMarksOfTags } from '../customer/index.ts'
import {
  type Outcome,
  ok,
  ownId,
  sleep,
  type Tenant,
  type TenantCompany,
  unreachable,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { enqueue, type Handler } from '../queue/index.ts'
import { askPatiently, type Patience } from './patience.ts'
import { pushTags } from './push-tags.ts'
import { type Bringing, bringContacts } from './sync-contacts.ts'
import { bringDirectory, refreshDirectory } from './sync-directory.ts'
import { bringGroups } from './sync-groups.ts'
import { noteStep, openPass, type SyncProgress } from './sync-state.ts'
import { wish } from './wish.ts'

/** The jobs that bring in everything of a corp, and make its library of tags alone the same as ours. */
const SYNC_CORP = 'ingestion.sync_corp'
export const SYNC_TAGS = 'ingestion.sync_tags'
/** Who serves customers, and the departments, because somebody came, moved or left. */
export const SYNC_DIRECTORY = 'ingestion.sync_directory'

export type SyncDeps = WecomDeps & {
  tenants: () => Promise<Tenant[]>
  /** True while nothing may leave this installation. */
  isFenced: () => Promise<boolean>
  pause?: Patience['pause']
}

const payload = z.object({ company: z.string().default('') })

/** Asks for everything of a company; asking twice is asking once. Companies are brought in beside one another. */
export function askForSync(tx: Tx, tenant: TenantCompany, name = SYNC_CORP): Promise<void> {
  const { id: workspaceId, company } = tenant
  return enqueue(tx, {
    workspaceId,
    name,
    payload: { company },
    key: ownId(company, name),
    serial: ownId(company, SYNC_CORP),
  })
}

type Job = Parameters<Handler>[0]

export function syncJobs(deps: SyncDeps): Record<string, Handler> {
  const connectedTo = async ({ workspaceId, signal, payload: asked }: Job) => {
    const workspace = (await deps.tenants()).find(({ id }) => id === workspaceId)
    // The list is believed for a second, and the queue asks again.
    if (!workspace) throw new Error('the workspace is not in the list yet')
    const tenant = { ...workspace, ...payload.parse(asked) }
    const connected = await wecomOf(deps, tenant)
    if (!connected) return null
    const patience = { clock: deps.clock, signal, pause: deps.pause ?? sleep }
    const mayPush = async () => !(await deps.isFenced())
    return { db: deps.db, tenant, wecom: connected.waiting, patience, mayPush }
  }
  return {
    [SYNC_CORP]: async (job) => {
      const found = await connectedTo(job)
      if (found) await syncCorp(found)
    },
    [SYNC_DIRECTORY]: async (job) => {
      const found = await connectedTo(job)
      const outcome = found ? await refreshDirectory(found) : ok(null)
      if (!outcome.ok) throw new Error(`directory: ${outcome.detail.errmsg}`)
    },
    [SYNC_TAGS]: async (job) => {
      const found = await connectedTo(job)
      const outcome = found ? await matchTags(found) : ok(0)
      if (!outcome.ok) throw new Error(`tags: ${outcome.detail.errmsg}`)
    },
  }
}

/**
 * Brings in everything that is not brought in yet of the pass that is open, or of a new one. Whoever is killed here loses one
 * page at most: every page is kept together with the note of how far it goes.
 * @throws Error when WeCom did not answer: the queue tries again later, and the pass goes on where it stood.
 */
export async function syncCorp(found: Omit<Bringing, 'passId'>): Promise<void> {
  const { db, tenant, patience } = found
  const parts = await db.inWorkspace(tenant.id, (tx) => openPass(tx, tenant, patience.clock.now()))
  for (const progress of parts) {
    if (progress.endedAt) continue
    const outcome = await bring({ ...found, passId: progress.passId }, progress)
    if (outcome.ok) continue
    const error = String(outcome.detail.errmsg)
    const at = patience.clock.now()
    await db.inWorkspace(tenant.id, async (tx) => {
      await noteStep(tx, tenant, progress.part, { error }, at)
      await noteSynced(tx, tenant, { at, error })
    })
    throw new Error(`sync: ${error}`)
  }
  await lookIntoService(found)
  await db.inWorkspace(tenant.id, (tx) =>
    noteSynced(tx, tenant, { at: patience.clock.now(), error: null }),
  )
}

/** Callbacks of customer service may be lost, too. Companies without it refuse the question, which is no failure. */
async function lookIntoService({ db, tenant, wecom, patience }: Omit<Bringing, 'passId'>) {
  const answer = await wecom.kfAccounts()
  if (!answer.ok || answer.value.length === 0) return
  const ids = answer.value.map(({ open_kfid }) => open_kfid)
  const now = patience.clock.now()
  await db.inWorkspace(tenant.id, (tx) =>
    wish(tx, tenant.id, { kind: 'service', ids, now, isLive: false }),
  )
}

async function bring(
  bringing: Bringing,
  { part, cursor }: SyncProgress,
): Promise<Outcome<unknown>> {
  switch (part) {
    case 'tags': {
      const { db, tenant, patience } = bringing
      const tags = await matchTags(bringing)
      if (!tags.ok) return tags
      const step = { done: tags.value, total: tags.value, isEnded: true }
      await db.inWorkspace(tenant.id, (tx) =>
        noteStep(tx, tenant, part, step, patience.clock.now()),
      )
      return tags
    }
    case 'directory':
      return bringDirectory(bringing, cursor)
    case 'contacts':
      return bringContacts(bringing)
    case 'groups':
      return bringGroups(bringing, cursor)
    default:
      return unreachable(part)
  }
}

/** Reads WeCom's library, and brings there what was made or renamed here. @returns how many tags it has. */
async function matchTags(bringing: Omit<Bringing, 'passId'>): Promise<Outcome<number>> {
  const { db, tenant, patience } = bringing
  const read = await bringTags(bringing)
  if (!read.ok || !(await bringing.mayPush())) return read
  const taken = await pushTags(bringing)
  if (!taken.ok || taken.value.length === 0) return taken.ok ? read : taken
  const again = await bringTags(bringing)
  if (!again.ok) return again
  await db.inWorkspace(tenant.id, (tx) =>
    wantMarksOfTags(tx, tenant.id, taken.value, patience.clock.now()),
  )
  return again
}

/** The library is one answer: it is read again whole. @returns how many tags it has. */
async function bringTags({
  db,
  patience,
  tenant,
  wecom,
}: Omit<Bringing, 'passId'>): Promise<Outcome<number>> {
  const answer = await askPatiently(patience, () => wecom.corpTags())
  if (!answer.ok) return answer
  const groups = answer.value.map(({ group_id, group_name, tag }) => ({
    id: group_id,
    name: group_name,
    tags: tag.map(({ id, name }) => ({ id, name })),
  }))
  await db.inWorkspace(tenant.id, async (tx) => {
    const ofCompany = (await namesOfCorps(tx, tenant))(tenant.company)
    await mirrorTags(tx, tenant, { groups, ofCompany }, patience.clock.now())
  })
  return ok(groups.flatMap(({ tags }) => tags).length)
}
