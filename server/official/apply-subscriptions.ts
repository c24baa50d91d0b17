import { z } from 'zod'
import type { Applied, ApplyStep, Fact, PumpContext, ResolvedEvent } from '../event/index.ts'
import type { Tx } from '../postgres/index.ts'
import { sourcesOfScenes } from './code.ts'
import { type Subscription, storeSubscriptions, subscriptionsByOpenid } from './subscription.ts'

/** What a sign does to a subscription. Callbacks come doubled, late and in any order; `at` has whole seconds. */
const signs = {
  'official.subscribed': 'subscribed',
  'official.unsubscribed': 'left',
  'official.scanned': 'touched',
  'official.menu_pressed': 'touched',
  'official.message_received': 'wrote',
  'official.follower_read': 'read',
} as const
type Sign = (typeof signs)[keyof typeof signs]
const signed = new Map<string, Sign>(Object.entries(signs))

const signProps = z.object({
  app_id: z.string(),
  openid: z.string(),
  scene: z.string().default(''),
  came_by: z.string().default(''),
  has_unionid: z.boolean().default(false),
  is_subscribed: z.boolean().default(true),
  subscribed_at: z.coerce.date().optional(),
})
type Told = z.infer<typeof signProps>

/** The line of the table of appliers that keeps who follows which account. Tells subscription.started, subscription.ended. */
export const subscriptionStep: ApplyStep = {
  name: 'subscription',
  on: [...signed.keys()],
  apply: applySubscriptions,
}

type Change = { subscription: Subscription; told: 'started' | 'ended'; event: ResolvedEvent }

async function applySubscriptions(
  tx: Tx,
  { tenant }: PumpContext,
  events: ResolvedEvent[],
): Promise<Applied> {
  const read = events.flatMap((event) => {
    const props = signProps.safeParse(event.props)
    const sign = signed.get(event.name)
    return props.success && sign && event.customerId !== null
      ? [{ event, sign, customerId: event.customerId, told: props.data }]
      : []
  })
  const keys = read.map(({ told: { app_id: appId, openid } }) => ({ appId, openid }))
  const book = new Map(
    (await subscriptionsByOpenid(tx, tenant, keys)).map((one) => [keyOf(one), one]),
  )
  const changes: Change[] = []
  for (const { event, sign, customerId, told } of read) {
    const before = book.get(keyOf({ appId: told.app_id, openid: told.openid })) ?? null
    const turned = turn(before, { sign, at: event.at, customerId, told })
    if (!turned) continue
    book.set(keyOf(turned.subscription), turned.subscription)
    if (turned.told) changes.push({ subscription: turned.subscription, told: turned.told, event })
  }
  await giveSources(tx, tenant, [...book.values()])
  await storeSubscriptions(tx, tenant, [...book.values()])
  return { facts: changes.map((change) => factOf(change, book)), landings: [] }
}

function keyOf({ appId, openid }: { appId: string; openid: string }): string {
  return `${appId} ${openid}`
}

type Turn = { subscription: Subscription; told: Change['told'] | null } | null
type Seen = { sign: Sign; at: Date; customerId: string; told: Told }

/** @returns null when the sign says nothing new. Exported for its test. */
export function turn(before: Subscription | null, { sign, at, customerId, told }: Seen): Turn {
  const known = before ?? begun({ at, customerId, told })
  const isTurning = before === null || at > before.turnedAt
  switch (sign) {
    case 'subscribed': {
      // Told twice, or overtaken by the leaving that followed it.
      if (!isTurning || (before && before.endedAt === null))
        return before && isTurning ? touched(before, at) : null
      const subscription = {
        ...known,
        ...begun({ at, customerId, told }),
        hasUnionid: known.hasUnionid,
      }
      return { subscription: { ...subscription, wroteAt: null }, told: 'started' }
    }
    case 'left':
      if (!isTurning || before?.endedAt) return null
      return {
        subscription: { ...known, endedAt: at, turnedAt: at },
        told: before ? 'ended' : null,
      }
    case 'touched':
      return isAway(before, at) ? null : touched(known, at, before === null)
    case 'wrote':
      if (isAway(before, at) || (known.wroteAt && known.wroteAt >= at)) return null
      return { subscription: { ...known, wroteAt: at }, told: before ? null : 'started' }
    case 'read':
      return reading(before, { at, customerId, told })
    default: {
      const never: never = sign
      return never
    }
  }
}

/** What was done before they left opens nothing. */
function isAway(before: Subscription | null, at: Date): boolean {
  return before !== null && before.endedAt !== null && before.endedAt >= at
}

function touched(known: Subscription, at: Date, isNew = false): Turn {
  if (known.touchedAt && known.touchedAt >= at && !isNew) return null
  return { subscription: { ...known, touchedAt: at }, told: isNew ? 'started' : null }
}

/** What WeChat says when it is asked. Who left says so by themselves; a lost callback is found here. */
function reading(before: Subscription | null, { at, customerId, told }: Omit<Seen, 'sign'>): Turn {
  if (!told.is_subscribed) {
    if (!before || before.endedAt || before.turnedAt >= at) return null
    return { subscription: { ...before, endedAt: at, turnedAt: at }, told: 'ended' }
  }
  const start = told.subscribed_at ?? at
  const isBack = before !== null && before.endedAt !== null && start > before.endedAt
  const known =
    before && !isBack ? before : { ...begun({ at: start, customerId, told }), touchedAt: null }
  if (before?.endedAt && !isBack) return null
  const subscription = {
    ...known,
    cameBy: told.came_by,
    hasUnionid: told.has_unionid,
    scene: known.scene === '' ? told.scene : known.scene,
  }
  return { subscription, told: before && !isBack ? null : 'started' }
}

function begun({ at, customerId, told }: Omit<Seen, 'sign'>): Subscription {
  return {
    appId: told.app_id,
    openid: told.openid,
    customerId,
    subscribedAt: at,
    endedAt: null,
    scene: told.scene,
    sourceId: null,
    cameBy: told.came_by,
    hasUnionid: null,
    turnedAt: at,
    wroteAt: null,
    touchedAt: at,
  }
}

async function giveSources(
  tx: Tx,
  tenant: PumpContext['tenant'],
  all: Subscription[],
): Promise<void> {
  const open = all.filter(({ sourceId, scene }) => sourceId === null && scene !== '')
  const sources = await sourcesOfScenes(tx, tenant, open)
  for (const one of open) one.sourceId = sources.get(`${one.appId} ${one.scene}`) ?? null
}

function factOf(
  { subscription: { appId, openid }, told, event }: Change,
  book: Map<string, Subscription>,
): Fact {
  const now = book.get(keyOf({ appId, openid }))
  const at = told === 'started' ? (now?.subscribedAt ?? event.at) : event.at
  return {
    name: `subscription.${told}`,
    at,
    cause: [appId, openid, event.eventId],
    customer: event.customerId === null ? null : { id: event.customerId, no: event.customerNo },
    value: null,
    props: { app_id: appId, openid, scene: now?.scene ?? '', source_id: now?.sourceId ?? null },
  }
}
