import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/mail.ts'
import { type App, newId, Problem } from '../kernel/index.ts'
import { audit } from '../staff/index.ts'
import { composeMail } from './compose-mail.ts'
import { openMailLine, type Taken } from './mail-line.ts'
import { mailTestLetter } from './mail-text.ts'
import {
  countReaders,
  noteTaken,
  noteTrouble,
  removeMailbox,
  type StoredMailbox,
  storedMailbox,
  storeMailbox,
} from './mailbox.ts'
import { asking, type ChannelRouteDeps } from './route-deps.ts'

const write = { permission: 'workspace.write' } as const
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const TESTS_A_MINUTE = 6

/** The mailbox that a brand writes from: set, tested, given up. Who did it is on the record; the password is not. */
export function mailRoutes(app: App, deps: ChannelRouteDeps): void {
  const url = '/api/mailbox'
  app.get(
    url,
    { config: write, schema: { response: { 200: contract.mailboxState } } },
    async (request) => stateOf(deps, request),
  )
  app.put(
    url,
    {
      config: write,
      schema: { body: contract.mailboxSettings, response: { 200: contract.mailboxState } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const settings = request.body
      await within(async (tx) => {
        const isStored = await storeMailbox(tx, tenant, deps.seal, { settings, by, now: real })
        if (!isStored) throw new Problem('mail_needs_password')
        const detail = { host: settings.host, changed: Object.keys(settings).sort() }
        await audit(tx, { ...entryOf(request, real), action: 'mailbox.changed', detail })
      })
      return stateOf(deps, request)
    },
  )
  app.delete(url, { config: write, schema: { response: { 200: done } } }, async (request) => {
    const { tenant, real, within } = asking(deps, request)
    await within(async (tx) => {
      if (!(await removeMailbox(tx, tenant))) throw new Problem('mail_not_set')
      await audit(tx, { ...entryOf(request, real), action: 'mailbox.removed', detail: {} })
    })
    return ok
  })
  app.post(
    `${url}/test`,
    {
      config: { ...write, rateLimit: { max: TESTS_A_MINUTE, timeWindow: '1 minute' } },
      schema: { body: contract.mailTest, response: { 200: done } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      if (await deps.isFenced()) throw new Problem('mail_fenced')
      const mailbox = await within((tx) => storedMailbox(tx, tenant))
      if (!mailbox) throw new Problem('mail_not_set')
      const taken = await sendTest(deps, request, mailbox)
      const now = deps.clock.now()
      await within(async (tx) => {
        if (taken.ok) await noteTaken(tx, tenant, now)
        else await noteTrouble(tx, tenant, { kind: taken.kind, said: taken.said, now })
        const detail = { trouble: taken.ok ? '' : taken.kind }
        await audit(tx, { ...entryOf(request, now), action: 'mailbox.tested', detail })
      })
      if (!taken.ok) throw new Problem(`mail_${taken.kind}`, { said: taken.said })
      return ok
    },
  )
}

function entryOf(request: FastifyRequest, at: Date) {
  const { tenant, staffId } = request.session
  return { workspaceId: tenant.id, staffId, at, subject: 'mailbox' }
}

async function sendTest(
  deps: ChannelRouteDeps,
  request: FastifyRequest<{ Body: z.infer<typeof contract.mailTest> }>,
  mailbox: StoredMailbox,
): Promise<Taken> {
  const password = mailbox.password && deps.seal.open(mailbox.password)
  const line = await openMailLine({ ...mailbox, password }, deps)
  if ('ok' in line) return line
  const { to } = request.body
  const from = { address: mailbox.fromAddress, name: mailbox.fromName }
  const brand = request.session.tenant.name
  const words = mailTestLetter(brand)
  const raw = await composeMail({
    id: newId(),
    from,
    to,
    brand,
    link: null,
    wayOut: null,
    ...words,
  })
  const taken = await line.send({ from: from.address, to, raw })
  line.close()
  return taken
}

async function stateOf(
  deps: ChannelRouteDeps,
  request: FastifyRequest,
): Promise<contract.MailboxState> {
  const { tenant, within } = asking(deps, request)
  return within(async (tx) => {
    const stored = await storedMailbox(tx, tenant)
    const canUnsubscribe = deps.links.urlOf(tenant, { kind: 'unsubscribe', id: tenant.id }) !== null
    return { mailbox: stored && shown(stored), canUnsubscribe, ...(await countReaders(tx, tenant)) }
  })
}

function shown({
  password,
  troubleAt,
  trouble,
  troubleSaid,
  ...rest
}: StoredMailbox): contract.Mailbox {
  return {
    ...rest,
    hasPassword: password !== null,
    changedAt: rest.changedAt.toISOString(),
    takenAt: rest.takenAt?.toISOString() ?? null,
    trouble:
      troubleAt && trouble
        ? { at: troubleAt.toISOString(), kind: trouble, said: troubleSaid ?? '' }
        : null,
  }
}
