import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, get, look, mapped, nothing, post } from './call.ts'
import { wireNothing } from './message.ts'

/** The wire shapes of 聊天敏感词 (document 95097). */
const wireListed = z.looseObject({
  rule_id: z.string(),
  rule_name: z.string().default(''),
  create_time: z.coerce.number().default(0),
})
export type ListedInterceptRule = z.infer<typeof wireListed>
const wireRules = z.looseObject({ rule_list: z.array(wireListed).default([]) })
const semantics = z.array(z.coerce.number()).default([])
const wireRule = z.looseObject({
  rule_id: z.string(),
  rule_name: z.string().default(''),
  word_list: z.array(z.string()).default([]),
  /** At the top or inside `extra_rule`. 1 mobile numbers, 2 addresses of mail, 3 red packets. */
  semantics_list: z.array(z.coerce.number()).optional(),
  extra_rule: z.looseObject({ semantics_list: semantics }).optional(),
  /** 1 warns and blocks, 2 warns. */
  intercept_type: z.coerce.number().default(1),
  applicable_range: z
    .looseObject({
      user_list: z.array(z.string()).default([]),
      department_list: z.array(z.coerce.number()).default([]),
    })
    .optional(),
})
export type InterceptRule = z.infer<typeof wireRule>
const wireOne = z.looseObject({ rule: wireRule })
const wireMade = z.looseObject({ rule_id: z.string() })

export type Semantic = 'mobile' | 'mail' | 'red_packet'
const SEMANTICS: Record<Semantic, number> = { mobile: 1, mail: 2, red_packet: 3 }
type Range = { userids?: string[]; departmentIds?: number[] }
export type NewInterceptRule = {
  /** One to twenty characters. */
  name: string
  /** At most 300 of 32 characters. */
  words: string[]
  semantics?: Semantic[]
  does: 'block' | 'warn'
  /** At most 1,000 members and 1,000 departments. */
  range: Range
}

/** Words that members may not write to customers: at most 100 rules of a company. An app changes only its own. */
export function interceptRuleCalls(ask: Ask) {
  return {
    async addInterceptRule(rule: NewInterceptRule): Promise<Answer<string>> {
      const body = {
        rule_name: rule.name,
        word_list: rule.words,
        semantics_list: (rule.semantics ?? []).map((one) => SEMANTICS[one]),
        intercept_type: rule.does === 'block' ? 1 : 2,
        applicable_range: rangeOf(rule.range),
      }
      const answer = await ask(post(`${CUSTOMER}/add_intercept_rule`, body), wireMade)
      return mapped(answer, (value) => value.rule_id)
    },
    /** All of the company, those of other apps among them. */
    async interceptRules(): Promise<Answer<ListedInterceptRule[]>> {
      const answer = await ask(get(`${CUSTOMER}/get_intercept_rule_list`), wireRules)
      return mapped(answer, (value) => value.rule_list)
    },
    async interceptRule(ruleId: string): Promise<Answer<InterceptRule>> {
      const call = look(`${CUSTOMER}/get_intercept_rule`, { rule_id: ruleId })
      return mapped(await ask(call, wireOne), (value) => value.rule)
    },
    /** Words overwrite, unless there are none; semantics overwrite and may become none; the range grows and shrinks. */
    async updateInterceptRule(change: {
      ruleId: string
      name?: string
      words?: string[]
      semantics?: Semantic[]
      does?: 'block' | 'warn'
      add?: Range
      remove?: Range
    }): Done {
      const { ruleId, name, words, does, add, remove } = change
      const body = {
        rule_id: ruleId,
        ...(name === undefined ? {} : { rule_name: name }),
        ...(words === undefined ? {} : { word_list: words }),
        ...(change.semantics === undefined
          ? {}
          : { extra_rule: { semantics_list: change.semantics.map((one) => SEMANTICS[one]) } }),
        ...(does === undefined ? {} : { intercept_type: does === 'block' ? 1 : 2 }),
        ...(add ? { add_applicable_range: rangeOf(add) } : {}),
        ...(remove ? { remove_applicable_range: rangeOf(remove) } : {}),
      }
      return nothing(await ask(post(`${CUSTOMER}/update_intercept_rule`, body), wireNothing))
    },
    async deleteInterceptRule(ruleId: string): Done {
      const call = post(`${CUSTOMER}/del_intercept_rule`, { rule_id: ruleId })
      return nothing(await ask(call, wireNothing))
    },
  }
}

function rangeOf({ userids = [], departmentIds = [] }: Range) {
  return { user_list: userids, department_list: departmentIds }
}
