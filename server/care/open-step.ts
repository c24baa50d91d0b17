import type { CareSettings } from '../../contract/care.ts'
import { type ApplyStep, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { addMs, idFrom, newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { addEntries, type Entry } from './case.ts'
import { type Draft, openCases } from './open-cases.ts'
import { kindOf, settingsOf } from './settings.ts'

/** What is told later than this is the past: it opens nothing. */
const LATE_MS = 7 * 24 * 3_600_000
const SUBJECT_MAX = 200

/**
 * The line of the table of appliers that opens a service case when an event happens that the brand has named. An import
 * brings the past and opens none. While a case that the same event opened is unsolved, it happens again in that one.
 */
export const openCaseStep: ApplyStep = {
  name: 'care.open',
  on: 'any',
  async apply(tx, { tenant, now: real }, events) {
    const now = tenant.clockAt ?? real
    const { settings } = await settingsOf(tx, tenant)
    const named = new Map(settings.openers.map((one) => [one.event, one]))
    const heard = events.filter(
      ({ name, customerId, importNo, at }) =>
        named.has(name) && customerId !== null && importNo === 0 && at > addMs(now, -LATE_MS),
    )
    if (heard.length === 0) return nothingApplied
    const standing = await unsolvedBy(tx, tenant, heard)
    const drafts: Draft[] = []
    const again: Entry[] = []
    for (const event of heard) {
      const key = `${event.customerId} ${event.name}`
      const known = standing.get(key)
      if (known !== undefined) again.push(happenedAgain(known, event, now))
      const draft = known === undefined ? draftOf(settings, event) : null
      if (draft) standing.set(key, drafts.push(draft) ? draft.id : '')
    }
    const facts = await openCases(tx, { tenant, now }, settings, drafts)
    await addEntries(tx, tenant, again)
    return { facts, landings: [] }
  },
}

function draftOf(settings: CareSettings, event: ResolvedEvent): Draft | null {
  const opener = settings.openers.find((one) => one.event === event.name)
  const kind = opener && kindOf(settings, opener.kind)
  if (!kind || event.customerId === null) return null
  return {
    id: idFrom('case', event.eventId),
    customerId: event.customerId,
    kind,
    priority: opener.priority,
    origin: 'event',
    originEvent: event.name,
    subject: subjectOf(event),
    owner: null,
    by: null,
  }
}

/** What a form or a shop says it is about, or the event's name. */
function subjectOf({ name, props }: ResolvedEvent): string {
  const told = [props.subject, props.message, props.reason].find(
    (one) => typeof one === 'string' && one.trim() !== '',
  )
  return String(told ?? name)
    .trim()
    .slice(0, SUBJECT_MAX)
}

function happenedAgain(caseId: string, event: ResolvedEvent, now: Date): Entry {
  const text = subjectOf(event)
  const detail = { event: event.name }
  return { id: newId(), caseId, kind: 'happened_again', at: now, by: null, text, detail }
}

/** Unsolved cases that the same events of the same customers have opened: `<customer> <event>` → case. */
async function unsolvedBy(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  events: readonly ResolvedEvent[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(sql<{ id: string; customerId: string; event: string }>`
    select id, customer_id as "customerId", origin_event as event
    from care.service_case
    where workspace_id = ${tenant.id}
      and customer_id = any(${events.flatMap(({ customerId }) => customerId ?? [])}::uuid[])
      and origin_event = any(${events.map(({ name }) => name)}::text[])
      and state in ('open', 'answered', 'waiting')
  `)
  return new Map(rows.map(({ id, customerId, event }) => [`${customerId} ${event}`, id]))
}
