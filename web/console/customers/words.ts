import { z } from 'zod'
import type { IdentityKind } from '../../../contract/identity.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** The answer of deeds that have nothing to tell. */
export const done = z.object({ ok: z.literal(true) })

/** What a kind of identity is called. */
export function useIdentityWord(): (kind: IdentityKind) => string {
  const t = useText(texts)
  return (kind) => t(`identity_${kind}`)
}

/** What somebody is called: their name, or their number where no name is known. */
export function useCalled(): (person: { name: string | null; no: number }) => string {
  const t = useText(texts)
  return ({ name, no }) => name ?? t('unnamed', { no: String(no) })
}
