import { stringify } from 'csv-stringify/sync'
import type { Associate } from '../corp/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type GroupsAsked, listGroups } from './list-groups.ts'

/** A company has some thousands of groups; more than this is narrowed down first. */
const GROUPS_MAX = 50_000

const heads = {
  zh: [
    '群名',
    '群主',
    '群主账号',
    '客户',
    '未加好友',
    '员工',
    '期内进群',
    '期内退群',
    '建群时间',
    '解散时间',
  ],
  en: [
    'Group',
    'Owner',
    'Owner id',
    'Customers',
    'Not added',
    'Staff',
    'Joined',
    'Left',
    'Made at',
    'Dissolved at',
  ],
}

/** The groups of a list as CSV that a spreadsheet opens: with a byte order mark, and cells that run nothing. */
export async function exportGroups(
  tx: Tx,
  tenant: Tenant,
  {
    asked,
    staff,
    language,
  }: { asked: GroupsAsked; staff: ReadonlyMap<string, Associate>; language: 'zh' | 'en' },
): Promise<string> {
  const { items } = await listGroups(tx, tenant, { ...asked, limit: GROUPS_MAX, from: 0 })
  const local = (at: Date | null) =>
    at === null ? '' : at.toLocaleString('sv-SE', { timeZone: tenant.timeZone })
  const rows = items.map((group) => [
    group.name,
    staff.get(group.owner)?.name ?? '',
    group.owner,
    group.customers,
    group.strangers,
    group.staff,
    group.joined,
    group.left,
    local(group.createdAt),
    local(group.dissolvedAt),
  ])
  const text = stringify([heads[language], ...rows], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
  return `\ufeff${text}`
}
