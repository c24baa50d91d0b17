import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, errors, errorText } from '../../contract/errors.ts'
import { EngineAway } from '../clickhouse/index.ts'
import { Problem } from '../kernel/index.ts'
import { isEngineError, isUnstorableText } from '../postgres/index.ts'
import type { Deps } from './deps.ts'
import { findingsText } from './validation-text.ts'

/** Every error leaves as problem+json (RFC 9457): a stable code, a text in the reader's language, the request's id. */
export function answerErrors(app: FastifyInstance, deps: Pick<Deps, 'log'>): void {
  // Before anything is begun: an answer that is streamed could not be refused any more.
  app.addHook('onRequest', async ({ url }) => {
    if (url.includes('%00')) throw unstorable()
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error, request)
    if (problem.code === 'broken') {
      deps.log.error(
        { requestId: request.id, route: request.routeOptions.url, error: error.stack },
        'broken',
      )
    }
    const retryAfter = problem.code === 'too_many' ? problem.params.seconds : undefined
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
    return reply
      .code(errors[problem.code].status)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(bodyOf(request, problem))
  })
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(bodyOf(request, new Problem('not_found'))),
  )
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const detail = findingsText(error.validation, languageOf(request))
    return new Problem('bad_request', { detail })
  }
  if (error.statusCode === 413)
    return new Problem('too_large', { limit: sizeOf(request.routeOptions.bodyLimit) })
  if (error.statusCode === 429) return new Problem('too_many', { seconds: 60 })
  if (error.statusCode && error.statusCode < 500)
    return new Problem('bad_request', { detail: error.message })
  if (error instanceof EngineAway) return new Problem('unavailable', { part: 'ClickHouse' })
  if (isEngineError(error)) return new Problem('unavailable', { part: 'Postgres' })
  if (isUnstorableText(error)) return unstorable()
  return new Problem('broken')
}

const unstorable = () => new Problem('bad_request', { detail: 'a text holds the character U+0000' })

function sizeOf(bytes = 0): string {
  const kilobytes = Math.floor(bytes / 1_024)
  return kilobytes < 1_024 ? `${kilobytes} KB` : `${Math.floor(kilobytes / 1_024)} MB`
}

function bodyOf(request: FastifyRequest, problem: Problem) {
  const { code, params } = problem
  return {
    type: `https://liuyuan.dev/errors/${code}`,
    title: errorText(code, languageOf(request), params),
    status: errors[code].status,
    code: code satisfies ErrorCode,
    params,
    requestId: request.id,
  }
}

/** Chinese unless the reader asks for English. */
export function languageOf(request: FastifyRequest): 'zh' | 'en' {
  return request.headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh'
}
