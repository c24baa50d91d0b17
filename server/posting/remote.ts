import type { Answer, Page } from '../../wecom/index.ts'
import type { StaffWayOf } from '../channel/index.ts'
import type { OwnWecom } from '../corp/index.ts'
import type { Clock, Log, Tenant, TenantCompany } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'

/** The calls by which posts in groups live. */
export type PostRemote = Pick<
  OwnWecom,
  | 'addGroupTask'
  | 'cancelMessageTask'
  | 'messageTaskResults'
  | 'messageTaskStaff'
  | 'messageTasks'
  | 'remindMessageTask'
  | 'uploadAttachment'
>
export type PostRemoteOf = (company: TenantCompany) => Promise<PostRemote | null>

export type PostingDeps = {
  db: Database
  /** The real one: leases and looks go by it. */
  clock: Clock
  log: Log
  remoteOf: PostRemoteOf
  staffWayOf: StaffWayOf
  /** True while nothing may leave this installation. Asked before every call. */
  isFenced: () => Promise<boolean>
}

/** One look at one workspace. @returns whether there was something to do. */
export type Step = (deps: PostingDeps, tenant: Tenant) => Promise<boolean>

/** Pages of one list: 100 tasks or 1,000 groups each. */
const PAGES_MAX = 40

/** All pages of a list, or the first answer that is none; null: it does not end, so nobody can rely on it. */
export async function allPages<T>(
  page: (cursor: string) => Promise<Answer<Page<T>>>,
): Promise<Answer<T[]> | null> {
  const rows: T[] = []
  let cursor = ''
  for (let n = 0; n < PAGES_MAX; n++) {
    const answer = await page(cursor)
    if (!answer.ok) return answer
    rows.push(...answer.value.rows)
    cursor = answer.value.nextCursor
    if (cursor === '') return { ok: true, value: rows }
  }
  return null
}
