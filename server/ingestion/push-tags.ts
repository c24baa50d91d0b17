import {
  groupsToShare,
  noteNotShared,
  noteShared,
  type SharedGroup,
  wantMarksOfTags,
} from '../customer/index.ts'
import { type Outcome, ok, type TenantCompany } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { askPatiently, type Patience } from './patience.ts'
import type { SyncWecom } from './sync-contacts.ts'

export type Pushing = {
  db: Database
  patience: Patience
  tenant: TenantCompany
  wecom: SyncWecom
}

/** WeCom's own bound of a name, in characters (document 92117). */
const NAME_CHARACTERS_MAX = 30
/** The name is taken in WeCom. */
const NAME_TAKEN = 40071

/**
 * Brings tags and groups that were made or renamed here to WeCom's library. A name that is there already is WeCom's own: the
 * reading that follows takes both for one, and then whoever wears such a tag here is to wear it there.
 * @returns the tags whose names are taken.
 */
export async function pushTags(pushing: Pushing): Promise<Outcome<string[], 'no_answer'>> {
  const { db, tenant } = pushing
  const taken: string[] = []
  for (const group of await db.inWorkspace(tenant.id, (tx) => groupsToShare(tx, tenant))) {
    const made = await makeTags(pushing, group)
    if (!made.ok) return made
    taken.push(...made.value)
    const renamed = await rename(pushing, group)
    if (!renamed.ok) return renamed
  }
  return ok(taken)
}

async function makeTags(
  { db, patience, tenant, wecom }: Pushing,
  group: SharedGroup,
): Promise<Outcome<string[], 'no_answer'>> {
  const fresh = group.tags.filter(({ wecomId }) => wecomId === null)
  const isLong = ({ name }: { name: string }) => [...name].length > NAME_CHARACTERS_MAX
  const tags = isLong(group) && group.wecomId === null ? [] : fresh.filter((tag) => !isLong(tag))
  const refusedTags = fresh.filter((tag) => !tags.includes(tag))
  await db.inWorkspace(tenant.id, async (tx) => {
    for (const { id } of refusedTags)
      await noteNotShared(tx, tenant, { what: 'tag', id }, 'name_too_long')
  })
  if (tags.length === 0) return ok([])
  const answer = await askPatiently(patience, () =>
    wecom.addCorpTags({
      groupName: group.name,
      names: tags.map(({ name }) => name),
      ...(group.wecomId === null ? {} : { groupId: group.wecomId }),
    }),
  )
  if (!answer.ok) {
    const errcode = Number(answer.detail.errcode)
    if (errcode === NAME_TAKEN) return ok(tags.map(({ id }) => id))
    if (answer.detail.isRetried) return answer
    await db.inWorkspace(tenant.id, async (tx) => {
      for (const { id } of tags)
        await noteNotShared(tx, tenant, { what: 'tag', id }, String(errcode))
    })
    return ok([])
  }
  const { group_id: groupWecomId, tag: made } = answer.value
  await db.inWorkspace(tenant.id, async (tx) => {
    if (group.wecomId === null)
      await noteShared(tx, tenant, { what: 'tagGroup', id: group.id }, groupWecomId)
    for (const { id, name } of tags) {
      const wecomId = made.find((one) => one.name === name)?.id
      if (wecomId) await noteShared(tx, tenant, { what: 'tag', id }, wecomId)
    }
    const ids = tags.map(({ id }) => id)
    await wantMarksOfTags(tx, tenant.id, ids, patience.clock.now())
  })
  return ok([])
}

async function rename(
  { db, patience, tenant, wecom }: Pushing,
  group: SharedGroup,
): Promise<Outcome<null, 'no_answer'>> {
  const named = [
    ...(group.isRenamed ? [{ what: 'tagGroup' as const, ...group }] : []),
    ...group.tags
      .filter(({ isRenamed }) => isRenamed)
      .map((tag) => ({ what: 'tag' as const, ...tag })),
  ]
  for (const { what, id, name, wecomId } of named) {
    if (wecomId === null) continue
    const answer = await askPatiently(patience, () => wecom.editCorpTag({ id: wecomId, name }))
    if (!answer.ok && answer.detail.isRetried) return answer
    await db.inWorkspace(tenant.id, (tx) =>
      answer.ok
        ? noteShared(tx, tenant, { what, id }, wecomId)
        : noteNotShared(tx, tenant, { what, id }, String(answer.detail.errcode)),
    )
  }
  return ok(null)
}
