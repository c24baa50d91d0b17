import { rfmClassNames } from '../../contract/insight.ts'
import { tieLevels } from '../../science/tie-level.ts'
import type { Contacts } from './contacts.ts'
import { dayIn, dayText } from './day.ts'
import type { StoredValue } from './fit-store.ts'
import type { ValueColumns } from './measure.ts'
import type { TieColumns } from './measure-ties.ts'
import { classOf } from './people.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** Rows of one insert: about 12 MB of JSON. */
const INSERT_ROWS = 50_000
const DAY_MS = 86_400_000

export type Layers = {
  contacts: Contacts
  ties: TieColumns
  values: ValueColumns
  rfm: StoredValue['rfm']
  asOf: Date
  timeZone: string
}

/** Writes everybody's tie and class under a snapshot number that nobody reads yet. */
export async function writeLayers(
  history: WorkspaceHistory,
  snapshot: number,
  layers: Layers,
): Promise<void> {
  const bought = boughtBy(layers)
  const { numbers } = layers.contacts
  for (let from = 0; from < numbers.length; from += INSERT_ROWS) {
    const to = Math.min(from + INSERT_ROWS, numbers.length)
    const rows = Array.from({ length: to - from }, (_, i) =>
      rowOf(layers, bought, { snapshot, i: from + i }),
    )
    await history.insert('customer_layer', rows)
  }
}

type Bought = ReadonlyMap<number, { rfmClass: string; spent: number; value90: number }>

function rowOf(
  { contacts, ties, asOf, timeZone }: Layers,
  bought: Bought,
  { snapshot, i }: { snapshot: number; i: number },
): Record<string, unknown> {
  const customer = contacts.numbers[i] ?? 0
  const lastDays = contacts.lastInboundDays[0]?.[i] ?? Number.NaN
  const cameOn = Number.isNaN(lastDays)
    ? 0
    : dayIn(new Date(asOf.getTime() - lastDays * DAY_MS), timeZone)
  const worth = bought.get(customer)
  return {
    snapshot,
    customer,
    tie: tieLevels[ties.level[i] ?? 0],
    tie_before: contacts.before[i] ?? '',
    chance: ties.chance[i] ?? 0,
    came: contacts.recentCame[i] ?? 0,
    spoken_to: contacts.recentSpokenTo[i] ?? 0,
    active_days: contacts.activeDays[0]?.[i] ?? 0,
    reciprocity: ties.reciprocity[i] ?? 0,
    came_on: dayText(cameOn),
    rfm_class: worth?.rfmClass ?? '',
    spent: worth?.spent ?? 0,
    value_90d: worth?.value90 ?? 0,
  }
}

/** What those who bought are worth, by number. */
function boughtBy({ values, rfm }: Layers): Bought {
  const bought = new Map<number, { rfmClass: string; spent: number; value90: number }>()
  values.numbers.forEach((customer, i) => {
    const own = {
      last_on: dayText(values.lastDay[i] ?? 0),
      orders: values.orders[i] ?? 0,
      spent: values.spent[i] ?? 0,
    }
    bought.set(customer, {
      rfmClass: rfm === null ? (rfmClassNames.at(-1) ?? '') : classOf(own, rfm),
      spent: own.spent,
      value90: Math.round(values.predictions?.value90[i] ?? 0),
    })
  })
  return bought
}
