import { z } from 'zod'
import type { Handlers, Reply } from './api.ts'
import { refusalOfPair } from './api-contact.ts'
import type { EffectLog } from './effects.ts'
import { characters, seconds } from './wire.ts'
import { type Corp, idOf, type Tag, type TagGroup, type World } from './world.ts'

const NAME_MAX = 30
/** Of the company and of strategies together. */
const TAGS_MAX = 10_000
const TAGS_PER_PAIR_MAX = 3_000
/** An app may edit and delete only the tags that it made (document 92117; the code is unconfirmed). */
const NOT_OURS = 81_011

const wanted = z.looseObject({
  tag_id: z.array(z.string()).default([]),
  group_id: z.array(z.string()).default([]),
})
const newTags = z.looseObject({
  group_id: z.string().optional(),
  group_name: z.string().optional(),
  order: z.number().default(0),
  tag: z.array(z.looseObject({ name: z.string(), order: z.number().default(0) })).min(1),
})
const changed = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  order: z.number().optional(),
})
const marks = z.looseObject({
  userid: z.string(),
  external_userid: z.string(),
  add_tag: z.array(z.string()).default([]),
  remove_tag: z.array(z.string()).default([]),
})

/** The tags of the company and whom they are on (documents 92117, 92118). */
export const tagCalls: Handlers = {
  'externalcontact/get_corp_tag_list': {
    method: 'POST',
    empty: { tag_group: [] },
    run({ world, body }) {
      const ofCompany = world.corp.tagGroups.filter(({ strategyId }) => strategyId === 0)
      const found = wantedTags(ofCompany, body)
      return found ? { errcode: 0, tag_group: found.map(wireGroup) } : { errcode: 40058 }
    },
  },
  'externalcontact/add_corp_tag': {
    method: 'POST',
    run: ({ world, effects, body }) => addTags(world, effects, { body, strategyId: 0 }),
  },
  'externalcontact/edit_corp_tag': {
    method: 'POST',
    run: ({ world, body }) => editTag(world.corp, body, 'company'),
  },
  'externalcontact/del_corp_tag': {
    method: 'POST',
    run({ world, body }) {
      const asked = wanted.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { tag_id: tags, group_id: groups } = asked.data
      if (tags.length + groups.length === 0) return { errcode: 40058 }
      const meant = [...tags, ...groups]
      if (meant.some((id) => isForeign(world.corp, id))) return { errcode: NOT_OURS }
      removeTags(world.corp, new Set(tags), new Set(groups))
      return { errcode: 0 }
    },
  },
  'externalcontact/mark_tag': {
    method: 'POST',
    run({ world, effects, body }) {
      const asked = marks.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { userid, external_userid: externalUserId } = asked.data
      const { add_tag: add, remove_tag: remove } = asked.data
      if (add.length + remove.length === 0) return { errcode: 40058 }
      const follow = refusalOfPair(world.corp, userid, externalUserId)
      if (typeof follow === 'number') return { errcode: follow }
      const known = new Set(world.corp.tagGroups.flatMap(({ tags }) => tags.map(({ id }) => id)))
      if (![...add, ...remove].every((id) => known.has(id))) return { errcode: 40068 }
      const next = new Set([...follow.tagIds, ...add])
      for (const id of remove) next.delete(id)
      if (next.size > TAGS_PER_PAIR_MAX) return { errcode: 40058 }
      follow.tagIds = next
      effects.write(world.clock.now(), { kind: 'tags_marked', userid, externalUserId, add, remove })
      return { errcode: 0 }
    },
  },
}

/** Adds what a call asks for. */
export function addTags(
  world: World,
  effects: EffectLog,
  { body, strategyId }: { body: unknown; strategyId: number },
): Reply {
  const asked = newTags.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { group_id: id, group_name: groupName = '', order, tag } = asked.data
  const made = makeTags(world, { id, groupName, order, tags: tag, strategyId, isOurs: true })
  if (typeof made === 'number') return { errcode: made }
  const names = made.added.map(({ name }) => name)
  effects.write(world.clock.now(), { kind: 'tags_made', group: made.group.name, names })
  return { errcode: 0, tag_group: wireGroup({ ...made.group, tags: made.added }) }
}

type NewTags = {
  id: string | undefined
  groupName: string
  order: number
  tags: readonly { name: string; order: number }[]
  /** 0: the company's own. */
  strategyId: number
  /** Whether the app makes them, and not somebody in WeCom's console. */
  isOurs: boolean
}

