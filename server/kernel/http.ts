import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Permission } from '../../contract/staff.ts'
import type { Tenant } from './tenant.ts'

/** The HTTP server as rooms see it: they add routes whose shapes come from `contract/`. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Who asks, on every route that declares a permission. An API key has no member of staff behind it. */
export type RequestSession = {
  tenant: Tenant
  staffId: string | null
  permissions: readonly Permission[]
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Throws `not_signed_in` on routes that declare no permission. */
    session: RequestSession
    /** The same, or null where nobody is signed in. */
    found: RequestSession | null
  }
  interface FastifyContextConfig {
    /** What the asker must be allowed to do; 'signed_in' for any member of staff; absent: open to everybody. */
    permission?: Permission | 'signed_in'
  }
}
