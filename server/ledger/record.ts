import type { CampaignKind, LedgerUnit, MoveReason, Phase } from '../../contract/ledger.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type AccountRef, accountId, holdAccounts, openAccounts, type Standing } from './account.ts'

/**
 * A movement that is asked for. direct: from one account to another. hold: promised from one to another; a post or a void names
 * the hold by its cause. reverse: what was done goes back the way it came.
 */
export type Move = {
  /** The same cause is the same movement. */
  cause: string
  at: Date
  reason: MoveReason
  campaign: { kind: CampaignKind; id: string } | null
  by: string | null
} & (
  | { does: 'direct' | 'hold'; from: AccountRef; to: AccountRef; amount: number }
  | { does: 'post' | 'void' | 'reverse'; of: string }
)

/**
 * insufficient: the account has not that much that is free. unknown: there is no such movement to post, void or reverse.
 * resolved: the hold was posted or voided before. different: the cause was used for another movement.
 */
export type MoveRefusal = 'insufficient' | 'unknown' | 'resolved' | 'different'
export type Moved = { id: string; isNew: boolean }

type Line = {
  id: string
  cause: string
  phase: Phase
  debitId: string
  creditId: string
  amount: number
  unit: LedgerUnit
  resolves: string | null
}
type Known = Line & { isResolved: boolean }

/**
 * Writes movements, each once by its cause, in the order in which they are given. What one refuses the others do not feel.
 * @param real when it is written down.
 */
export async function record(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  moves: readonly Move[],
  real: Date,
): Promise<Outcome<Moved, MoveRefusal>[]> {
  if (moves.length === 0) return []
  const refs = moves.flatMap((move) => ('from' in move ? [move.from, move.to] : []))
  if (refs.length > 0) await openAccounts(tx, tenant, refs, real)
  const causes = moves.flatMap((move) => ('of' in move ? [move.cause, move.of] : [move.cause]))
  const named = moves.some((move) => 'of' in move) ? await linesOf(tx, tenant, causes) : []
  const accounts = [
    ...refs.map((ref) => accountId(tenant, ref)),
    ...named.flatMap(({ debitId, creditId }) => [debitId, creditId]),
  ]
  const standing = await holdAccounts(tx, [...new Set(accounts)])
  // Looked at again: whoever was before us with one of these accounts is done now.
  const known = new Map((await linesOf(tx, tenant, causes)).map((line) => [line.cause, line]))
  const fresh: { line: Line; move: Move }[] = []
  const outcomes = moves.map((move) => {
    const decided = decide(tenant, move, { known, standing })
    if (decided.ok && decided.value.isNew) fresh.push({ line: decided.value.line, move })
    return decided
  })
  const written = await insertLines(tx, tenant, fresh, real)
  return outcomes.map((outcome) => {
    if (!outcome.ok) return outcome
    const { line, isNew } = outcome.value
    if (!isNew || written.has(line.id)) return ok({ id: line.id, isNew })
    // Somebody wrote it a moment before us: the same cause, or the other end of the same hold.
    return refused(line.resolves === null ? 'different' : 'resolved')
  })
}

type Books = { known: Map<string, Known>; standing: Map<string, Standing> }

function decide(
  tenant: Pick<Tenant, 'id'>,
  move: Move,
  { known, standing }: Books,
): Outcome<{ line: Line; isNew: boolean }, MoveRefusal> {
  const of = 'of' in move ? known.get(move.of) : undefined
  if ('of' in move && !of) return refused('unknown')
  const line = lineOf(tenant, move, of)
  const before = known.get(move.cause)
  if (before)
    return isSame(before, line) ? ok({ line: before, isNew: false }) : refused('different')
  if (of && line.resolves !== null) {
    if (of.phase !== 'hold') return refused('unknown')
    if (of.isResolved) return refused('resolved')
    of.isResolved = true
  }
  // Only what was done can go back.
  if (of && move.does === 'reverse' && of.phase !== 'direct' && of.phase !== 'post')
    return refused('unknown')
  const from = standing.get(line.debitId)
  const to = standing.get(line.creditId)
  const isTaking = line.phase === 'direct' || line.phase === 'hold'
  if (from && isTaking && from.posted - from.held < line.amount)
    return refused('insufficient', { free: from.posted - from.held })
  if (from) settle(from, line, -1)
  if (to) settle(to, line, 1)
  known.set(move.cause, { ...line, isResolved: false })
  return ok({ line, isNew: true })
}

