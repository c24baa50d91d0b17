import { liveCorps, wecomOf } from '../corp/index.ts'
import { companyOf, type Tenant } from '../kernel/index.ts'
import type { Deps } from './deps.ts'
import { linksOf } from './links.ts'

/** What payments need from outside of their room: WeChat Pay's address, our own, and who somebody is to a company's payments. */
export function paymentsOf(deps: Deps) {
  return {
    payUrl: deps.config.wechatpayBaseUrl,
    notifyUrl: (tenant: Tenant) => linksOf(deps).urlOf(tenant, { kind: 'pay', id: tenant.id }),
    async openidOf(tenant: Tenant, contacts: readonly string[]) {
      const corps = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
      for (const contact of contacts) {
        const corp = corps.find(({ company }) => company === companyOf(contact))
        const connected = corp
          ? await wecomOf(deps, { id: tenant.id, company: corp.company })
          : null
        const found = await connected?.wecom.openidOfCustomer(contact)
        if (corp && found?.ok) return { appId: corp.corpId, openid: found.value }
      }
      return null
    },
    /** The first company: whose openids are paid where the account says nothing else. */
    async appIdOf(tenant: Tenant): Promise<string> {
      const [corp] = await deps.db.inWorkspace(tenant.id, (tx) => liveCorps(tx, tenant))
      return corp?.corpId ?? ''
    },
  }
}
