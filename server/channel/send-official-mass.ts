import type { Answer } from '../../wecom/index.ts'
import { TAGGED_A_CALL } from '../../weixin/index.ts'
import { addMs, companyOf, newId, presentOf, type Tenant, wireIdOf } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { beginCalls, moveCalls, type NewCall, type RemoteCall, takeCalls } from './call-store.ts'
import { depart, ridersOf } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { claimDue } from './hand-off.ts'
import { type Going, groupBy } from './judge-again.ts'
import { fencesOf } from './leave.ts'
import { closeMass } from './official-mass-result.ts'
import type { OfficialRemote } from './official-remote.ts'
import { stillGoing } from './one-by-one.ts'
import { parkCall } from './park-call.ts'
import type { OfficialSenderDeps } from './send-official.ts'
import type { Step } from './sender-deps.ts'
import { settle } from './settle.ts'

const BATCH = 5_000
const LEASE_MS = 5 * 60_000
const SAID = { carriers: ['official_mass'], limit: BATCH, leaseMs: LEASE_MS } as const
/** The result is told; what was not heard of by then is asked for. */
const LOOK_MS = 2 * 60_000
/** What could not be sent for now is tried again after this. */
const LATER_MS = 10 * 60_000
/** So long the same message may be asked for again: WeChat tells it by its id and sends it once. Then a person decides. */
const AGAIN_MS = 15 * 60_000
const AGAIN_AFTER_MS = 5_000
/** Our tags at WeChat begin so; those of calls that are over are taken away. */
const TAG = 'ly-'

type ReadyMass = NewCall & { appId: string; riders: Going[] }

/**
 * Sends mass messages (群发) of official accounts: those who get the same words wear a tag of their own, and the message goes to
 * the tag. An id of ours makes the same message the same message, so what nobody knows the fate of is asked for again.
 */
export function officialMassStep(deps: OfficialSenderDeps): Step {
  return async (tenant) => {
    if (await deps.isFenced()) return false
    const ctx = { tenant, now: presentOf(tenant, deps.clock) }
    const real = deps.clock.now()
    const within = deps.db.inWorkspace
    const claimed = await within(tenant.id, (tx) => claimDue(tx, ctx, real, SAID))
    const calls = await within(tenant.id, (tx) => prepare(tx, ctx, claimed, real))
    for (const call of calls) await sendMass(deps, tenant, call)
    const open = await within(tenant.id, (tx) =>
      takeCalls(tx, tenant, {
        kind: 'official_mass',
        states: ['sending', 'unknown', 'open'],
        real,
        leaseUntil: addMs(real, LEASE_MS),
        limit: SAID.limit,
      }),
    )
    for (const call of open) await lookAt(deps, tenant, call)
    return claimed.length > 0 || open.length > 0
  }
}

async function prepare(
  tx: Tx,
  ctx: ChannelContext,
  claimed: Parameters<typeof stillGoing>[2],
  real: Date,
): Promise<ReadyMass[]> {
  if (claimed.length === 0) return []
  const going = await stillGoing(tx, ctx, claimed)
  const personal = going.filter(({ one }) => one.text !== null)
  const own = personal.map(
    ({ one: { id } }) => ({ id, state: 'failed', reason: 'unrenderable' }) as const,
  )
  await settle(tx, ctx, own, { from: ['claimed'], fences: fencesOf(claimed) })
  const leaseUntil = addMs(real, LEASE_MS)
  const groups = groupBy(
    going.filter(({ one }) => one.text === null),
    ({ one, message }) => `${message.id} ${companyOf(one.externalUserid)}`,
  )
  const calls = groups.flatMap((group): ReadyMass[] => {
    const [first] = group
    if (!first) return []
    const id = newId()
    const { text, link } = first.message
    const appId = companyOf(first.one.externalUserid)
    return [
      {
        id,
        kind: 'official_mass',
        messageId: first.message.id,
        // Which account: no associate stands behind it.
        userid: appId,
        text: link ? `${text}\n${link.title}：${link.url}` : text,
        link,
        marker: id.slice(-12),
        receivers: group.length,
        closesAt: new Date(Math.min(...group.map(({ one }) => one.notAfter.getTime()))),
        appId,
        riders: group.map(({ one }) => one),
      },
    ]
  })
  const departures = calls.flatMap(({ id: callId, riders }) =>
    riders.map((one) => ({ ...one, state: 'sending' as const, callId })),
  )
  const gone = await depart(tx, ctx.tenant, departures, { at: ctx.now, leaseUntil })
  const kept = calls
    .map((call) => ({ ...call, riders: call.riders.filter(({ id }) => gone.has(id)) }))
    .filter(({ riders }) => riders.length > 0)
  await beginCalls(tx, ctx.tenant, kept, { real, present: ctx.now, leaseUntil })
  return kept
}

type Sent = Answer<{ msgId: string }>

