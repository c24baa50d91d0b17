import type { CorpSync } from '../../contract/corp.ts'
import type { TenantCompany } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type SyncProgress, syncProgress, unreadMembers } from './sync-state.ts'

/** How far bringing in has come, as the settings and the task tray show it. */
export async function syncView(tx: Tx, tenant: TenantCompany): Promise<CorpSync> {
  const parts = await syncProgress(tx, tenant)
  const remainingMs = remainingOf(parts)
  return {
    parts: parts.map(({ part, done, total, endedAt, error }) => ({
      part,
      done,
      total,
      endedAt: endedAt?.toISOString() ?? null,
      error,
    })),
    remainingSeconds: remainingMs === null ? null : Math.ceil(remainingMs / 1000),
    unread: await unreadMembers(tx, tenant),
  }
}

/** By the time that one contact took so far, pauses included: an estimate, not a promise. */
export function remainingOf(
  parts: readonly Pick<SyncProgress, 'part' | 'done' | 'total' | 'changedAt' | 'endedAt'>[],
): number | null {
  const contacts = parts.find(({ part }) => part === 'contacts')
  const before = parts.find(({ part }) => part === 'directory')?.endedAt
  if (!contacts || contacts.endedAt || !before) return null
  const { done, total, changedAt } = contacts
  const tookMs = changedAt.getTime() - before.getTime()
  if (done === 0 || total === null || tookMs <= 0) return null
  return Math.max(0, Math.round(((total - done) * tookMs) / done))
}