/** Adds tags to a group by its id or name; a name that nobody has makes the group. An existing tag is 40071. */
export function makeTags(
  world: World,
  { id, groupName, order, tags, strategyId, isOurs }: NewTags,
): { group: TagGroup; added: Tag[]; isNew: boolean } | number {
  const { corp } = world
  if (!id && groupName === '') return 40058
  const isBad = (name: string) => name === '' || characters(name) > NAME_MAX
  if (tags.some(({ name }) => isBad(name)) || characters(groupName) > NAME_MAX) return 40072
  const known = corp.tagGroups
    .filter((group) => group.strategyId === strategyId)
    .find((group) => (id ? group.id === id : group.name === groupName))
  if (id && !known) return 40068
  if (tags.some(({ name }) => known?.tags.some((old) => old.name === name))) return 40071
  const unlike = tags.filter(({ name }, i) => tags.findIndex((one) => one.name === name) === i)
  const count = corp.tagGroups.reduce((sum, group) => sum + group.tags.length, 0)
  if (count + unlike.length > TAGS_MAX) return 40058
  const createdAt = world.clock.now()
  const prefix = strategyId === 0 ? 'et' : 'st'
  const made = { order, createdAt, isOurs }
  const group: TagGroup = known ?? {
    ...made,
    id: idOf(world, prefix),
    name: groupName,
    strategyId,
    tags: [],
  }
  const added = unlike.map((one) => ({
    ...made,
    id: idOf(world, prefix),
    name: one.name,
    order: one.order,
  }))
  group.tags.push(...added)
  if (!known) corp.tagGroups.push(group)
  return { group, added, isNew: !known }
}

/** Takes tags away, from people too; a group that is left without tags goes as well. */
export function removeTags(corp: Corp, tags: Set<string>, groups: Set<string>): void {
  const gone = new Set([
    ...tags,
    ...corp.tagGroups.filter(({ id }) => groups.has(id)).flatMap((g) => g.tags.map(({ id }) => id)),
  ])
  for (const group of corp.tagGroups) group.tags = group.tags.filter(({ id }) => !gone.has(id))
  corp.tagGroups = corp.tagGroups.filter((group) => group.tags.length > 0)
  for (const follow of corp.follows.values()) for (const id of gone) follow.tagIds.delete(id)
}

export function editTag(corp: Corp, body: unknown, of: 'company' | 'strategy'): Reply {
  const asked = changed.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { id, name, order } = asked.data
  const found = tagOrGroup(corp, id)
  const isMeant = found && (found.group.strategyId === 0) === (of === 'company')
  if (!found || !isMeant) return { errcode: 40068 }
  if (!found.one.isOurs) return { errcode: NOT_OURS }
  return { errcode: renamed(corp, found, { name, order }) ?? 0 }
}

type Found = { one: Tag; group: TagGroup }

/** A tag or a group by its id. */
export function tagOrGroup(corp: Corp, id: string): Found | null {
  for (const group of corp.tagGroups) {
    const one = group.id === id ? group : group.tags.find((tag) => tag.id === id)
    if (one) return { one, group }
  }
  return null
}

/** Gives a tag or a group another name or place, or says why not. */
export function renamed(
  corp: Corp,
  { one, group }: Found,
  { name, order }: { name?: string | undefined; order?: number | undefined },
): number | null {
  if (name !== undefined && (name === '' || characters(name) > NAME_MAX)) return 40072
  const beside: Tag[] =
    one === group
      ? corp.tagGroups.filter(({ strategyId }) => strategyId === group.strategyId)
      : group.tags
  if (beside.some((other) => other !== one && other.name === name)) return 40071
  one.name = name ?? one.name
  one.order = order ?? one.order
  return null
}

function isForeign(corp: Corp, id: string): boolean {
  const found = tagOrGroup(corp, id)
  return found !== null && !found.one.isOurs
}

/** Groups by id; else the groups of tags by id, with these tags only; else all. Null: it was not asked in this shape. */
export function wantedTags(groups: TagGroup[], body: unknown): TagGroup[] | null {
  const asked = wanted.safeParse(body)
  if (!asked.success) return null
  const { group_id: groupIds, tag_id: tagIds } = asked.data
  if (groupIds.length > 0) return groups.filter(({ id }) => groupIds.includes(id))
  if (tagIds.length === 0) return groups
  return groups
    .map((group) => ({ ...group, tags: group.tags.filter(({ id }) => tagIds.includes(id)) }))
    .filter((group) => group.tags.length > 0)
}

export function wireGroup({ id, name, createdAt, order, tags }: TagGroup) {
  return {
    group_id: id,
    group_name: name,
    create_time: seconds(createdAt),
    order,
    tag: tags.map((tag) => ({
      id: tag.id,
      name: tag.name,
      create_time: seconds(tag.createdAt),
      order: tag.order,
    })),
  }
}
