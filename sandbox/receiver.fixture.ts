import { createServer } from 'node:http'
import { type CallbackEvent, decrypt, parseCallback, parseEnvelope, sign } from '../wecom/index.ts'
import { SANDBOX_CORP, type Sandbox } from './index.ts'

const token = 'callbackToken'
const aesKey = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY'

export type Receiver = {
  heard: CallbackEvent[]
  /** What it answers from now on, and after how long. */
  answer: { status: number }
  tries(): number
  stop(): Promise<void>
}

/** Somebody who hears the sandbox's callbacks and believes only what is signed and meant for the corp. */
export async function startReceiver(sandbox: Sandbox): Promise<Receiver> {
  const heard: CallbackEvent[] = []
  const answer = { status: 200 }
  let tries = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const query = new URL(request.url ?? '/', 'http://receiver').searchParams
      const given = (name: string) => query.get(name) ?? ''
      const envelope = parseEnvelope(Buffer.concat(parts).toString())
      const ciphertext = envelope?.encrypt ?? given('echostr')
      const opened = decrypt(aesKey, ciphertext)
      const isSigned =
        sign(token, given('timestamp'), given('nonce'), ciphertext) === given('msg_signature')
      const message = isSigned && opened.ok && opened.receiverId === SANDBOX_CORP && opened.message
      if (!envelope) return void response.end(message || 'no')
      tries += 1
      const event = message && answer.status === 200 ? parseCallback(message) : null
      if (event) heard.push(event)
      response.writeHead(answer.status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const saved = await fetch(`${sandbox.url}/sandbox/receiver`, {
    method: 'POST',
    body: JSON.stringify({ url: `http://127.0.0.1:${port}/callback`, token, aesKey }),
  })
  if (!(await saved.text()).includes('true')) throw new Error('the address was not verified')
  return {
    heard,
    answer,
    tries: () => tries,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
