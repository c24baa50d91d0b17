import type { FastifyRequest } from 'fastify'
import type { App } from '../kernel/index.ts'

/** A page sends one answer, or a handful of words. */
const BODY_BYTES_MAX = 16_384

/** Routes to which a page's plain form posts; `bodyOf` gives what was sent, as it is. */
export function postedPage(
  app: App,
  add: (scope: App, bodyOf: (request: Pick<FastifyRequest, 'body'>) => URLSearchParams) => void,
): void {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_asked, body, done) => done(null, new URLSearchParams(String(body))),
    )
    add(scope, ({ body }) => (body instanceof URLSearchParams ? body : new URLSearchParams()))
  })
}
