import type { Tenant } from '../kernel/index.ts'
import type { LinkTracker } from './tracked-link.ts'

/**
 * Where a link in a message leads. To a page of our own it says whose message it was, so that nobody is asked who they are;
 * any other address stays as it is.
 * @param way.customerId null: the message went to many.
 */
export function personalUrl(
  links: Pick<LinkTracker, 'read' | 'tokenOf'>,
  tenant: Pick<Tenant, 'no'>,
  { url, customerId }: { url: string; customerId: string | null },
): string {
  if (customerId === null || !URL.canParse(url)) return url
  const target = new URL(url)
  const read = links.read(target.pathname.split('/').at(-1) ?? '')
  if (read?.workspaceNo !== tenant.no || !PAGES.has(read.kind)) return url
  target.searchParams.set('p', links.tokenOf(tenant, { kind: 'person', id: customerId }))
  return target.href
}

const PAGES: ReadonlySet<string> = new Set([
  'form',
  'landing',
  'hook_claim',
  'flash',
  'invite',
  'reward',
  'article',
])
