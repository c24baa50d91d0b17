import type { App } from '../kernel/index.ts'
import type { SidebarDeps } from './route-deps.ts'
import { customerRoutes } from './routes-customer.ts'
import { enterRoutes } from './routes-enter.ts'
import { handoverRoutes } from './routes-handover.ts'
import { materialRoutes } from './routes-material.ts'
import { replyRoutes } from './routes-reply.ts'
import { taskRoutes } from './routes-task.ts'

/** What an associate sees beside a chat (侧边栏): the way in, her customer, her tasks, what may be sent and said. */
export function routes(app: App, deps: SidebarDeps): void {
  enterRoutes(app, deps)
  customerRoutes(app, deps)
  handoverRoutes(app, deps)
  taskRoutes(app, deps)
  materialRoutes(app, deps)
  replyRoutes(app, deps)
}
