import { z } from 'zod'
import { type Person, person as personShape } from '../../../contract/customer.ts'
import type { Need } from '../../../contract/tag.ts'
import { api, useDeed, useText, useUndoToast } from '../../ui/index.ts'
import type { ChosenTag } from './tag-modal.tsx'
import { texts } from './text.ts'
import { done } from './words.ts'

const REFRESH = [
  '/api/customers',
  '/api/tag-groups',
  '/api/conflicts',
  '/api/merges',
  '/api/value/customers',
]
const made = z.object({ id: z.string() })

/** What can be done to a person; each says what was done and can be undone at once. */
export function usePersonDeeds(person: Person, close: () => void) {
  const t = useText(texts)
  const toast = useUndoToast()
  const path = `/api/customers/${person.id}`
  const evidence = useDeed(
    (change: { taggingIds: string[]; isWithdrawn: boolean }) =>
      api.post('/api/taggings/withdrawal', done, change),
    { refresh: REFRESH },
  )
  const undoMerge = useDeed(
    ({ id, reason }: { id: string; reason: string }) =>
      api.del(`/api/merges/${id}`, done, { reason }),
    { refresh: REFRESH },
  )
  const tag = useDeed(
    ({ tagId, quote, sign }: ChosenTag) =>
      api.post(`${path}/taggings`, made, { tagId, sign, ...(quote === '' ? {} : { quote }) }),
    {
      refresh: REFRESH,
      done: ({ id }, { name }) => {
        close()
        const undo = () => evidence.run({ taggingIds: [id], isWithdrawn: true })
        toast({ says: t('tagged', { tag: name }), undo })
      },
    },
  )
  const fields = useDeed(
    (traits: Record<string, unknown>) => api.patch(path, personShape, { traits }),
    { refresh: REFRESH },
  )
  const changeFields = useDeed(
    (traits: Record<string, unknown>) => api.patch(path, personShape, { traits }),
    {
      refresh: REFRESH,
      done: (_person, traits) => {
        close()
        const before = new Map(person.traits.map(({ key, value }) => [key, value]))
        const back = Object.fromEntries(
          Object.keys(traits).map((key) => [key, before.get(key) ?? null]),
        )
        toast({ says: t('fields_changed'), undo: () => fields.run(back) })
      },
    },
  )
  const merge = useDeed(
    (otherId: string) => api.post('/api/merges', made, { customerId: person.id, otherId }),
    {
      refresh: REFRESH,
      done: ({ id }) => {
        close()
        toast({ says: t('merged'), undo: () => undoMerge.run({ id, reason: t('merge_undo') }) })
      },
    },
  )
  const withdraw = (need: Need, taggingId: string) => {
    evidence.run({ taggingIds: [taggingId], isWithdrawn: true })
    const undo = () => evidence.run({ taggingIds: [taggingId], isWithdrawn: false })
    toast({ says: t('evidence_withdrawn', { tag: need.tag }), undo })
  }
  return { tag, changeFields, merge, undoMerge, withdraw }
}
