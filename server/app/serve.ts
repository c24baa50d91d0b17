import type { AddressInfo } from 'node:net'
import { isSetupNeeded } from '../staff/index.ts'
import type { Composition } from './compose.ts'
import { serveConsole, serveSidebar } from './console.ts'
import { createHttp } from './http.ts'
import { addRoutes } from './routes.ts'
import { sandboxOrigin } from './sandbox-origin.ts'

export type Serving = { url: string; stop(): Promise<void> }

/** Listens where the configuration says; port 0 takes a free one. */
export async function serve(deps: Composition): Promise<Serving> {
  // Written before anybody can ask for it: the keeper tells it to whoever stands at the terminal.
  if (await isSetupNeeded(deps.db)) deps.setupToken.read()
  const app = await createHttp(deps)
  await addRoutes(app, deps)
  await serveConsole(app)
  await serveSidebar(app, sandboxOrigin(deps.wecomUrl))
  await app.listen({ host: deps.config.host, port: deps.config.port })
  return {
    url: `http://${hostOf(deps.config.host)}:${portOf(app.server.address())}`,
    stop: () => app.close(),
  }
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address ? address.port : 0
}

function hostOf(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}
