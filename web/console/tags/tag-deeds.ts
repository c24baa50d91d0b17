import { z } from 'zod'
import { api, useDeed, useText, useUndoToast } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/tag-groups', '/api/customers']

/** A group or a tag, as its path says. */
export type Named = { path: string; name: string }
export type TagChange = {
  rename: (what: Named, name: string) => void
  archive: (what: Named) => void
  restore: (what: Named) => void
  /** A group is the same in WeCom from now on, or no longer. */
  /** @param company which one's, where there are several. */
  share: (groupId: string, isShared: boolean, company?: string) => void
}

/** Renames, archives and brings back; the first two offer an undo. */
export function useTagChange(): TagChange {
  const t = useText(texts)
  const toast = useUndoToast()
  const change = useDeed(
    ({ path, change: body }: { path: string; change: { name?: string; isArchived?: boolean } }) =>
      api.patch(path, done, body),
    { refresh: REFRESH },
  )
  const share = useDeed(
    ({ groupId, ...sharing }: { groupId: string; isShared: boolean; company?: string }) =>
      api.put(`/api/tag-groups/${groupId}/sharing`, done, sharing),
    { refresh: REFRESH },
  )
  const restore = ({ path }: Named) => change.run({ path, change: { isArchived: false } })
  return {
    restore,
    share: (groupId, isShared, company) =>
      share.run({ groupId, isShared, ...(company === undefined ? {} : { company }) }),
    rename: ({ path, name: before }, name) =>
      void change.runAndWait({ path, change: { name } }).then((answer) => {
        const undo = () => change.run({ path, change: { name: before } })
        if (answer) toast({ says: t('renamed', { name }), undo })
      }),
    archive: (what) =>
      void change.runAndWait({ path: what.path, change: { isArchived: true } }).then((answer) => {
        if (answer) toast({ says: t('archived', { name: what.name }), undo: () => restore(what) })
      }),
  }
}
