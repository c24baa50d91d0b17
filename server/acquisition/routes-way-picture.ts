import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { posterScale } from '../../contract/poster.ts'
import { type App, Problem, type Tenant } from '../kernel/index.ts'
import { orderFor, painted } from '../poster/index.ts'
import type { StoredWay } from './contact-way.ts'
import { demandWay } from './demand-way.ts'
import { fetchPicture } from './picture.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
const path = '/api/contact-ways'
/** `download`: saved under the code's name. */
const asked = z.object({ download: z.literal('1').optional() })

/** What people print of a code: the code alone, or on a poster. */
export function pictureRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    `${path}/:id/picture`,
    { config: read, schema: { params: byId, querystring: asked } },
    async (request, reply) => {
      const { tenant } = request.session
      const way = await demandWay(deps, tenant, idIn('contactWay', request.params.id))
      const { kind, bytes } = await codeOf(deps, way)
      const ending = kind.includes('svg') ? 'svg' : kind.includes('jpeg') ? 'jpg' : 'png'
      const { download } = request.query
      return sent(reply, { kind, bytes, file: download ? `${way.name}.${ending}` : null })
    },
  )
  app.get(
    `${path}/:id/poster`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: asked.extend({ poster: z.string(), scale: posterScale.default(1) }),
      },
    },
    async (request, reply) => {
      const { tenant } = request.session
      const { poster, scale, download } = request.query
      const way = await demandWay(deps, tenant, idIn('contactWay', request.params.id))
      const bytes = await posterOf(deps, tenant, way, { posterId: idIn('poster', poster), scale })
      return sent(reply, { kind: 'image/png', bytes, file: download ? `${way.name}.png` : null })
    },
  )
}

/** From our own address, so that it can be shown and saved. */
async function codeOf(deps: AcquisitionDeps, { qrUrl }: StoredWay) {
  if (qrUrl === null) throw new Problem('not_found')
  const picture = await fetchPicture(qrUrl, deps.wecomUrl)
  if (!picture.ok) throw new Problem('wecom_silent')
  return picture.value
}

/** A poster of a code is the brand's: its name stands where a person's would. */
async function posterOf(
  deps: AcquisitionDeps,
  tenant: Tenant,
  way: StoredWay,
  { posterId, scale }: { posterId: string; scale: number },
): Promise<Buffer> {
  const words = { name: tenant.name, headline: way.name }
  const bare = await deps.db.inWorkspace(tenant.id, (tx) =>
    orderFor(tx, tenant, posterId, { code: { text: '' }, words, scale, format: 'png' }),
  )
  if (!bare) throw new Problem('not_found')
  const order = { ...bare, code: { picture: (await codeOf(deps, way)).bytes } }
  return painted(deps.painter, order)
}

function sent(
  reply: FastifyReply,
  { kind, bytes, file }: { kind: string; bytes: Buffer; file: string | null },
): FastifyReply {
  if (file !== null)
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file)}`)
  // A picture that came from elsewhere does nothing but be seen.
  reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  return reply.header('cache-control', 'private, max-age=3600').type(kind).send(bytes)
}
