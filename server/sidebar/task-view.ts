import type { SidebarTask } from '../../contract/sidebar.ts'
import type { ListedTask } from '../channel/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import type { SidebarDeps } from './route-deps.ts'

/** A task as the associate sees it: the link is this customer's own, so that the click is theirs. */
export function shownTask(
  { links }: Pick<SidebarDeps, 'links'>,
  tenant: Pick<Tenant, 'no'>,
  { text, link, customerId, customerNo, externalUserid, ...task }: ListedTask,
  person: { id: string; name: string } | undefined,
): SidebarTask {
  const url = link && (links.urlOf(tenant, { kind: 'delivery', id: task.id }) ?? link.url)
  return {
    ...task,
    id: showId('staffTask', task.id),
    customer: {
      id: showId('customer', person?.id ?? customerId),
      no: customerNo,
      name: person?.name ?? '',
    },
    content: { text, link: link && url ? { ...link, url } : null },
    openedAt: task.openedAt.toISOString(),
    closesAt: task.closesAt.toISOString(),
    decidedAt: task.decidedAt?.toISOString() ?? null,
    decidedBy: null,
    externalUserid,
  }
}
