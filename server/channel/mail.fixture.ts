import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { createLog, createSeal, manualClock, type Tenant } from '../kernel/index.ts'
import { createLinkTracker } from '../page/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { record } from './consent.ts'
import { storeMailbox } from './mailbox.ts'
import type { MailDeps } from './send-mail.ts'
import { morning, type Who } from './world.fixture.ts'

export const seal = createSeal(Buffer.alloc(32, 7))
export const links = createLinkTracker({ seal, base: 'https://crm.example.test' })

/** How the server treats a letter: takes it, refuses a recipient, or breaks off at some point. */
export type Manner =
  | 'takes'
  | 'nobody'
  | 'later'
  | 'breaks_before'
  | 'breaks_after'
  | 'refuses_login'

/** A mail server on this machine that takes letters and can be told to misbehave. */
export async function startPostOffice() {
  const letters: Email[] = []
  const office: { letters: Email[]; manner: Manner } = { letters, manner: 'takes' }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    logger: false,
    onAuth(auth, _session, done) {
      const isGood = office.manner !== 'refuses_login' && auth.password === 'right'
      if (isGood) done(null, { user: auth.username ?? '' })
      else done(new Error('535 5.7.8 Authentication failed'))
    },
    onRcptTo(_address, _session, done) {
      if (office.manner === 'nobody') return done(answer(550, '5.1.1 No such user'))
      if (office.manner === 'later') return done(answer(451, '4.7.1 Greylisted'))
      if (office.manner === 'breaks_before') return breakOff()
      done()
    },
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        letters.push(await PostalMime.parse(Buffer.concat(parts)))
        if (office.manner === 'breaks_after') return breakOff()
        done()
      })
    },
  })
  server.on('error', () => {})
  function breakOff(): void {
    for (const { _socket } of server.connections) _socket?.destroy()
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return Object.assign(office, {
    port,
    stop: () => new Promise<void>((gone) => server.close(() => gone())),
  })
}
export type PostOffice = Awaited<ReturnType<typeof startPostOffice>>

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

export function mailDeps(
  db: Database,
  office: PostOffice,
): MailDeps & { clock: ReturnType<typeof manualClock> } {
  return {
    db,
    clock: manualClock(morning),
    log: createLog('test', 'silent'),
    remoteOf: async () => null,
    links,
    isFenced: async () => false,
    seal,
    internalHosts: [`127.0.0.1:${office.port}`],
  }
}

export function setMailbox(db: Database, tenant: Tenant, office: PostOffice) {
  const settings = {
    host: '127.0.0.1',
    port: office.port,
    security: 'none' as const,
    login: 'brand',
    password: 'right',
    fromAddress: 'hi@brand.example.test',
    fromName: '青禾护肤',
  }
  return db.inWorkspace(tenant.id, (tx) =>
    storeMailbox(tx, tenant, seal, { settings, by: null, now: morning }),
  )
}

/** Gives people an address each, and their yes to letters. */
export async function readers(db: Database, tenant: Tenant, people: readonly Who[]): Promise<void> {
  await db.inWorkspace(tenant.id, async (tx) => {
    for (const { id, no } of people) {
      const address = `reader${no}@mail.example.test`
      await tx.run(sql`
        insert into customer.identity (workspace_id, kind, key, customer_id, sealed, masked, first_seen_at, source)
        values (${tenant.id}, 'email', ${seal.index('email', address)}, ${id}, ${seal.close(address)}, 're****', ${morning}, 'test')
      `)
      await agree(tx, tenant, id)
    }
  })
}

function agree(tx: Parameters<typeof record>[0], tenant: Tenant, customerId: string) {
  return record(tx, tenant, {
    kind: 'channel_agreed',
    carrier: 'email',
    customerId,
    by: null,
    source: 'customer',
    reason: '注册时勾选了接收邮件',
    now: morning,
  })
}
