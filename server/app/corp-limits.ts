import type { CorpLimit } from '../../contract/checkup.ts'
import { liveWays, WAYS_OF_COMPANY_MAX } from '../acquisition/index.ts'
import { mostSentThisMonth } from '../channel/index.ts'
import { associates } from '../corp/index.ts'
import { customersByAssociate, tagsInWecom } from '../customer/index.ts'
import { fullestGroup, liveGroups } from '../group/index.ts'
import {
  type Clock,
  companyOf,
  presentOf,
  type Tenant,
  type TenantCompany,
} from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'

/**
 * WeCom's bounds (documents 92117, 92228). Those of relations and of a group's size stand on help pages only and differ by
 * what a company has bought: they are shown as what WeCom usually allows.
 */
const TAGS_MAX = 10_000
const RELATIONS_MAX = 50_000
const RELATIONS_OF_ONE_MAX = 5_000
const GROUP_MAX = 500

/** What WeCom bounds, counted by the rooms that hold it. */
export function limitsOf(deps: { clock: Clock }) {
  return async (tx: Tx, tenant: Tenant & TenantCompany): Promise<CorpLimit[]> => {
    const isOwn = (id: string) => companyOf(id) === tenant.company
    const all = await customersByAssociate(tx, tenant)
    const byAssociate = [...all].filter(([userid]) => isOwn(userid))
    const names = new Map((await associates(tx, tenant)).map(({ userid, name }) => [userid, name]))
    const relations = byAssociate.reduce((sum, [, one]) => sum + one, 0)
    const [busiest] = byAssociate.sort(([, a], [, b]) => b - a)
    const group = await fullestGroup(tx, tenant)
    const mass = await mostSentThisMonth(tx, tenant, presentOf(tenant, deps.clock))
    return [
      { key: 'relations', used: relations, allowed: RELATIONS_MAX, whose: '' },
      ...(busiest
        ? [
            {
              key: 'relations_of_one' as const,
              used: busiest[1],
              allowed: RELATIONS_OF_ONE_MAX,
              whose: names.get(busiest[0]) ?? busiest[0],
            },
          ]
        : []),
      {
        key: 'tags',
        used: (await tagsInWecom(tx, tenant)).filter(isOwn).length,
        allowed: TAGS_MAX,
        whose: '',
      },
      {
        key: 'contact_ways',
        used: (await liveWays(tx, tenant)).filter(isOwn).length,
        allowed: WAYS_OF_COMPANY_MAX,
        whose: '',
      },
      ...(group
        ? [{ key: 'group_size' as const, used: group.size, allowed: GROUP_MAX, whose: group.name }]
        : []),
      { key: 'mass_of_one', used: mass.most, allowed: mass.days, whose: '' },
    ]
  }
}

/** What is kept here, by WeCom's ids. */
export async function oursOf(tx: Tx, tenant: TenantCompany) {
  const own = (ids: string[]) => new Set(ids.filter((id) => companyOf(id) === tenant.company))
  return {
    contactWays: own(await liveWays(tx, tenant)),
    tags: own(await tagsInWecom(tx, tenant)),
    groups: own(await liveGroups(tx, tenant)),
  }
}
