import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, post } from './call.ts'
import { wireNothing } from './message.ts'

/** The wire shapes of tags (documents 92117, 94882). */
const wireTag = z.looseObject({
  id: z.string(),
  name: z.string(),
  create_time: z.coerce.number().default(0),
  /** Larger stands first. */
  order: z.coerce.number().default(0),
})
const wireTagGroup = z.looseObject({
  group_id: z.string(),
  group_name: z.string(),
  create_time: z.coerce.number().default(0),
  order: z.coerce.number().default(0),
  /** Of a strategy's groups only. */
  strategy_id: z.coerce.number().optional(),
  tag: z.array(wireTag).default([]),
})
export type CorpTagGroup = z.infer<typeof wireTagGroup>
const wireTagGroups = z.looseObject({ tag_group: z.array(wireTagGroup).default([]) })
const wireAddedTags = z.looseObject({ tag_group: wireTagGroup })

/** `groupId`: into that group, whatever it is called. */
type NewTags = { groupName: string; names: string[]; groupId?: string }
/** A tag or a group by its id. Names have at most 30 characters; a name that another has is 40071. */
type ChangedTag = { id: string; name?: string; order?: number }
type GoneTags = { tagIds?: string[]; groupIds?: string[] }

/** Tags of the company, tags of strategies (规则组), and whom they are on. */
export function tagCalls(ask: Ask) {
  return {
    /** All groups; with ids these groups only. */
    async corpTags(groupIds: string[] = []): Promise<Answer<CorpTagGroup[]>> {
      const body = groupIds.length > 0 ? { group_id: groupIds } : {}
      const answer = await ask(look(`${CUSTOMER}/get_corp_tag_list`, body), wireTagGroups)
      return mapped(answer, (value) => value.tag_group)
    },
    /** Adds tags to a group by its name, which makes the group when there is none. */
    async addCorpTags(group: NewTags): Promise<Answer<CorpTagGroup>> {
      const answer = await ask(post(`${CUSTOMER}/add_corp_tag`, newTags(group)), wireAddedTags)
      return mapped(answer, (value) => value.tag_group)
    },
    async editCorpTag(change: ChangedTag): Done {
      return nothing(await ask(post(`${CUSTOMER}/edit_corp_tag`, change), wireNothing))
    },
    /** Takes them from all customers too; a group goes with its last tag. */
    async deleteCorpTags({ tagIds = [], groupIds = [] }: GoneTags): Done {
      const body = { tag_id: tagIds, group_id: groupIds }
      return nothing(await ask(post(`${CUSTOMER}/del_corp_tag`, body), wireNothing))
    },
    /** An app sees only the tags of strategies that it made. */
    async strategyTags(strategyId?: number): Promise<Answer<CorpTagGroup[]>> {
      const body = strategyId === undefined ? {} : { strategy_id: strategyId }
      const answer = await ask(look(`${CUSTOMER}/get_strategy_tag_list`, body), wireTagGroups)
      return mapped(answer, (value) => value.tag_group)
    },
    /** Only for a strategy of the first level. */
    async addStrategyTags({
      strategyId,
      ...group
    }: NewTags & { strategyId: number }): Promise<Answer<CorpTagGroup>> {
      const body = { strategy_id: strategyId, ...newTags(group) }
      const answer = await ask(post(`${CUSTOMER}/add_strategy_tag`, body), wireAddedTags)
      return mapped(answer, (value) => value.tag_group)
    },
    async editStrategyTag(change: ChangedTag): Done {
      return nothing(await ask(post(`${CUSTOMER}/edit_strategy_tag`, change), wireNothing))
    },
    async deleteStrategyTags({ tagIds = [], groupIds = [] }: GoneTags): Done {
      const body = { tag_id: tagIds, group_id: groupIds }
      return nothing(await ask(post(`${CUSTOMER}/del_strategy_tag`, body), wireNothing))
    },
    /** Tags belong to the pair of member and customer. A set operation: repeating it changes nothing. */
    async markTags(marks: {
      userid: string
      externalUserId: string
      add: string[]
      remove: string[]
    }): Done {
      const body = {
        userid: marks.userid,
        external_userid: marks.externalUserId,
        add_tag: marks.add,
        remove_tag: marks.remove,
      }
      return nothing(await ask(post(`${CUSTOMER}/mark_tag`, body), wireNothing))
    },
  }
}

function newTags({ groupName, names, groupId }: NewTags) {
  const group = groupId === undefined ? { group_name: groupName } : { group_id: groupId }
  return { ...group, tag: names.map((name) => ({ name })) }
}
