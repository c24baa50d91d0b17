import type { App } from '../kernel/index.ts'
import type { ReadingDeps } from './route-deps.ts'
import { articleRoutes } from './routes-article.ts'
import { articlePageRoutes } from './routes-page.ts'
import { readerRoutes } from './routes-reader.ts'
import { storyRoutes } from './routes-story.ts'

export { articleStep } from './apply-step.ts'
export { readingsOf } from './readers.ts'
export { settleReadings, startReading } from './settle.ts'
export { tellAssociates } from './tell-associates.ts'

/** Articles on the brand's own pages, and how they are read. */
export function routes(app: App, deps: ReadingDeps): void {
  articleRoutes(app, deps)
  readerRoutes(app, deps)
  storyRoutes(app, deps)
  articlePageRoutes(app, deps)
}
