import type { FastifyReply } from 'fastify'
import { Problem } from '../kernel/index.ts'
import { codePicture } from '../page/index.ts'

/** Sends the code that leads to a page; null: there is no address that a phone could open. */
export function sendCode(reply: FastifyReply, url: string | null): FastifyReply {
  if (url === null) throw new Problem('page_unreachable')
  return reply.type('image/svg+xml').send(codePicture(url).html)
}
