import { z } from 'zod'
import * as contract from '../../contract/sidebar.ts'
import { offerMaterial } from '../channel/index.ts'
import { isOffered, materialOf } from '../content/index.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { materialsFor, materialsOfToday, peopleFor } from './materials.ts'
import { mayNowOf } from './may-now.ts'
import { askingAbout } from './own-customer.ts'
import { askingAssociate, idIn, type SidebarDeps } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const byContact = z.object({ contact: z.string().min(1).max(128) })

/**
 * The associate's own initiative (导购自由选取): she picks a material and sees for whom of her customers it is, or picks a customer
 * and sees which material; what she chooses is sent by her, judged by the policy, and counted.
 */
export function materialRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    '/api/sidebar/materials',
    { schema: { response: { 200: contract.offeredMaterials } } },
    async (request) => {
      const asking = await askingAssociate(deps, request)
      return { items: await asking.within((tx) => materialsOfToday(tx, deps, asking)) }
    },
  )
  app.get(
    '/api/sidebar/materials/:id/customers',
    { schema: { params: byId, response: { 200: contract.rankedPeople } } },
    async (request) => {
      const asking = await askingAssociate(deps, request)
      const id = idIn('material', request.params.id)
      return asking.within(async (tx) => {
        const material = await materialOf(tx, asking.tenant, id)
        if (!material || !isOffered(material, asking.today)) throw new Problem('not_found')
        return peopleFor(tx, deps, asking, material)
      })
    },
  )
  app.get(
    '/api/sidebar/customers/:contact/materials',
    { schema: { params: byContact, response: { 200: contract.rankedMaterials } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { follower } = asking
      return asking.within(async (tx) => {
        const may = await mayNowOf(tx, asking, follower.id)
        return { items: await materialsFor(tx, deps, asking, { follower, may }) }
      })
    },
  )
  app.post(
    '/api/sidebar/customers/:contact/offers',
    {
      schema: {
        params: byContact,
        body: contract.newOffer,
        response: { 201: contract.offer },
      },
    },
    async (request, reply) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, ctx, associate, follower, today } = asking
      const materialId = idIn('material', request.body.materialId)
      const offered = await asking.within(async (tx) => {
        const material = await materialOf(tx, tenant, materialId)
        if (!material || !isOffered(material, today)) throw new Problem('not_found')
        const { text, link, purpose } = material
        const said = await offerMaterial(tx, ctx, {
          materialId,
          content: { text, ...(link ? { link } : {}) },
          purpose,
          customer: follower,
          sender: { userid: associate.userid, externalUserid: follower.externalUserid },
        })
        return { said, link }
      })
      if (!offered.said.ok) throw new Problem('may_not_send', { reason: offered.said.reason })
      const { taskId, text } = offered.said.value
      const { link } = offered
      const url = link && (deps.links.urlOf(tenant, { kind: 'delivery', id: taskId }) ?? link.url)
      return reply.code(201).send({
        taskId: showId('staffTask', taskId),
        text,
        link: link && url ? { ...link, url } : null,
      })
    },
  )
}
