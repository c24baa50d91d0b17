import { type eventsHeard, MEASURED, REPLIED } from '../../contract/journey-flow.ts'
import { peopleBook } from '../customer/index.ts'
import {
  type Applier,
  type ApplyStep,
  type Fact,
  nothingApplied,
  type ResolvedEvent,
} from '../event/index.ts'
import { assign } from '../experiment/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { meets, segmentKey } from './condition.ts'
import { type Entrant, enter } from './enter.ts'
import { hear } from './hear.ts'
import { type Leaver, letGo } from './leave.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import { hearMeasure, judgedSplits } from './trial-store.ts'
import { cachedVersions, type Version } from './version.ts'

type Role = ReturnType<typeof eventsHeard>[number]['role']
type Listener = {
  eventName: string
  journeyId: string
  version: number
  role: Role
  isOpen: boolean
}
/** An event of somebody, with who that is now. */
export type Heard = { event: ResolvedEvent; person: { id: string; no: number } }

/**
 * Lets people in, on and out by what happens, in the transaction of the batch. Most batches hold no name that any
 * journey waits for: then one look at a small index is all.
 */
export function createListenStep(neighbours: Pick<Neighbours, 'assign'>): ApplyStep {
  const versionOf = cachedVersions()
  const listen: Applier = async (tx, context, events) => {
    const listeners = await listenersTo(tx, context.tenant.id, events)
    if (listeners.length === 0) return nothingApplied
    const scope = { tenant: context.tenant, now: context.tenant.clockAt ?? context.now }
    const heard = await whoDidWhat(tx, scope, events, listeners)
    if (heard.length === 0) return nothingApplied
    const facts: Fact[] = []
    // In this order: who comes in by one event and arrives by the next of the same batch is not written to.
    for (const role of ['trigger', 'goal', 'exit', 'wait', 'measure'] as const) {
      for (const listener of listeners.filter((one) => one.role === role)) {
        const version = await versionOf(tx, context.tenant.id, listener)
        const mine = heard.filter(({ event }) => event.name === listener.eventName)
        facts.push(...(await answer(tx, neighbours, scope, { listener, version, mine })))
      }
    }
    return { facts, landings: [] }
  }
  return { name: 'journey.listen', on: 'any', apply: listen }
}

function listenersTo(tx: Tx, workspaceId: string, events: ResolvedEvent[]): Promise<Listener[]> {
  const names = [...new Set(events.map(({ name }) => name))]
  return tx.rows(sql<Listener>`
    select l.event_name as "eventName", l.journey_id as "journeyId", l.version, l.role,
           not exists (
             select from journey.pause p
             where p.workspace_id = l.workspace_id
               and p.journey_id = l.journey_id
               and p.resumed_at is null
           ) as "isOpen"
    from journey.listening l
    where l.workspace_id = ${workspaceId}
      and l.event_name = any(${names}::text[])
    order by l.journey_id, l.version, l.event_name
  `)
}

async function whoDidWhat(
  tx: Tx,
  { tenant }: Scope,
  events: ResolvedEvent[],
  listeners: Listener[],
): Promise<Heard[]> {
  const names = new Set(listeners.map(({ eventName }) => eventName))
  const waited = events.filter(({ name, customerId }) => names.has(name) && customerId !== null)
  const numbers = [...new Set(waited.map(({ customerNo }) => customerNo))]
  const persons = await peopleBook.personsOf(tx, tenant, numbers)
  return waited.flatMap((event) => {
    const person = persons.get(event.customerNo)?.person
    return person ? [{ event, person }] : []
  })
}

type Asked = { listener: Listener; version: Version; mine: Heard[] }

async function answer(
  tx: Tx,
  neighbours: Pick<Neighbours, 'assign'>,
  scope: Scope,
  { listener, version, mine }: Asked,
): Promise<Fact[]> {
  const { plan } = version
  switch (listener.role) {
    case 'trigger':
      return listener.isOpen ? enter(tx, neighbours, scope, version, entrants(version, mine)) : []
    case 'goal':
      return letGo(
        tx,
        scope,
        version,
        leavers(
          mine.filter(({ event }) => plan.goal && meets(plan.goal, event)),
          'goal',
        ),
      )
    case 'exit':
      return letGo(
        tx,
        scope,
        version,
        leavers(
          mine.filter(({ event }) => exits(version, event)),
          'exit',
        ).concat(
          leavers(
            mine.filter(({ event }) => handsOver(version, event)),
            'replied',
          ),
        ),
      )
    case 'wait':
      return hear(tx, scope, version, mine)
    case 'measure': {
      const done = mine.map(({ event, person }) => ({ customerId: person.id, at: event.at }))
      const heard = judgedSplits(plan).filter(
        ({ judge }) => MEASURED[judge.measure] === listener.eventName,
      )
      const steps = heard.map(({ id }) => id)
      const { journeyId, no } = version
      await hearMeasure(tx, scope, { journeyId, version: no, steps }, done)
      return []
    }
  }
}

/** The line of the table of appliers. */
export const listenStep = createListenStep({ assign })

/** Nothing that happened before the activation lets anybody in. */
export function entrants(
  { plan, activatedAt }: Pick<Version, 'plan' | 'activatedAt'>,
  heard: Heard[],
): Entrant[] {
  return heard
    .filter(({ event }) => event.at >= activatedAt)
    .flatMap(({ event, person }): Entrant[] => {
      const trigger = plan.triggers.find((one) => {
        if (one.kind === 'event') return meets(one.event, event)
        if (one.kind !== 'segment' || event.name !== 'segment.entered') return false
        return segmentKey(one.segmentId) === segmentKey(event.props.segment_id)
      })
      if (trigger?.kind !== 'segment' && trigger?.kind !== 'event') return []
      const ref =
        trigger.kind === 'segment'
          ? segmentKey(trigger.segmentId)
          : `${event.eventId} ${event.name}`
      const who = { customerId: person.id, customerNo: person.no }
      return [{ ...who, cause: trigger.kind, ref, at: event.at }]
    })
}

export function exits({ plan }: Pick<Version, 'plan'>, event: ResolvedEvent): boolean {
  return plan.exits.some((exit) => {
    if (exit.kind === 'event') return meets(exit.event, event)
    const isLeft = event.name === 'segment.left'
    return isLeft && segmentKey(exit.segmentId) === segmentKey(event.props.segment_id)
  })
}

/** Whether a person takes over from here: the customer has written, and nothing is said to them by itself any more. */
export function handsOver({ plan }: Pick<Version, 'plan'>, { name }: { name: string }): boolean {
  return plan.onReply === 'leave' && name === REPLIED
}

function leavers(heard: Heard[], reason: Leaver['reason']): Leaver[] {
  return heard.map(({ event, person }) => ({
    customerId: person.id,
    reason,
    at: event.at,
    ref: event.eventId,
  }))
}
