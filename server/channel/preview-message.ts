import type { MessagePreview } from '../../contract/journey-view.ts'
import { wordsOf } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { compile, scopeOf } from './render.ts'

/** Variables offered for picking; a person with more has them all the same. */
const VARIABLES_MAX = 60

/** A message as one customer would read it, or why they could not. @param customerId a uuid. */
export async function previewMessage(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { text, customerId }: { text: string; customerId: string },
): Promise<MessagePreview | null> {
  const words = (await wordsOf(tx, tenant, [customerId])).get(customerId)
  if (!words) return null
  const scope = scopeOf(words)
  const variables = Object.entries(scope.customer)
    .slice(0, VARIABLES_MAX)
    .map(([key, value]) => ({ key, value: String(value) }))
  const compiled = compile(text)
  const said = compiled.ok
    ? (compiled.value?.(scope) ?? { ok: true as const, value: text })
    : compiled
  if (said.ok) return { text: said.value, problem: null, detail: '', variables }
  const { detail } = said.detail
  return {
    text: null,
    problem: said.reason,
    detail: typeof detail === 'string' ? detail : '',
    variables,
  }
}

/** How texts read for one customer: what is known of them is looked up once. Null: something that a text needs is missing. */
export async function readerOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerId: string,
): Promise<(text: string) => string | null> {
  const scope = scopeOf((await wordsOf(tx, tenant, [customerId])).get(customerId) ?? {})
  return (text) => {
    const compiled = compile(text)
    if (!compiled.ok) return null
    const said = compiled.value?.(scope)
    if (said === undefined) return text
    return said.ok ? said.value : null
  }
}

/** Whether a text can be read as a template at all. */
export function isReadable(text: string): boolean {
  return compile(text).ok
}
