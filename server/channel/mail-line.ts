import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailSecurity, MailTrouble } from '../../contract/mail.ts'
import { isPublic } from '../kernel/index.ts'

/** Where letters are handed in, and as whom. */
export type MailServer = {
  host: string
  port: number
  security: MailSecurity
  login: string
  password: string | null
}

/**
 * What became of a letter. `isCertain`: it was certainly not taken; otherwise nobody can say. `isFault`: the server or the
 * way to it, not this letter, so that the next would fare the same.
 */
export type Taken =
  | { ok: true; said: string }
  | {
      ok: false
      isCertain: boolean
      isFault: boolean
      isFinal: boolean
      kind: MailTrouble
      said: string
    }

/** One connection over which letters go one after another. */
export type MailLine = {
  send(letter: { from: string; to: string; raw: Buffer }): Promise<Taken>
  close(): void
}

/** Until the server has greeted, and between two words of it. */
const GREETING_MS = 10_000
const SILENCE_MS = 20_000
/** Ports on which servers take letters from clients; any other only inside, where an administrator has named it. */
const PORTS = [25, 465, 587, 2525]
const SAID_MAX = 300

/**
 * Opens a connection to a mail server and logs in.
 *
 * The client's own pool is not used: it hands a letter in again by itself when a connection closes in the middle, and says
 * afterwards that it was while connecting. Here the letter is a stream, so that it is known whether the server had asked
 * for it: before that it was certainly not taken, afterwards only the server's own answer proves anything.
 * @param internalHosts `name` or `name:port` inside the brand's own network; only these may do without TLS.
 */
export async function openMailLine(
  server: MailServer,
  { internalHosts }: { internalHosts: readonly string[] },
): Promise<MailLine | Extract<Taken, { ok: false }>> {
  const place = await placeOf(server, internalHosts)
  if (typeof place !== 'string') return place
  const connection = new SMTPConnection({
    host: place,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    connectionTimeout: GREETING_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SILENCE_MS,
    ...(isIP(server.host) === 0
      ? { servername: server.host, tls: { servername: server.host } }
      : {}),
  })
  const opened = await new Promise<Extract<Taken, { ok: false }> | null>((done) => {
    connection.once('error', (error) => done(troubleOf(error, false)))
    connection.connect((error) => {
      if (error) return done(troubleOf(error, false))
      if (server.login === '') return done(null)
      const credentials = { user: server.login, pass: server.password ?? '' }
      connection.login({ credentials }, (refused) =>
        done(refused ? troubleOf(refused, false) : null),
      )
    })
  })
  // What it says once nobody waits for an answer is of no use to anybody; unheard it would end the process.
  connection.on('error', () => {})
  if (opened) {
    connection.close()
    return opened
  }
  return {
    send: ({ from, to, raw }) => handIn(connection, { from, to, raw }),
    close: () => connection.quit(),
  }
}

function handIn(
  connection: SMTPConnection,
  { from, to, raw }: { from: string; to: string; raw: Buffer },
): Promise<Taken> {
  let wasAskedFor = false
  const letter = new Readable({
    read() {
      wasAskedFor = true
      this.push(raw)
      this.push(null)
    },
  })
  return new Promise((done) => {
    const fail = (error: unknown) => done(troubleOf(error, wasAskedFor))
    connection.once('error', fail)
    connection.send({ from, to: [to] }, letter, (error, info) => {
      connection.removeListener('error', fail)
      if (error) fail(error)
      else done({ ok: true, said: (info?.response ?? '').slice(0, SAID_MAX) })
    })
  })
}

/** The address to connect to: the one that was judged. */
async function placeOf(
  { host, port, security }: MailServer,
  internalHosts: readonly string[],
): Promise<string | Extract<Taken, { ok: false }>> {
  if (internalHosts.includes(host) || internalHosts.includes(`${host}:${port}`)) return host
  const inside = fault('internal', `${host}:${port}`)
  if (security === 'none' || !PORTS.includes(port)) return inside
  try {
    const found = await lookup(host, { all: true })
    const [first] = found
    return first && found.every(({ address }) => isPublic(address)) ? first.address : inside
  } catch (error) {
    return fault('unreachable', String(error))
  }
}

function fault(kind: MailTrouble, said: string): Extract<Taken, { ok: false }> {
  return {
    ok: false,
    isCertain: true,
    isFault: true,
    isFinal: false,
    kind,
    said: said.slice(0, SAID_MAX),
  }
}

/** Answers to a recipient that say that there is nobody of that name (RFC 5321 and 3463); 5.7 is a matter of policy. */
const NOBODY = [550, 551, 553]

function troubleOf(error: unknown, wasAskedFor: boolean): Extract<Taken, { ok: false }> {
  const of = (key: string): unknown =>
    error instanceof Error ? Reflect.get(error, key) : undefined
  const [code, command, status] = [
    of('code'),
    String(of('command') ?? ''),
    Number(of('responseCode')),
  ]
  const said = String(of('response') ?? (error instanceof Error ? error.message : error)).slice(
    0,
    SAID_MAX,
  )
  if (code === 'EAUTH') return { ...fault('login', said) }
  const isAnswered = (code === 'EENVELOPE' || code === 'EMESSAGE') && status >= 400
  if (!isAnswered && wasAskedFor)
    return { ok: false, isCertain: false, isFault: true, isFinal: false, kind: 'unclear', said }
  if (!isAnswered)
    return fault(
      code === 'ETLS' || /certificate|self.signed/i.test(said) ? 'certificate' : 'unreachable',
      said,
    )
  if (status < 500)
    return { ok: false, isCertain: true, isFault: false, isFinal: false, kind: 'later', said }
  const isNobody = command === 'RCPT TO' && NOBODY.includes(status) && !/\b5\.7\.\d/.test(said)
  const kind = isNobody ? 'address' : 'refused'
  return { ok: false, isCertain: true, isFault: false, isFinal: true, kind, said }
}
