import type { FastifyRequest } from 'fastify'
import { Problem } from '../kernel/index.ts'

/**
 * A browser sends our cookie along whoever made the page. Two proofs that it was ours: a header that a foreign form
 * cannot set, and, where the browser names it, the origin.
 * @throws Problem foreign_origin
 */
export function refuseForeign(request: FastifyRequest): void {
  const origin = request.headers.origin
  const foreign = origin !== undefined && hostOf(origin) !== request.headers.host
  if (foreign || request.headers['x-liuyuan'] !== '1') throw new Problem('foreign_origin')
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}