/** What a movement does to the sums of an account: as the trigger of the table does. */
function settle(standing: Standing, { phase, amount }: Line, sign: 1 | -1): void {
  if (phase === 'direct' || phase === 'post') standing.posted += sign * amount
  if (sign === 1 || phase === 'direct') return
  standing.held += phase === 'hold' ? amount : -amount
}

function lineOf(tenant: Pick<Tenant, 'id'>, move: Move, of: Known | undefined): Line {
  const { cause, does } = move
  if ('from' in move) {
    const { from, to, amount } = move
    return {
      id: newId(),
      cause,
      phase: move.does,
      debitId: accountId(tenant, from),
      creditId: accountId(tenant, to),
      amount,
      unit: from.unit,
      resolves: null,
    }
  }
  if (!of) throw new Error('a movement that nobody knows has no line')
  const { debitId, creditId, amount, unit } = of
  return does === 'reverse'
    ? {
        ...{ id: newId(), cause, phase: 'direct', amount, unit, resolves: null },
        ...{ debitId: creditId, creditId: debitId },
      }
    : {
        ...{ id: newId(), cause, amount, unit, debitId, creditId, resolves: of.id },
        phase: does === 'post' ? 'post' : 'void',
      }
}

function isSame(one: Line, other: Line): boolean {
  return (
    one.phase === other.phase &&
    one.debitId === other.debitId &&
    one.creditId === other.creditId &&
    one.amount === other.amount &&
    one.resolves === other.resolves
  )
}

function linesOf(tx: Tx, tenant: Pick<Tenant, 'id'>, causes: readonly string[]): Promise<Known[]> {
  return tx.rows(sql<Known>`
    select t.id, t.cause, t.phase, t.debit_id as "debitId", t.credit_id as "creditId", t.amount, t.unit, t.resolves,
           exists (
             select from ledger.transfer r
             where r.workspace_id = t.workspace_id
               and r.resolves = t.id
           ) as "isResolved"
    from ledger.transfer t
    where t.workspace_id = ${tenant.id}
      and t.cause = any(${[...new Set(causes)]}::text[])
  `)
}

async function insertLines(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  fresh: readonly { line: Line; move: Move }[],
  real: Date,
): Promise<Set<string>> {
  if (fresh.length === 0) return new Set()
  const lines = fresh.map(({ line }) => line)
  const moves = fresh.map(({ move }) => move)
  const rows = await tx.rows(sql<{ id: string }>`
    insert into ledger.transfer
      (workspace_id, id, phase, debit_id, credit_id, amount, unit, cause, resolves, at, written_at, campaign_kind,
       campaign_id, reason, by)
    select ${tenant.id}, n.id, n.phase, n.debit_id, n.credit_id, n.amount, n.unit, n.cause, n.resolves, n.at, ${real},
           n.campaign_kind, n.campaign_id, n.reason, n.by
    from unnest(
      ${lines.map(({ id }) => id)}::uuid[],
      ${lines.map(({ phase }) => phase)}::text[],
      ${lines.map(({ debitId }) => debitId)}::uuid[],
      ${lines.map(({ creditId }) => creditId)}::uuid[],
      ${lines.map(({ amount }) => amount)}::bigint[],
      ${lines.map(({ unit }) => unit)}::text[],
      ${lines.map(({ cause }) => cause)}::text[],
      ${lines.map(({ resolves }) => resolves)}::uuid[],
      ${moves.map(({ at }) => at)}::timestamptz[],
      ${moves.map(({ campaign }) => campaign?.kind ?? null)}::text[],
      ${moves.map(({ campaign }) => campaign?.id ?? null)}::uuid[],
      ${moves.map(({ reason }) => reason)}::text[],
      ${moves.map(({ by }) => by)}::uuid[]
    ) as n (id, phase, debit_id, credit_id, amount, unit, cause, resolves, at, campaign_kind, campaign_id, reason, by)
    on conflict do nothing
    returning id
  `)
  return new Set(rows.map(({ id }) => id))
}
