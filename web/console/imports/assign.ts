import {
  type ColumnField,
  type ColumnMapping,
  fieldsOf,
  type ImportKind,
  repeatable,
} from '../../../contract/import.ts'

/**
 * Gives the column at `index` its field (null: not imported). A field that only one column can have is taken from the
 * other, whose content is then kept under its own name; `freed` is that column's place.
 */
export function assigned(
  kind: ImportKind,
  columns: ColumnMapping,
  index: number,
  field: ColumnField | null,
): { columns: ColumnMapping; freed: number | null } {
  const rest = fieldsOf(kind).includes('attribute') ? 'attribute' : 'trait'
  const isOnce = field !== null && !repeatable.includes(field)
  const freed = isOnce ? columns.findIndex((one, at) => one === field && at !== index) : -1
  return {
    columns: columns.map((one, at) => (at === index ? field : at === freed ? rest : one)),
    freed: freed === -1 ? null : freed,
  }
}
