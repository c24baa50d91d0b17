import type { FastifyRequest } from 'fastify'
import { type Follower, followerNamed } from '../customer/index.ts'
import { ownId, Problem } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { askingAssociate, type SidebarDeps } from './route-deps.ts'

/** The associate who asks and her customer. @param contact as WeCom's page knows them. @throws Problem not_your_customer */
export async function askingAbout(deps: SidebarDeps, request: FastifyRequest, contact: string) {
  const asking = await askingAssociate(deps, request)
  const follower = await asking.within((tx) => ownCustomer(tx, asking, contact))
  return { ...asking, follower }
}

async function ownCustomer(
  tx: Tx,
  { tenant, associate, company }: Awaited<ReturnType<typeof askingAssociate>>,
  contact: string,
): Promise<Follower> {
  const externalUserid = ownId(company, contact)
  const found = await followerNamed(tx, tenant, { userid: associate.userid, externalUserid })
  if (!found) throw new Problem('not_your_customer')
  return found
}
