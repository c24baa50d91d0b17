import type { LedgerUnit } from '../../contract/ledger.ts'
import { type Chance, newId } from '../kernel/index.ts'
import { type AccountRef, ofBrand } from './account.ts'
import type { Move, MoveRefusal } from './record.ts'

const at = new Date('2026-11-11T01:00:00Z')
const units: readonly LedgerUnit[] = ['fen', 'points']

/** A small town of accounts between which anything may be asked for: those that refuse to be overdrawn, and the brand’s. */
export function townOf(people: number): Record<LedgerUnit, AccountRef[]> {
  const somebody = Array.from({ length: people }, () => newId())
  const due = somebody.map(
    (id): AccountRef => ({
      kind: 'due',
      unit: 'fen',
      owner: { kind: 'customer', id },
    }),
  )
  const points = somebody.map(
    (id): AccountRef => ({
      kind: 'points',
      unit: 'points',
      owner: { kind: 'customer', id },
    }),
  )
  const budget: AccountRef = { kind: 'budget', unit: 'fen', owner: { kind: 'reward', id: newId() } }
  return {
    fen: [ofBrand('funds', 'fen'), budget, ofBrand('paid', 'fen'), ...due],
    points: [ofBrand('points_issued', 'points'), ofBrand('points_used', 'points'), ...points],
    units: [],
  }
}

/** What anybody might ask for next: something new, the other end of a hold, the same once more, something back. */
export function nextMove(
  chance: Chance,
  town: Record<LedgerUnit, AccountRef[]>,
  asked: readonly Move[],
): Move {
  const pick = <T>(list: readonly T[]): T | undefined =>
    list[Math.floor(chance.fraction() * list.length)]
  const before = pick(asked)
  const dice = chance.fraction()
  const more = { at, reason: 'adjusted' as const, campaign: null, by: null }
  // A pay that got no answer is asked for again, word for word.
  if (before && dice < 0.1) return before
  if (before && dice < 0.4) {
    const does = pick(['post', 'post', 'void', 'reverse'] as const) ?? 'post'
    // Few causes for the same deed: who tries again after a time-out is to be recognized, or refused.
    return { ...more, does, of: before.cause, cause: `${before.cause} ${does}`.slice(-200) }
  }
  const unit = pick(units) ?? 'fen'
  const accounts = town[unit]
  const from = pick(accounts)
  const to = pick(accounts.filter((one) => one !== from))
  if (!from || !to) throw new Error('a town without accounts')
  const amount = 1 + Math.floor(chance.fraction() * 100)
  const does = chance.fraction() < 0.5 ? 'hold' : 'direct'
  return { ...more, does, from, to, amount, cause: newId() }
}

type Held = { from: string; to: string; amount: number; state: 'done' | 'held' | 'over' }

/** The same ledger, as anybody would write it on a napkin. */
export function napkin() {
  const free = new Map<string, number>()
  const held = new Map<string, number>()
  const book = new Map<string, Held & { of: string; does: Move['does'] }>()
  const add = (to: Map<string, number>, key: string, amount: number) =>
    to.set(key, (to.get(key) ?? 0) + amount)
  const keyOf = ({ kind, unit, owner }: AccountRef) =>
    `${kind} ${unit} ${owner.kind === 'brand' ? '' : owner.id}`
  const isLimited = (key: string) => /^(budget|due|points|partner) /.test(key)
  const lacks = (key: string, amount: number) => isLimited(key) && (free.get(key) ?? 0) < amount

  function take(move: Move): MoveRefusal | 'new' | 'old' {
    const of = 'of' in move ? book.get(move.of) : undefined
    if ('of' in move && !of) return 'unknown'
    const before = book.get(move.cause)
    if (before) return 'old'
    const line =
      'from' in move
        ? { from: keyOf(move.from), to: keyOf(move.to), amount: move.amount }
        : { from: of?.from ?? '', to: of?.to ?? '', amount: of?.amount ?? 0 }
    const said = did(move, line, of)
    if (said === 'new')
      book.set(move.cause, {
        ...(move.does === 'reverse' ? { ...line, from: line.to, to: line.from } : line),
        state: move.does === 'hold' ? 'held' : move.does === 'void' ? 'over' : 'done',
        of: 'of' in move ? move.of : '',
        does: move.does,
      })
    return said
  }

  function did(
    move: Move,
    { from, to, amount }: Pick<Held, 'from' | 'to' | 'amount'>,
    of: Held | undefined,
  ): MoveRefusal | 'new' {
    switch (move.does) {
      case 'direct':
      case 'hold': {
        if (lacks(from, amount)) return 'insufficient'
        add(free, from, -amount)
        add(move.does === 'hold' ? held : free, move.does === 'hold' ? from : to, amount)
        return 'new'
      }
      case 'post':
      case 'void': {
        const hold = of && book.get(move.of)
        if (hold?.does !== 'hold') return 'unknown'
        if (hold.state !== 'held') return 'resolved'
        hold.state = 'over'
        add(held, from, -amount)
        add(free, move.does === 'post' ? to : from, amount)
        return 'new'
      }
      case 'reverse': {
        const done = book.get(move.of)
        if (done?.state !== 'done') return 'unknown'
        if (lacks(to, amount)) return 'insufficient'
        add(free, to, -amount)
        add(free, from, amount)
        return 'new'
      }
      default:
        return move satisfies never
    }
  }
  return {
    take,
    standing: (ref: AccountRef) => {
      const key = keyOf(ref)
      const promised = held.get(key) ?? 0
      return { posted: (free.get(key) ?? 0) + promised, held: promised }
    },
  }
}
