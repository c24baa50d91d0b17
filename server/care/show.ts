import type { CaseEntry, ServiceCase } from '../../contract/care.ts'
import { namedAssociates } from '../corp/index.ts'
import { listedPersons } from '../customer/index.ts'
import { showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { type Entry, isUnsolved, overdueOf, type StoredCase } from './case.ts'
import type { CareContext } from './open-cases.ts'
import { kindOf, settingsOf } from './settings.ts'

export type ShowOwner = (userid: string) => ServiceCase['owner']

/** How associates are shown. Who is known no longer stands by their id. */
export async function ownersOf(
  tx: Tx,
  { tenant }: Pick<CareContext, 'tenant'>,
): Promise<ShowOwner> {
  const known = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
  return (userid) =>
    userid === ''
      ? null
      : {
          userid,
          name: known.get(userid)?.name ?? userid,
          isActive: known.get(userid)?.isActive ?? false,
        }
}

/** Cases as they go out, with the names that belong to them. */
export async function showCases(
  tx: Tx,
  ctx: CareContext,
  cases: readonly StoredCase[],
): Promise<ServiceCase[]> {
  const { tenant, now } = ctx
  const { settings } = await settingsOf(tx, tenant)
  const owner = await ownersOf(tx, ctx)
  const persons = await listedPersons(
    tx,
    tenant.id,
    cases.map(({ customerId }) => customerId),
  )
  const names = await namesOfStaff(
    tx,
    tenant.id,
    cases.map(({ openedBy }) => openedBy),
  )
  return cases.map((one) => ({
    id: showId('serviceCase', one.id),
    no: one.no,
    customer: {
      id: showId('customer', persons.get(one.customerId)?.id ?? one.customerId),
      name: persons.get(one.customerId)?.name ?? '',
    },
    kind: one.kind,
    kindName: kindOf(settings, one.kind)?.name ?? '',
    priority: one.priority,
    state: one.state,
    origin: one.origin,
    originEvent: one.originEvent,
    subject: one.subject,
    owner: owner(one.owner),
    openedAt: one.openedAt.toISOString(),
    openedBy: names.get(one.openedBy ?? '') ?? null,
    answerDueAt: one.answerDueAt.toISOString(),
    resolveDueAt: one.resolveDueAt.toISOString(),
    answeredAt: instant(one.answeredAt),
    waitingSince: instant(one.waitingSince),
    solvedAt: instant(one.solvedAt),
    closedAt: instant(one.closedAt),
    reopened: one.reopened,
    resolutionKind: one.resolutionKind,
    resolution: one.resolution,
    satisfaction: one.satisfaction,
    overdue: overdueOf(one, now),
    isEscalated: isUnsolved(one) && one.escalatedAt !== null && one.escalationSeenAt === null,
  }))
}

/** What happened in a case; ids of associates in it are shown by name. */
export async function showEntries(
  tx: Tx,
  ctx: CareContext,
  entries: readonly Entry[],
): Promise<CaseEntry[]> {
  const owner = await ownersOf(tx, ctx)
  const { settings } = await settingsOf(tx, ctx.tenant)
  const names = await namesOfStaff(
    tx,
    ctx.tenant.id,
    entries.map(({ by }) => by),
  )
  const named = (userid: unknown) =>
    typeof userid === 'string' && userid !== '' ? (owner(userid)?.name ?? userid) : ''
  return entries.map(({ id, kind, at, by, text, detail }) => ({
    id: showId('caseEntry', id),
    kind,
    at: at.toISOString(),
    by: names.get(by ?? '') ?? null,
    text,
    detail: {
      ...detail,
      ...('owner' in detail ? { owner: named(detail.owner) } : {}),
      ...('to' in detail ? { from: named(detail.from), to: named(detail.to) } : {}),
      ...('kind' in detail ? { kindName: kindOf(settings, String(detail.kind))?.name ?? '' } : {}),
    },
  }))
}

function instant(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
