import type { IdentityClaim } from '../../contract/identity.ts'
import type { RowError } from '../../contract/import.ts'
import { looksPersonal } from './personal-column.ts'
import { cellsOf, claimsOf, instantOf, type RowContext } from './read-order.ts'

export type ToldCustomer = {
  line: number
  /** When the person came to the brand; null: the file does not say. */
  joinedAt: string | null
  claims: IdentityClaim[]
  name: string | null
  traits: Record<string, string>
  tags: { group: string; name: string }[]
}

/** Reads a customer from a row, or says what was expected. Somebody whom nothing identifies cannot be taken. */
export function readCustomer(
  context: RowContext,
  line: number,
  row: string[],
): ToldCustomer | RowError[] {
  const cells = cellsOf(context.settings, context.headers, line, row)
  const joinedAt = instantOf(context, cells, 'joinedAt')
  const claims = claimsOf(cells)
  if (claims.length === 0) {
    cells.errors.push({ line, column: '', code: 'nobody', params: {} })
  }
  if (cells.errors.length > 0) return cells.errors
  const traits = cells.all('trait').filter(({ text }) => text !== '' && !looksPersonal(text))
  return {
    line,
    joinedAt: joinedAt?.toISOString() ?? null,
    claims,
    name: cells.text('name') || null,
    traits: Object.fromEntries(traits.map(({ header, text }) => [header, text])),
    tags: cells.all('tags').flatMap(({ text }) => tagsOf(text)),
  }
}

/** `敏感肌、来源:小红书` → two tags; a colon parts the group from the tag. */
function tagsOf(text: string): { group: string; name: string }[] {
  return text
    .split(/[,，、;；|]/)
    .map((written) => written.trim())
    .filter((written) => written !== '')
    .map((written) => {
      const [, group = '', name = written] = /^([^:：]+)[:：](.+)$/.exec(written) ?? []
      return { group: group.trim(), name: name.trim() }
    })
}
