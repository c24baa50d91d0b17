import type { WecomDeps } from '../corp/index.ts'
import type { Chance, Config, Tenant } from '../kernel/index.ts'
import type { LinkTracker } from './tracked-link.ts'

/** What rooms with pages of their own are given. */
export type PageDeps = WecomDeps & {
  config: Pick<Config, 'publicUrl'>
  chance: Chance
  tenants: () => Promise<Tenant[]>
  links: LinkTracker
  /** The origin of a pretend WeCom, whose phone shows pages in a frame; null beside the real one. */
  frame: string | null
}
