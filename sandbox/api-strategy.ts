import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { addTags, editTag, removeTags, wantedTags, wireGroup } from './api-tag.ts'
import { characters, pageOf, seconds } from './wire.ts'
import type { Corp, Strategy, World } from './world.ts'

const ADMINS_MAX = 20
const NODES_A_CALL = 100
const NAME_MAX = 30
const LEVELS_MAX = 5
const PAGE = { max: 1_000, otherwise: 1_000 }
/** A group of rules of somebody else, or none (the code is not documented). */
const NO_STRATEGY = 40_058

const node = z.union([
  z.looseObject({ type: z.literal(1), userid: z.string() }),
  z.looseObject({ type: z.literal(2), partyid: z.number() }),
])
const nodes = z.array(node).max(NODES_A_CALL)
const admins = z.array(z.string()).max(ADMINS_MAX)
const privileges = z.record(z.string(), z.boolean())
const named = z.looseObject({ strategy_id: z.number() })
const paged = z.looseObject({ cursor: z.string().default(''), limit: z.number().optional() })
const newStrategy = z.looseObject({
  parent_id: z.number().default(0),
  strategy_name: z.string().min(1),
  admin_list: admins,
  privilege: privileges.default({}),
  range: nodes,
})
const change = z.looseObject({
  strategy_name: z.string().min(1).optional(),
  admin_list: admins.optional(),
  privilege: privileges.optional(),
  range_add: nodes.default([]),
  range_del: nodes.default([]),
})
type Node = z.infer<typeof node>

/** Groups of rules (规则组, document 94883) and their tags (document 94882). */
export const strategyCalls: Handlers = {
  'externalcontact/customer_strategy/list': {
    method: 'POST',
    empty: { strategy: [] },
    run: onPage(
      ({ world }) => [...world.corp.strategies.keys()].map((id) => ({ strategy_id: id })),
      'strategy',
    ),
  },
  'externalcontact/customer_strategy/get': {
    method: 'POST',
    run: onStrategy((_asked, one) => ({ errcode: 0, strategy: wireStrategy(one) })),
  },
  'externalcontact/customer_strategy/get_range': {
    method: 'POST',
    empty: { range: [] },
    run: onStrategy((asked, { range }) => onPage(() => range, 'range')(asked)),
  },
  'externalcontact/customer_strategy/create': {
    method: 'POST',
    run({ world, body }) {
      const made = make(world, body)
      return typeof made === 'number' ? { errcode: made } : { errcode: 0, strategy_id: made.id }
    },
  },
  'externalcontact/customer_strategy/edit': {
    method: 'POST',
    run: onStrategy(({ world, body }, one) => {
      const asked = change.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { range_add: add, range_del: gone } = asked.data
      if (!add.every((it) => isThere(world.corp, it))) return { errcode: 40058 }
      one.name = asked.data.strategy_name ?? one.name
      one.admins = asked.data.admin_list ?? one.admins
      one.privileges = asked.data.privilege ?? one.privileges
      one.range = [
        ...one.range.filter((it) => ![...gone, ...add].some((other) => isSame(it, other))),
        ...add,
      ]
      return { errcode: 0 }
    }),
  },
  'externalcontact/customer_strategy/del': {
    method: 'POST',
    run: onStrategy(({ world: { corp } }, { id }) => {
      const hasBelow = [...corp.strategies.values()].some(({ parentId }) => parentId === id)
      if (hasBelow) return { errcode: 40058 }
      corp.strategies.delete(id)
      const groups = corp.tagGroups.filter(({ strategyId }) => strategyId === id)
      removeTags(corp, new Set(), new Set(groups.map((group) => group.id)))
      return { errcode: 0 }
    }),
  },
  'externalcontact/get_strategy_tag_list': {
    method: 'POST',
    empty: { tag_group: [] },
    run({ world, body }) {
      const strategyId = named.safeParse(body).data?.strategy_id ?? null
      const found = wantedTags(
        world.corp.tagGroups.filter((group) =>
          strategyId === null ? group.strategyId !== 0 : group.strategyId === strategyId,
        ),
        body,
      )
      if (!found) return { errcode: 40058 }
      const tagGroups = found.map((group) => ({
        strategy_id: group.strategyId,
        ...wireGroup(group),
      }))
      return { errcode: 0, tag_group: tagGroups }
    },
  },
  'externalcontact/add_strategy_tag': {
    method: 'POST',
    run: onStrategy(({ world, effects, body }, { id: strategyId, parentId }) => {
      // Only groups of rules of the first level have tags of their own.
      if (parentId !== 0) return { errcode: 40058 }
      return addTags(world, effects, { body, strategyId })
    }),
  },
  'externalcontact/edit_strategy_tag': {
    method: 'POST',
    run: ({ world, body }) => editTag(world.corp, body, 'strategy'),
  },
  'externalcontact/del_strategy_tag': {
    method: 'POST',
    run: ({ world, body }) => removeWanted(world, body),
  },
}

