import type { Tie } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Standing } from './standing.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Of whom no snapshot of ties (关系强度) has seen yet: up to how many days after they last did something (an event of theirs, an
 * order) their tie counts as strong, medium, weak; beyond, it is silent.
 */
const TIE_DAYS = { strong: 14, medium: 60, weak: 180 } as const

/** How strong the tie to a customer is: as the newest snapshot says, and before the first one by their last sign of life. */
export function tieOf(
  { tie, lastSeenAt, lastOrderAt }: Pick<Standing, 'tie' | 'lastSeenAt' | 'lastOrderAt'>,
  now: Date,
): Tie {
  if (tie !== null) return tie
  const at = Math.max(lastSeenAt.getTime(), lastOrderAt?.getTime() ?? 0)
  const days = (now.getTime() - at) / DAY_MS
  if (days <= TIE_DAYS.strong) return 'strong'
  if (days <= TIE_DAYS.medium) return 'medium'
  return days <= TIE_DAYS.weak ? 'weak' : 'silent'
}

/**
 * Keeps how strong the ties to people are, as a new snapshot found them. Only what changed is written: most ties are today
 * what they were yesterday. @param numbers of the rows that stand for persons; who is not known is left out
 */
export async function noteTies(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { numbers, levels, at }: { numbers: readonly number[]; levels: readonly Tie[]; at: Date },
): Promise<void> {
  await tx.run(sql`
    insert into customer.tie as t (workspace_id, person_id, level, since, was)
    select c.workspace_id, c.id, n.level, ${at}, null
    from unnest(${[...numbers]}::bigint[], ${[...levels]}::text[]) as n (no, level)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.no = n.no
    left join customer.tie k
      on k.workspace_id = c.workspace_id
      and k.person_id = c.id
    where k.level is distinct from n.level
    on conflict (workspace_id, person_id) do update
    set level = excluded.level, since = excluded.since, was = t.level
  `)
}

/** The tie to a person and since when; null for whom no snapshot has seen. @param personId of the row that stands for the person */
export function tieOfPerson(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  personId: string,
): Promise<{ level: Tie; since: Date; was: Tie | null } | null> {
  return tx.maybe(sql<{ level: Tie; since: Date; was: Tie | null }>`
    select level, since, was
    from customer.tie
    where workspace_id = ${tenant.id}
      and person_id = ${personId}
  `)
}
