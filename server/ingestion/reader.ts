import type { Answer, Contact, Wecom } from '../../wecom/index.ts'
import { type OwnWecom, type WecomDeps, wecomsOf } from '../corp/index.ts'
import { companyOf, type Log, presentOf, type Tenant } from '../kernel/index.ts'
import { type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import type { ReadContact } from './contact-decode.ts'
import type { ReadGroup } from './group-decode.ts'
import { readService } from './read-service.ts'
import { tellContacts, tellGroups } from './tell.ts'
import { contactFrom, isNobodys } from './wire-contact.ts'
import { groupFrom, isNoGroup } from './wire-group.ts'
import { grantWishes, putOffWishes, takeWishes, type Wish } from './wish.ts'

/** Things of one workspace in one go, and how many of them are asked for at once. */
const WISHES_A_GO = 64
const AT_ONCE = 8
/** How long the reader looks away when nothing is to be read. */
const IDLE_MS = 250
/** A contact followed by so many associates that it has more pages is read as far as this. */
const PAGES_MAX = 20

export type ReaderDeps = WecomDeps & {
  log: Log
  tenants: () => Promise<Tenant[]>
}

/** Reads the details of contacts and groups of which something was heard, and what was said in customer service, until it is stopped. Any number of processes may read. */
export function startReader(deps: ReaderDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'the reader of contacts and groups waits',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(deps, sql`select w.id from ingestion.wishes_due(${deps.clock.now()}) as w (id)`),
    step: async (tenant) => (await readDue(deps, tenant)) > 0,
  })
}

type Read =
  | { kind: 'contact'; value: ReadContact }
  | { kind: 'group'; value: ReadGroup }
  /** Its pages are kept one by one. */
  | { kind: 'service'; value: null }

/** Reads what is due of one workspace. @returns how much was asked for. */
export async function readDue(deps: Omit<ReaderDeps, 'tenants'>, tenant: Tenant): Promise<number> {
  // A company that was disconnected keeps its wishes until it is connected again.
  const ways = new Map((await wecomsOf(deps, tenant)).map((one) => [one.company, one]))
  if (ways.size === 0) return 0
  const wishes = await deps.db.inWorkspace(tenant.id, (tx) =>
    takeWishes(tx, tenant.id, {
      companies: [...ways.keys()],
      now: deps.clock.now(),
      most: WISHES_A_GO,
    }),
  )
  if (wishes.length === 0) return 0
  const readAt = presentOf(tenant, deps.clock)
  const answers: { wish: Wish; answer: Answer<Read> }[] = []
  for (let at = 0; at < wishes.length; at += AT_ONCE) {
    const some = wishes.slice(at, at + AT_ONCE)
    const asked = some.flatMap((wish) => {
      const way = ways.get(companyOf(wish.wireId))
      // What was only missed leaves half of the minute to what is heard now.
      return way ? [{ wish, wecom: wish.isLive ? way.wecom : way.waiting }] : []
    })
    answers.push(
      ...(await Promise.all(
        asked.map(async ({ wish, wecom }) => ({
          wish,
          answer: await readOne(deps, { tenant, readAt, wecom, wish }),
        })),
      )),
    )
  }
  await keep(deps, tenant, answers)
  return wishes.length
}

async function keep(
  deps: Pick<ReaderDeps, 'db' | 'clock'>,
  tenant: Tenant,
  answers: { wish: Wish; answer: Answer<Read> }[],
): Promise<void> {
  const read = answers.flatMap(({ wish, answer }) =>
    answer.ok ? [{ wish, read: answer.value }] : [],
  )
  const failed = answers.flatMap(({ wish, answer }) =>
    answer.ok
      ? []
      : [
          {
            ...wish,
            error: `${answer.errcode ?? ''} ${answer.errmsg}`.trim(),
            heldUntil: answer.heldUntil,
          },
        ],
  )
  const contacts = read.flatMap(({ read: one }) => (one.kind === 'contact' ? [one.value] : []))
  const groups = read.flatMap(({ read: one }) => (one.kind === 'group' ? [one.value] : []))
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tellContacts(tx, tenant, contacts, { lane: 'transactional', now })
    await tellGroups(tx, tenant, groups, now)
    await grantWishes(
      tx,
      tenant.id,
      read.map(({ wish }) => wish),
    )
    await putOffWishes(tx, tenant.id, failed, now)
  })
}

async function readOne(
  deps: Pick<ReaderDeps, 'db' | 'clock'>,
  asked: {
    tenant: Tenant
    readAt: Date
    wecom: Pick<OwnWecom, 'contact' | 'group' | 'kfMessages'>
    wish: Wish
  },
): Promise<Answer<Read>> {
  const { tenant, readAt, wecom, wish: wished } = asked
  const { kind, wireId } = wished
  if (kind === 'service') {
    const answer = await readService(deps, tenant, wecom, wireId)
    return answer.ok ? { ok: true, value: { kind, value: null } } : answer
  }
  if (kind === 'contact') {
    const answer = await readContact(readAt, wecom, wireId)
    return answer.ok ? { ok: true, value: { kind, value: answer.value } } : answer
  }
  const answer = await wecom.group(wireId)
  if (answer.ok)
    return { ok: true, value: { kind: 'group', value: groupFrom(answer.value, readAt) } }
  return isNoGroup(answer.errcode)
    ? { ok: true, value: { kind: 'group', value: { chatId: wireId, readAt, group: null } } }
    : answer
}

/** One contact with all its follows. Who is nobody's contact any more is read as somebody without follows. */
async function readContact(
  readAt: Date,
  wecom: Pick<Wecom, 'contact'>,
  externalUserid: string,
): Promise<Answer<ReadContact>> {
  const pages: Contact[] = []
  let cursor = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await wecom.contact(externalUserid, cursor)
    if (!answer.ok)
      return isNobodys(answer.errcode)
        ? { ok: true, value: contactFrom(externalUserid, [], readAt) }
        : answer
    pages.push(answer.value)
    cursor = answer.value.next_cursor
    if (cursor === '') break
  }
  return { ok: true, value: contactFrom(externalUserid, pages, readAt) }
}
