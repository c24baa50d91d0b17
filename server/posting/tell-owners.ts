import type { TargetReason } from '../../contract/group-post.ts'
import { companyOf, presentOf, type Tenant } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import type { Step } from './remote.ts'
import { ownerText } from './text.ts'

const BATCH = 200
/** What fits in a message of the app. */
const WORDS_MAX = 400
const NAMES_SHOWN = 5

type Waiting = {
  postId: string
  userid: string
  text: string
  reason: TargetReason
  groups: string[]
}

/**
 * Tells owners what they are to do by hand, once each. It is written down before the call: a word too few is better than one
 * too many, and the list in the console has it anyway.
 */
export const tellStep: Step = async (deps, tenant) => {
  if (await deps.isFenced()) return false
  const now = presentOf(tenant, deps.clock)
  const waiting = await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<Waiting>`
      with taken as (
        update posting.target t
        set told_at = ${now}
        where t.workspace_id = ${tenant.id}
          and t.id = any(array(
            select d.id
            from posting.target d
            where d.workspace_id = ${tenant.id}
              and d.state = 'manual'
              and d.told_at is null
            order by d.id
            limit ${BATCH}
            for update skip locked
          ))
        returning t.post_id, t.owner, t.reason, t.group_name
      )
      select p.id as "postId", k.owner as userid, p.text, k.reason, array_agg(k.group_name order by k.group_name) as groups
      from taken k
      join posting.post p
        on p.workspace_id = ${tenant.id}
        and p.id = k.post_id
      group by p.id, k.owner, p.text, k.reason
    `),
  )
  for (const one of waiting) await tell(deps, tenant, one)
  return waiting.length > 0
}

async function tell(
  deps: Parameters<Step>[0],
  tenant: Pick<Tenant, 'id'>,
  { userid, text, reason, groups }: Waiting,
): Promise<void> {
  const way = await deps.staffWayOf({ id: tenant.id, company: companyOf(userid) })
  if (!way) return
  const names = groups.slice(0, NAMES_SHOWN).join('、')
  const words = [...text].slice(0, WORDS_MAX).join('')
  const say = reason === 'by_hand' ? ownerText.byHand : ownerText.dayTaken
  await way.wecom.sendToStaff({
    agentId: way.agentId,
    to: { userids: [userid] },
    content: { msgtype: 'text', text: { content: say({ names, count: groups.length, words }) } },
  })
}
