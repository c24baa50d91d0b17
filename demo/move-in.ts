import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { brand } from './brand.ts'

const credentials = z.object({
  login: z.string(),
  password: z.string(),
  writeKey: z.string(),
  apiToken: z.string(),
  /** When the simulated year began: a second start goes on with the same life. */
  bornAt: z.coerce.date(),
  seed: z.number(),
  /** True once the whole history went in. */
  isGrown: z.boolean(),
})
export type Credentials = z.infer<typeof credentials>

/** What the brand remembers between starts, in `data/run/demo.json`. */
export function remembered(runDir: string): Credentials | null {
  const file = join(runDir, 'demo.json')
  return existsSync(file) ? credentials.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}

export function remember(runDir: string, known: Credentials): void {
  writeFileSync(join(runDir, 'demo.json'), `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 })
}

const SEED = 20_261
const made = z.object({ secret: z.string() })
const setupState = z.object({ needed: z.boolean() })

/**
 * Sets the workspace up as a person would at the first start: with the token from the data folder, by the set-up page's
 * door. A start that died right after it signs in instead.
 */
export async function moveIn(url: string, runDir: string, bornAt: Date): Promise<Credentials> {
  const { login, password } = brand.owner
  const { needed } = setupState.parse(await (await fetch(`${url}/api/setup`)).json())
  const cookie = needed
    ? await send(`${url}/api/setup`, firstOwner(runDir))
    : await send(`${url}/api/session`, { login, password })
  const writeKey = await makeKey(url, cookie, { kind: 'write', name: '官网' })
  const apiToken = await makeKey(url, cookie, { kind: 'api', name: '自有系统' })
  const known = { login, password, writeKey, apiToken, bornAt, seed: SEED, isGrown: false }
  remember(runDir, known)
  return known
}

/** The owner's own session: connecting the brand is not for programs. @returns its cookie. */
export function signIn(url: string, { login, password }: Credentials): Promise<string> {
  return send(`${url}/api/session`, { login, password })
}

/** The server writes the token when it is first asked whether it needs setting up. */
function firstOwner(runDir: string) {
  const { owner, name, timeZone, currency } = brand
  const token = readFileSync(join(runDir, 'setup-token'), 'utf8').trim()
  return { token, workspaceName: name, timeZone, currency, ...owner }
}

/** @returns the session's cookie. */
async function send(address: string, body: unknown): Promise<string> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-liuyuan': '1' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function makeKey(
  url: string,
  cookie: string,
  wanted: { kind: 'write' | 'api'; name: string },
): Promise<string> {
  const answer = await fetch(`${url}/api/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-liuyuan': '1', cookie },
    body: JSON.stringify(wanted),
  })
  return made.parse(await answer.json()).secret
}