async function sendMass(deps: OfficialSenderDeps, tenant: Tenant, call: ReadyMass): Promise<void> {
  const account = await deps.officialOf(tenant, call.appId)
  const openids = call.riders.map(({ externalUserid }) => wireIdOf(externalUserid))
  const held = account === null || (await deps.isFenced())
  const answer = held ? null : await tagAndSend(account, call, openids)
  await record(deps, tenant, call, answer)
}

/** Until the last call nothing has left, whatever became of those before it. */
async function tagAndSend(
  account: OfficialRemote,
  call: Pick<RemoteCall, 'id' | 'marker' | 'text'>,
  openids: readonly string[],
): Promise<Sent> {
  const tag = await ownTag(account, call.marker)
  if (!tag.ok) return { ...tag, certainty: 'not_executed' }
  for (let at = 0; at < openids.length; at += TAGGED_A_CALL) {
    const done = await account.tagFollowers(tag.value, openids.slice(at, at + TAGGED_A_CALL))
    if (!done.ok) return { ...done, certainty: 'not_executed' }
  }
  return account.sendToTag({ tagId: tag.value, clientId: call.id, content: { text: call.text } })
}

/** The tag of a call, which is there already when it is asked for again. */
async function ownTag(account: OfficialRemote, marker: string): Promise<Answer<number>> {
  const name = `${TAG}${marker}`
  const known = await account.followerTags()
  if (!known.ok) return known
  const found = known.value.find((one) => one.name === name)
  return found ? { ok: true, value: found.id } : account.makeFollowerTag(name)
}

/** @param answer null: it was not tried. */
async function record(
  deps: OfficialSenderDeps,
  tenant: Tenant,
  { id, calledAt }: { id: string; calledAt?: Date },
  answer: Sent | null,
): Promise<void> {
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const now = deps.clock.now()
  const from = ['sending', 'unknown'] as const
  const said = answer && !answer.ok ? { errcode: answer.errcode, errmsg: answer.errmsg } : {}
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      const riders = await ridersOf(tx, tenant, id, from)
      const all = <State extends string>(state: State) =>
        riders.map((one) => ({ id: one.id, state }))
      if (answer?.ok && answer.value.msgId !== '') {
        await settle(tx, ctx, all('handed' as const), { from })
        const open = { id, state: 'open' as const, remoteId: answer.value.msgId }
        return moveCalls(tx, tenant, [{ ...open, lookAfter: addMs(now, LOOK_MS) }], now)
      }
      if (answer && (answer.ok || answer.certainty === 'unknown')) {
        const isOver = calledAt !== undefined && now.getTime() - calledAt.getTime() > AGAIN_MS
        if (isOver) return parkCall(tx, ctx, id, { real: now, from })
        await settle(tx, ctx, all('unknown' as const), { from: ['sending'] })
        const lookAfter = addMs(now, AGAIN_AFTER_MS)
        return moveCalls(tx, tenant, [{ id, state: 'unknown', ...said, lookAfter }], now)
      }
      // It has not left: tried again in a while, as long as it is worth anything.
      const waitUntil = (answer && !answer.ok && answer.heldUntil) || addMs(now, LATER_MS)
      const later = riders.map((one) => ({
        id: one.id,
        state: 'planned' as const,
        waitUntil,
        detail: said,
      }))
      await settle(tx, ctx, later, { from })
      await moveCalls(tx, tenant, [{ id, state: 'refused', ...said, lookAfter: now }], now)
    },
    { retry: true },
  )
}

/** A call whose result was not told: one that is out is asked after, one of which nobody knows is asked for again. */
async function lookAt(deps: OfficialSenderDeps, tenant: Tenant, call: RemoteCall): Promise<void> {
  const account = await deps.officialOf(tenant, call.userid)
  if (!account) return
  if (call.state !== 'open' || call.remoteId === null) {
    const riders = await deps.db.inWorkspace(tenant.id, (tx) =>
      ridersOf(tx, tenant, call.id, ['sending', 'unknown']),
    )
    const openids = riders.map(({ externalUserid }) => wireIdOf(externalUserid))
    return record(deps, tenant, call, await tagAndSend(account, call, openids))
  }
  const said = await account.massState(call.remoteId)
  const state = said.ok ? said.value : 'SENDING'
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const now = deps.clock.now()
  const isOut = state === 'SEND_SUCCESS'
  await deps.db.inWorkspace(tenant.id, (tx) =>
    isOut || state === 'SEND_FAIL' || state === 'DELETE'
      ? closeMass(tx, ctx, { callId: call.id, isOut, detail: { status: state }, real: now })
      : moveCalls(
          tx,
          tenant,
          [{ id: call.id, state: 'open', lookAfter: addMs(now, LOOK_MS) }],
          now,
        ),
  )
  if (isOut) await takeTagAway(account, call.marker)
}

/** A hundred tags are all that an account has. */
async function takeTagAway(account: OfficialRemote, marker: string): Promise<void> {
  const known = await account.followerTags()
  const tag = known.ok && known.value.find(({ name }) => name === `${TAG}${marker}`)
  if (tag) await account.deleteFollowerTag(tag.id)
}
