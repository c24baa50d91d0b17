import type { PageDeps } from '../page/index.ts'
import type { Deps } from './deps.ts'
import { linksOf } from './links.ts'
import { sandboxOrigin } from './sandbox-origin.ts'

/** What rooms with pages for customers are given. */
export function pageDepsOf(deps: Deps): PageDeps {
  return { ...deps, links: linksOf(deps), frame: sandboxOrigin(deps.wecomUrl) }
}
