import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import type { RiverEvent, Tenant } from '../event/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { mergeByHand } from './merge.ts'
import { undoMerge } from './unmerge.ts'
import { event, everything, newTenant, now, partition, take } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

type Step =
  | { do: 'batch'; events: string[] }
  | { do: 'undo'; pick: number }
  | { do: 'merge'; one: number; other: number }

const claim = fc.oneof(
  fc.integer({ min: 0, max: 4 }).map((n) => `member_no=m${n}`),
  fc.integer({ min: 0, max: 4 }).map((n) => `user_id=u${n}`),
  fc.integer({ min: 0, max: 5 }).map((n) => `openid=o${n}`),
  fc.integer({ min: 0, max: 5 }).map((n) => `phone=1391234567${n}`),
  fc.integer({ min: 0, max: 5 }).map((n) => `anonymous_id=a${n}`),
)
const oneEvent = fc.array(claim, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '))
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('batch' as const),
      events: fc.array(oneEvent, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('merge' as const), one: fc.nat(20), other: fc.nat(20) }),
  },
)

const kinds: IdentityKind[] = [
  'member_no',
  'user_id',
  'unionid',
  'external_userid',
  'openid',
  'phone',
  'email',
  'shop_buyer',
  'anonymous_id',
]

/**
 * The rules once more, as naively as possible: nothing is kept but who owns what, which merges stand and who was told
 * apart; persons are found anew by walking the merges every time.
 */
function createOracle() {
  const owner = new Map<string, number>()
  const merges: { kept: number; gone: number; stands: boolean; byHand: boolean }[] = []
  const apart: [number, number][] = []
  let customers = 0
  const rootOf = (no: number): number => {
    const up = merges.find((merge) => merge.stands && merge.gone === no)
    return up ? rootOf(up.kept) : no
  }
  const claimsOf = (root: number) =>
    [...owner].filter(([, no]) => rootOf(no) === root).map(([text]) => text)
  const kindOf = (text: string): IdentityKind => {
    const kind = kinds.find((one) => text.startsWith(`${one}=`))
    if (!kind) throw new Error(text)
    return kind
  }
  const singlesOf = (texts: string[]) =>
    texts.map(kindOf).filter((kind) => identityKinds[kind].single)
  const isKnown = (root: number) =>
    claimsOf(root).some((text) => identityKinds[kindOf(text)].strong)
  const areApart = (a: number, b: number) =>
    apart.some(([x, y]) => {
      const [p, q] = [rootOf(x), rootOf(y)]
      return (p === a && q === b) || (p === b && q === a)
    })

  function see(text: string): number {
    const texts = [...new Set(text.split(' '))].sort(
      (a, b) =>
        kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)) || (sortKey(a) < sortKey(b) ? -1 : 1),
    )
    const strong = texts.filter((one) => identityKinds[kindOf(one)].strong)
    const weak = texts.filter((one) => !strong.includes(one))
    let seat: number | null = null
    const added: string[] = []
    const refused = new Set<number>()
    for (const one of strong) {
      const no = owner.get(one)
      const mine = seat === null ? added : [...claimsOf(rootOf(seat)), ...added]
      if (no === undefined) {
        const single = identityKinds[kindOf(one)].single
        if (!single || !singlesOf(mine).includes(kindOf(one))) added.push(one)
        continue
      }
      const root = rootOf(no)
      if ((seat !== null && root === rootOf(seat)) || refused.has(root)) continue
      if (singlesOf(claimsOf(root)).some((kind) => singlesOf(mine).includes(kind)))
        refused.add(root)
      else if (seat === null) seat = no
      else if (areApart(rootOf(seat), root)) refused.add(root)
      else {
        const [kept, gone] = [Math.min(rootOf(seat), root), Math.max(rootOf(seat), root)]
        merges.push({ kept, gone, stands: true, byHand: false })
      }
    }
    for (const one of weak) {
      const no = owner.get(one)
      if (no === undefined) added.push(one)
      else if (seat === null && (strong.length === 0 || !isKnown(rootOf(no)))) seat = no
      else if (seat !== null && strong.length > 0 && rootOf(no) !== rootOf(seat)) {
        if (!isKnown(rootOf(no)) && !areApart(rootOf(no), rootOf(seat)))
          merges.push({ kept: rootOf(seat), gone: rootOf(no), stands: true, byHand: false })
      }
    }
    if (seat === null) {
      customers += 1
      seat = customers
    }
    for (const one of added) owner.set(one, seat)
    return seat
  }

  return {
    see,
    merges,
    apart,
    owner,
    rootOf,
    partition: () =>
      new Map(Array.from({ length: customers }, (_, i) => [i + 1, rootOf(i + 1)] as const)),
    undo(merge: (typeof merges)[number]) {
      merge.stands = false
      apart.push([merge.kept, merge.gone])
    },
    mergeByHand(one: number, other: number) {
      const [a, b] = [rootOf(one), rootOf(other)]
      for (let i = apart.length - 1; i >= 0; i--) {
        const pair = apart[i]?.map(rootOf)
        if (pair?.includes(a) && pair.includes(b)) apart.splice(i, 1)
      }
      merges.push({ kept: Math.min(a, b), gone: Math.max(a, b), stands: true, byHand: true })
    },
    customers: () => customers,
    singleClashes() {
      const seen = new Map<string, string>()
      return [...owner].filter(([text, no]) => {
        if (!identityKinds[kindOf(text)].single) return false
        const key = `${rootOf(no)} ${kindOf(text)}`
        const clash = seen.has(key)
        seen.set(key, text)
        return clash
      })
    },
  }

  // Sealed kinds are ordered by their blind index, which the oracle cannot know: no event has two of one kind there.
  function sortKey(text: string): string {
    return Buffer.from(text.split('=')[1] ?? '').toString('base64')
  }
}

