import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, type Page, post } from './call.ts'
import { wireNothing } from './message.ts'

const PAGE = 1_000
const PATH = `${CUSTOMER}/customer_strategy`

/** The wire shape of a group of rules (规则组, document 94883). */
const wireStrategy = z.looseObject({
  strategy_id: z.coerce.number(),
  /** 0: of the first level. */
  parent_id: z.coerce.number().default(0),
  strategy_name: z.string().default(''),
  create_time: z.coerce.number().default(0),
  admin_list: z.array(z.string()).default([]),
  privilege: z.record(z.string(), z.boolean()).default({}),
})
export type Strategy = z.infer<typeof wireStrategy>
const wireIds = z.looseObject({
  strategy: z.array(z.looseObject({ strategy_id: z.coerce.number() })).default([]),
  next_cursor: z.string().default(''),
})
const wireOne = z.looseObject({ strategy: wireStrategy })
/** 1 a member, 2 a department. */
const wireRange = z.looseObject({
  range: z
    .array(
      z.looseObject({
        type: z.coerce.number(),
        userid: z.string().optional(),
        partyid: z.coerce.number().optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type StrategyRange = z.infer<typeof wireRange>['range'][number]
const wireMade = z.looseObject({ strategy_id: z.coerce.number() })

export type InRange = { userid: string } | { departmentId: number }
export type NewStrategy = {
  name: string
  parentId?: number
  /** At most 20, no super administrators. */
  admins: string[]
  /** What is not named is as the parent has it. */
  privileges?: Record<string, boolean>
  /** At most 100 in one call. */
  range: InRange[]
}

/** Who in the company may do what with customers. An app knows only the groups of rules that it made; made one after the other. */
export function strategyCalls(ask: Ask) {
  return {
    async strategies(cursor = ''): Promise<Answer<Page<number>>> {
      const answer = await ask(look(`${PATH}/list`, { cursor, limit: PAGE }), wireIds)
      return mapped(answer, ({ strategy, next_cursor }) => ({
        rows: strategy.map(({ strategy_id: id }) => id),
        nextCursor: next_cursor,
      }))
    },
    async strategy(id: number): Promise<Answer<Strategy>> {
      const answer = await ask(look(`${PATH}/get`, { strategy_id: id }), wireOne)
      return mapped(answer, (value) => value.strategy)
    },
    async strategyRange(id: number, cursor = ''): Promise<Answer<Page<StrategyRange>>> {
      const body = { strategy_id: id, cursor, limit: PAGE }
      const answer = await ask(look(`${PATH}/get_range`, body), wireRange)
      return mapped(answer, ({ range: rows, next_cursor }) => ({ rows, nextCursor: next_cursor }))
    },
    async addStrategy(strategy: NewStrategy): Promise<Answer<number>> {
      const body = {
        ...(strategy.parentId === undefined ? {} : { parent_id: strategy.parentId }),
        strategy_name: strategy.name,
        admin_list: strategy.admins,
        privilege: strategy.privileges ?? {},
        range: strategy.range.map(inRange),
      }
      return mapped(await ask(post(`${PATH}/create`, body), wireMade), (value) => value.strategy_id)
    },
    /** Administrators and privileges overwrite; the range grows and shrinks. */
    async editStrategy(change: {
      id: number
      name?: string
      admins?: string[]
      privileges?: Record<string, boolean>
      add?: InRange[]
      remove?: InRange[]
    }): Done {
      const { id, name, admins, privileges, add = [], remove = [] } = change
      const body = {
        strategy_id: id,
        ...(name === undefined ? {} : { strategy_name: name }),
        ...(admins === undefined ? {} : { admin_list: admins }),
        ...(privileges === undefined ? {} : { privilege: privileges }),
        range_add: add.map(inRange),
        range_del: remove.map(inRange),
      }
      return nothing(await ask(post(`${PATH}/edit`, body), wireNothing))
    },
    async deleteStrategy(id: number): Done {
      return nothing(await ask(post(`${PATH}/del`, { strategy_id: id }), wireNothing))
    },
  }
}

function inRange(one: InRange) {
  return 'userid' in one ? { type: 1, userid: one.userid } : { type: 2, partyid: one.departmentId }
}
