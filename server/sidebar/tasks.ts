import type { SidebarTask } from '../../contract/sidebar.ts'
import { awayFor, type ListedTask, shownTask } from '../channel/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { peopleBook } from '../customer/index.ts'
import { showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Asking, SidebarDeps } from './route-deps.ts'

/** Tasks as she sees them; those of a colleague who is away are offered to her under the colleague's name. */
export async function shownTasks(
  tx: Tx,
  deps: Pick<SidebarDeps, 'links' | 'journeyNames'>,
  { tenant, associate }: Pick<Asking, 'tenant' | 'associate'>,
  tasks: readonly ListedTask[],
): Promise<SidebarTask[]> {
  const people = await peopleBook.describe(
    tx,
    tenant,
    tasks.map(({ customerNo }) => customerNo),
  )
  const ids = tasks.map(({ journeyId }) => journeyId)
  const journeys = await deps.journeyNames(tx, tenant, ids)
  const isOffered = tasks.some(({ userid }) => userid !== associate.userid)
  const all = isOffered ? await namedAssociates(tx, tenant) : []
  const names = new Map(all.map(({ userid, name }) => [userid, name]))
  return tasks.map((task) => {
    const { customerId, customerNo: no, userid } = task
    const person = people.get(no)
    const shown = shownTask(deps, tenant, task, {
      person: { id: showId('customer', person?.id ?? customerId), no, name: person?.name ?? '' },
      journeys,
      decidedBy: null,
    })
    return {
      ...shown,
      externalUserid: task.externalUserid,
      offeredBy: userid === associate.userid ? null : (names.get(userid) ?? userid),
    }
  })
}

/** Whose tasks are on her list: her own, and those of colleagues for whom she stands in today. */
export async function whoseTasks(
  tx: Tx,
  { tenant, associate, today }: Pick<Asking, 'tenant' | 'associate' | 'today'>,
): Promise<string[]> {
  const { userid } = associate
  return [userid, ...(await awayFor(tx, tenant, { standIn: userid, today }))]
}