function onePhoneAtMost(text: string): boolean {
  return text.split(' ').filter((part) => part.startsWith('phone')).length < 2
}

async function standing(tenant: Tenant) {
  return base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ id: string; kept: number; gone: number }>`
      select m.id, k.no as kept, g.no as gone
      from customer.merge m
      join customer.customer k on k.id = m.kept_id
      join customer.customer g on g.id = m.gone_id
      where m.undone_at is null
      order by m.id
    `),
  )
}

async function idOf(tenant: Tenant, no: number): Promise<string> {
  const { id } = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ id: string }>`select id from customer.customer where no = ${no}`),
  )
  return id
}

test('whatever comes in whatever order, persons are what the rules make of it, and undoing is exact', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const tenant = await newTenant(base.db)
      const oracle = createOracle()
      let handMerges = 0
      let last: RiverEvent[] = []
      for (const next of steps) {
        if (next.do === 'batch') {
          const texts = next.events.filter(onePhoneAtMost)
          last = texts.map((text) => event(text))
          const { nos } = await take(base.db, tenant, last)
          expect(nos).toEqual(texts.map((text) => oracle.see(text)))
        } else if (next.do === 'undo') {
          const all = await standing(tenant)
          const merge = all[next.pick % Math.max(1, all.length)]
          if (!merge) continue
          const known = oracle.merges.find(
            ({ kept, gone, stands }) => stands && kept === merge.kept && gone === merge.gone,
          )
          if (!known) throw new Error('the database merged what the rules did not')
          await base.db.inWorkspace(tenant.id, (tx) =>
            undoMerge(tx, tenant, { mergeId: merge.id, reason: '不是同一个人', by: null, now }),
          )
          oracle.undo(known)
        } else if (oracle.customers() > 1) {
          const one = (next.one % oracle.customers()) + 1
          const other = (next.other % oracle.customers()) + 1
          if (oracle.rootOf(one) === oracle.rootOf(other)) continue
          const pair = { one: await idOf(tenant, one), other: await idOf(tenant, other) }
          await base.db.inWorkspace(tenant.id, (tx) =>
            mergeByHand(tx, tenant, { ...pair, by: null, now }),
          )
          oracle.mergeByHand(one, other)
          handMerges += 1
        }
        expect(await partition(base.db, tenant)).toEqual(oracle.partition())
        if (handMerges === 0) expect(oracle.singleClashes()).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('merging by hand and undoing it restores every customer, list columns and search included', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(oneEvent.filter(onePhoneAtMost), { minLength: 4, maxLength: 10 }),
      fc.nat(),
      async (texts, pick) => {
        const tenant = await newTenant(base.db)
        const events = texts.map((text, i) =>
          event(text, {
            name: i % 2 === 0 ? 'identify' : 'order.paid',
            props: i % 2 === 0 ? { name: `张${String.fromCharCode(0x4e00 + i)}` } : {},
            at: new Date(now.getTime() + i * 60_000),
          }),
        )
        await take(base.db, tenant, events)
        const roots = [...new Set((await partition(base.db, tenant)).values())]
        const [one, other] = [roots[pick % roots.length], roots[(pick + 1) % roots.length]]
        if (one === undefined || other === undefined || one === other) return
        const before = await personsOnly(tenant)
        const merged = await base.db.inWorkspace(tenant.id, async (tx) =>
          mergeByHand(tx, tenant, {
            one: await idOf(tenant, one),
            other: await idOf(tenant, other),
            by: null,
            now,
          }),
        )
        if (!merged.ok) throw new Error(merged.reason)
        expect(await personsOnly(tenant)).not.toEqual(before)
        await base.db.inWorkspace(tenant.id, (tx) =>
          undoMerge(tx, tenant, { mergeId: merged.value.id, reason: '', by: null, now }),
        )
        expect(await personsOnly(tenant)).toEqual(before)
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)

test('the same history twice changes nothing the second time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(oneEvent, { minLength: 2, maxLength: 12 }), async (texts) => {
      const tenant = await newTenant(base.db)
      const events = texts.map((text) => event(text))
      // Evidence that waited for a later event (a visit before its sign-in) moves when it comes again.
      for (const _again of texts) await take(base.db, tenant, events)
      const before = await everything(base.db, tenant)
      await take(base.db, tenant, events)
      expect(await everything(base.db, tenant)).toEqual(before)
    }),
    { numRuns: 25 },
  )
}, 120_000)

/** What lists and look-ups see: the rows that stand for persons, and the words they are found by. */
async function personsOnly(tenant: Tenant): Promise<unknown> {
  return base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql`
      select to_jsonb(c) as it, s.words
      from customer.customer c
      left join customer.search s on s.customer_id = c.id
      where c.person_id = c.id
      order by c.no
    `),
  )
}
