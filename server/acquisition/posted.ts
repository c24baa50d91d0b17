import type { FastifyRequest } from 'fastify'
import type { App } from '../kernel/index.ts'

/** A page sends a handful of words. */
const BODY_BYTES_MAX = 8_192

/** Routes to which a page's plain form posts. */
export function takePosts(app: App, add: (scope: App) => void): void {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_sent, body, done) => done(null, new URLSearchParams(body.toString())),
    )
    add(scope)
  })
}

export function postedWords({ body }: Pick<FastifyRequest, 'body'>): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams()
}
