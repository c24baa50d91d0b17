import { clickhouseInstant, type Landing, type PumpContext } from '../event/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Spell } from './follow.ts'
import { numbersOf } from './numbered.ts'

/** Follows for the mirror that segments read. A request that nobody has confirmed is no follow yet. */
export async function landedFollows(
  tx: Tx,
  { tenant, batchNo }: Pick<PumpContext, 'tenant' | 'batchNo'>,
  spells: Spell[],
): Promise<Landing[]> {
  if (spells.length === 0) return []
  const numbers = await numbersOf(
    tx,
    tenant,
    spells.map(({ customerId }) => customerId),
  )
  const rows = spells.map((spell) => {
    const ends = [spell.leftAt, spell.removedAt].flatMap((at) =>
      at === null ? [] : [at.getTime()],
    )
    return {
      workspace: tenant.no,
      customer: numbers.get(spell.customerId) ?? 0,
      id: spell.id,
      userid: spell.userid,
      state: spell.state,
      add_way: spell.addWay ?? 0,
      started_at: clickhouseInstant(spell.startedAt),
      ended_at: ends.length === 0 ? null : clickhouseInstant(new Date(Math.min(...ends))),
      gone: spell.confirmedAt === null ? 1 : 0,
      version: batchNo,
    }
  })
  return [{ table: 'customer_follow', rows }]
}
