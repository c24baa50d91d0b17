import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import type { InterceptRule } from './intercept.ts'
import { characters, seconds } from './wire.ts'
import { type Corp, idOf } from './world.ts'

const NAME_MAX = 20
const WORDS_MAX = 300
const WORD_MAX = 32
const RULES_MAX = 100
const RANGE_MAX = 1_000
const USERS_MAX = 10_000

const range = z.looseObject({
  user_list: z.array(z.string()).max(RANGE_MAX).default([]),
  department_list: z.array(z.number()).max(RANGE_MAX).default([]),
})
const semantics = z.array(z.literal([1, 2, 3])).default([])
const newRule = z.looseObject({
  rule_name: z.string(),
  word_list: z.array(z.string()),
  semantics_list: semantics,
  intercept_type: z.literal([1, 2]),
  applicable_range: range,
})
const changed = z.looseObject({
  rule_name: z.string().optional(),
  word_list: z.array(z.string()).default([]),
  extra_rule: z.looseObject({ semantics_list: semantics }).optional(),
  intercept_type: z.literal([1, 2]).optional(),
  add_applicable_range: range.optional(),
  remove_applicable_range: range.optional(),
})
const named = z.looseObject({ rule_id: z.string().default('') })

/** Words that members may not write to customers (聊天敏感词, document 95097). */
export const interceptCalls: Handlers = {
  'externalcontact/add_intercept_rule': {
    method: 'POST',
    run({ world, effects, body }) {
      const asked = newRule.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const { rule_name: name, word_list: words, applicable_range: whose } = asked.data
      const { corp } = world
      if (corp.interceptRules.size >= RULES_MAX) return { errcode: 41069 }
      const rule: InterceptRule = {
        ruleId: idOf(world, 'rul'),
        name,
        words,
        semantics: asked.data.semantics_list,
        isBlocking: asked.data.intercept_type === 1,
        userids: whose.user_list,
        departmentIds: whose.department_list,
        createdAt: world.clock.now(),
      }
      const refused = refusalOf(corp, rule)
      if (refused !== null) return { errcode: refused }
      corp.interceptRules.set(rule.ruleId, rule)
      const { ruleId } = rule
      effects.write(rule.createdAt, { kind: 'intercept_rule_made', ruleId, name })
      return { errcode: 0, rule_id: ruleId }
    },
  },
  'externalcontact/get_intercept_rule_list': {
    method: 'GET',
    empty: { rule_list: [] },
    run: ({ world }) => ({
      errcode: 0,
      rule_list: [...world.corp.interceptRules.values()].map(({ ruleId, name, createdAt }) => ({
        rule_id: ruleId,
        rule_name: name,
        create_time: seconds(createdAt),
      })),
    }),
  },
  'externalcontact/get_intercept_rule': {
    method: 'POST',
    run: onRule((_asked, rule) => ({ errcode: 0, rule: wireRule(rule) })),
  },
  'externalcontact/update_intercept_rule': {
    method: 'POST',
    run: onRule(({ world, body }, before) => {
      const asked = changed.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const rule = merged(before, asked.data)
      const refused = refusalOf(world.corp, rule)
      if (refused !== null) return { errcode: refused }
      world.corp.interceptRules.set(rule.ruleId, rule)
      return { errcode: 0 }
    }),
  },
  'externalcontact/del_intercept_rule': {
    method: 'POST',
    run: onRule(({ world }, { ruleId }) => {
      world.corp.interceptRules.delete(ruleId)
      return { errcode: 0 }
    }),
  },
}

function onRule(run: (asked: Asked, rule: InterceptRule) => Reply) {
  return (asked: Asked): Reply => {
    const call = named.safeParse(asked.body)
    const rule = call.success ? asked.world.corp.interceptRules.get(call.data.rule_id) : undefined
    return rule ? run(asked, rule) : { errcode: 41070 }
  }
}

/** Words that are empty are overlooked; semantics that are empty clear. */
function merged(before: InterceptRule, change: z.infer<typeof changed>): InterceptRule {
  const { add_applicable_range: add, remove_applicable_range: gone } = change
  return {
    ...before,
    name: change.rule_name ?? before.name,
    words: change.word_list.length > 0 ? change.word_list : before.words,
    semantics: change.extra_rule?.semantics_list ?? before.semantics,
    isBlocking: change.intercept_type ? change.intercept_type === 1 : before.isBlocking,
    userids: together(before.userids, add?.user_list, gone?.user_list),
    departmentIds: together(before.departmentIds, add?.department_list, gone?.department_list),
  }
}

function together<T>(before: T[], add: T[] = [], gone: T[] = []): T[] {
  return [...new Set([...before, ...add])].filter((one) => !gone.includes(one))
}

function refusalOf(corp: Corp, { ruleId, name, words, userids, departmentIds }: InterceptRule) {
  if (name === '' || characters(name) > NAME_MAX) return 40058
  const isTaken = [...corp.interceptRules.values()].some(
    (one) => one.ruleId !== ruleId && one.name === name,
  )
  if (isTaken) return 41077
  if (words.length > WORDS_MAX) return 41068
  const isBad = (word: string) => word === '' || characters(word) > WORD_MAX
  if (words.some(isBad)) return 41083
  if (userids.length + departmentIds.length === 0) return 40058
  if (userids.length > USERS_MAX) return 41076
  if (userids.some((userid) => !corp.members.has(userid))) return 40003
  return departmentIds.some((id) => !corp.departments.has(id)) ? 60123 : null
}

function wireRule(rule: InterceptRule) {
  return {
    rule_id: rule.ruleId,
    rule_name: rule.name,
    word_list: rule.words,
    extra_rule: { semantics_list: rule.semantics },
    intercept_type: rule.isBlocking ? 1 : 2,
    applicable_range: { user_list: rule.userids, department_list: rule.departmentIds },
  }
}
