import type { AppContent, CardButton } from '../../wecom/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { peopleBook } from '../customer/index.ts'
import { addMs, companyOf, presentOf, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type GoingCard, settleCard, settleFace, takeCards, takeTurning } from './card-store.ts'
import { cardText } from './card-text.ts'
import { pausesOf } from './pause.ts'
import type { SenderDeps, Step } from './sender-deps.ts'
import type { StaffWay, StaffWayOf } from './staff-way.ts'

const BATCH = 50
const LEASE_MS = 30_000
const LATER_MS = 60_000
const TRIES_MAX = 6
/** WeCom has a card of this name already: it was sent, and nobody heard of it. */
const CARD_KNOWN = 42014
/** What fits under a card's title. */
const WORDS_MAX = 150

export type CardDeps = Pick<SenderDeps, 'db' | 'clock' | 'isFenced'> & { staffWayOf: StaffWayOf }
type Told = GoingCard & { customer: string; who: string }

/** Shows associates and managers what waits for them, and turns cards whose task was decided. */
export function cardStep(deps: CardDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const sent = await sendDue(deps, tenant)
    return (await turnDue(deps, tenant)) || sent
  }
}

async function sendDue(deps: CardDeps, tenant: Tenant): Promise<boolean> {
  const real = deps.clock.now()
  const now = presentOf(tenant, deps.clock)
  const leaseUntil = addMs(real, LEASE_MS)
  const going = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const pauses = await pausesOf(tx, tenant)
    // Where nothing may leave nobody is asked to send anything.
    if (pauses.some(({ scope }) => scope === 'workspace')) return []
    return told(tx, tenant, await takeCards(tx, tenant, { real, now, leaseUntil, limit: BATCH }))
  })
  for (const card of going) await send(deps, tenant, card)
  return going.length > 0
}

/** With the names that people are known by. */
async function told(tx: Tx, tenant: Tenant, cards: readonly GoingCard[]): Promise<Told[]> {
  if (cards.length === 0) return []
  const numbers = cards.flatMap(({ task }) => (task ? [task.customerNo] : []))
  const people = await peopleBook.describe(tx, tenant, numbers)
  const all = await namedAssociates(tx, tenant)
  const names = new Map(all.map(({ userid, name }) => [userid, name]))
  return cards.map((card) => ({
    ...card,
    customer: people.get(card.task?.customerNo ?? 0)?.name || cardText('zh').nameless,
    who: names.get(card.late?.userid ?? '') ?? card.late?.userid ?? '',
  }))
}

async function send(deps: CardDeps, tenant: Tenant, card: Told): Promise<void> {
  const way = await deps.staffWayOf({ id: tenant.id, company: companyOf(card.userid) })
  const now = presentOf(tenant, deps.clock)
  const settled = (came: Parameters<typeof settleCard>[2]) =>
    deps.db.inWorkspace(tenant.id, (tx) => settleCard(tx, tenant, came), { retry: true })
  const { id } = card
  if (!way) return settled({ id, now, state: 'failed', error: 'not connected' })
  const answer = await way.wecom.sendToStaff({
    agentId: way.agentId,
    to: { userids: [card.userid] },
    content: contentOf(card, tenant, way),
  })
  if (answer.ok) {
    const { invaliduser = '', response_code: responseCode = null } = answer.value
    if (invaliduser !== '') return settled({ id, now, state: 'failed', error: invaliduser })
    return settled({ id, now, state: 'sent', responseCode })
  }
  if (answer.errcode === CARD_KNOWN) return settled({ id, now, state: 'sent', responseCode: null })
  const error = `${answer.errcode ?? ''} ${answer.errmsg}`.trim()
  if (answer.retry === 'never' || card.tries >= TRIES_MAX)
    return settled({ id, now, state: 'failed', error })
  const waitUntil = answer.heldUntil ?? addMs(deps.clock.now(), LATER_MS)
  return settled({ id, now, state: 'planned', waitUntil, error })
}

/** A card that can be answered where it stands. */
function contentOf(
  { id, task, late, customer, who }: Told,
  tenant: Tenant,
  way: StaffWay,
): AppContent {
  const t = cardText('zh')
  const clock = clockIn(tenant.timeZone)
  const open = way.tasksUrl === null ? {} : { card_action: { type: 1 as const, url: way.tasksUrl } }
  const common = {
    card_type: 'button_interaction',
    task_id: id,
    source: { desc: t.from },
    ...open,
  } as const
  if (late) {
    const main_title = { title: t.late(who, late.count), desc: t.late_why(clock(late.since)) }
    const button_list: CardButton[] = [{ text: t.seen, style: 1, key: 'seen' }]
    return {
      msgtype: 'template_card',
      template_card: { ...common, main_title, sub_title_text: t.late_what, button_list },
    }
  }
  if (!task) throw new Error(`card ${id} is about nothing`)
  return {
    msgtype: 'template_card',
    template_card: {
      ...common,
      main_title: { title: t.nudge(customer), desc: t.nudge_why(clock(task.dueAt)) },
      sub_title_text: [...task.text].slice(0, WORDS_MAX).join(''),
      horizontal_content_list: [{ keyname: t.closes, value: clock(task.closesAt) }],
      button_list: [
        { text: t.sent, style: 1, key: 'sent' },
        { text: t.later, style: 2, key: 'later' },
      ],
    },
  }
}

function clockIn(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('zh-CN', {
    timeZone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => format.format(at)
}

async function turnDue(deps: CardDeps, tenant: Tenant): Promise<boolean> {
  const real = deps.clock.now()
  const leaseUntil = addMs(real, LEASE_MS)
  const turning = await deps.db.inWorkspace(tenant.id, (tx) =>
    takeTurning(tx, tenant, { real, leaseUntil, limit: BATCH }),
  )
  for (const { id, userid, face, responseCode } of turning) {
    const way = await deps.staffWayOf({ id: tenant.id, company: companyOf(userid) })
    const answer =
      way && responseCode !== null
        ? await way.wecom.updateCard({
            agentId: way.agentId,
            responseCode,
            userids: [userid],
            to: { buttonText: cardText('zh').faces[face] },
          })
        : null
    // Nobody can say whether it was turned: the lease ends, and it is tried again.
    if (answer && !answer.ok && answer.retry !== 'never') continue
    const state = answer?.ok ? 'shown' : 'lost'
    await deps.db.inWorkspace(tenant.id, (tx) => settleFace(tx, tenant, { id, state }), {
      retry: true,
    })
  }
  return turning.length > 0
}
