import type { z } from 'zod'
import type { staffTask } from '../../contract/staff-task.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import type { ListedTask } from './task-list.ts'

type Shown = z.infer<typeof staffTask>
type Names = {
  person: Shown['customer']
  journeys: ReadonlyMap<string, string>
  decidedBy: string | null
}

/** A task as it is shown: the link is this customer's own, so that the click is theirs. */
export function shownTask(
  { links }: { links: Pick<LinkTracker, 'urlOf'> },
  tenant: Pick<Tenant, 'no'>,
  task: ListedTask,
  { person, journeys, decidedBy }: Names,
): Shown {
  const { id, text, link, journeyId } = task
  const url = link && (links.urlOf(tenant, { kind: 'delivery', id }) ?? link.url)
  const name = journeyId === null ? undefined : journeys.get(journeyId)
  return {
    id: showId('staffTask', id),
    state: task.state,
    userid: task.userid,
    customer: person,
    content: { text, link: link && url ? { ...link, url } : null },
    purpose: task.purpose,
    cause: task.cause,
    journey: journeyId === null ? null : { id: showId('journey', journeyId), name: name ?? '' },
    openedAt: task.openedAt.toISOString(),
    closesAt: task.closesAt.toISOString(),
    dueAt: task.dueAt?.toISOString() ?? null,
    isOverdue: task.isOverdue,
    snoozedUntil: task.snoozedUntil?.toISOString() ?? null,
    latest: task.latest.toISOString(),
    begunAt: task.begunAt?.toISOString() ?? null,
    decidedAt: task.decidedAt?.toISOString() ?? null,
    decidedBy,
    outcome: task.outcome,
    reason: task.reason,
  }
}