const gone = z.looseObject({
  tag_id: z.array(z.string()).default([]),
  group_id: z.array(z.string()).default([]),
})

function removeWanted({ corp }: World, body: unknown): Reply {
  const asked = gone.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { tag_id: tags, group_id: groups } = asked.data
  if (tags.length + groups.length === 0) return { errcode: 40058 }
  removeTags(corp, new Set(tags), new Set(groups))
  return { errcode: 0 }
}

function make({ corp, clock, next }: World, body: unknown): Strategy | number {
  const asked = newStrategy.safeParse(body)
  if (!asked.success) return 40058
  const { parent_id: parentId, strategy_name: name, range } = asked.data
  if (characters(name) > NAME_MAX || !range.every((one) => isThere(corp, one))) return 40058
  const parent = corp.strategies.get(parentId)
  if (parentId !== 0 && (!parent || levelOf(corp, parent) >= LEVELS_MAX)) return NO_STRATEGY
  // A part cannot reach beyond the whole.
  if (parent && !range.every((one) => parent.range.some((it) => isSame(it, one)))) return 40058
  const strategy: Strategy = {
    id: next(),
    parentId,
    name,
    createdAt: clock.now(),
    admins: asked.data.admin_list,
    privileges: { ...parent?.privileges, ...asked.data.privilege },
    range,
  }
  corp.strategies.set(strategy.id, strategy)
  return strategy
}

function levelOf(corp: Corp, { parentId }: Strategy): number {
  const parent = corp.strategies.get(parentId)
  return parent ? 1 + levelOf(corp, parent) : 1
}

function isThere(corp: Corp, one: Node): boolean {
  return one.type === 1 ? corp.members.has(one.userid) : corp.departments.has(one.partyid)
}

function isSame(one: Node, other: Node): boolean {
  if (one.type === 1) return other.type === 1 && one.userid === other.userid
  return other.type === 2 && one.partyid === other.partyid
}

function onStrategy(run: (asked: Asked, strategy: Strategy) => Reply) {
  return (asked: Asked): Reply => {
    const call = named.safeParse(asked.body)
    const strategy = call.success ? asked.world.corp.strategies.get(call.data.strategy_id) : null
    return strategy ? run(asked, strategy) : { errcode: NO_STRATEGY }
  }
}

function onPage(rows: (asked: Asked) => readonly object[], name: string) {
  return (asked: Asked): Reply => {
    const call = paged.safeParse(asked.body)
    if (!call.success) return { errcode: 40058 }
    const page = pageOf(rows(asked), call.data, PAGE)
    if (!page) return { errcode: 50100 }
    return { errcode: 0, [name]: page.rows, next_cursor: page.next_cursor }
  }
}

function wireStrategy(one: Strategy) {
  return {
    strategy_id: one.id,
    parent_id: one.parentId,
    strategy_name: one.name,
    create_time: seconds(one.createdAt),
    admin_list: one.admins,
    privilege: one.privileges,
  }
}
