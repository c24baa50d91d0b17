/** A page as somebody sees it in WeChat on a phone of their own: cookies kept, and WeChat says who it is without a question. */
export type Wechat = {
  open(url: string): Promise<string>
  send(url: string, fields: Record<string, string>): Promise<string>
  /** The same phone, signed in as somebody else. */
  become(externalUserId: string): void
}

const AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.54'
const STEPS_MAX = 6
const AUTHORIZE = '/connect/oauth2/authorize'

export function wechatOf(externalUserId: string): Wechat {
  const jar = new Map<string, string>()
  let who = externalUserId
  const ask = async (url: URL, body: URLSearchParams | null) => {
    const answer = await fetch(url, {
      method: body === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        'user-agent': AGENT,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body,
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? []
      jar.set(name, value)
    }
    return answer
  }
  const go = async (url: string, body: URLSearchParams | null): Promise<string> => {
    let address = new URL(url)
    let sent = body
    for (let step = 0; step < STEPS_MAX; step++) {
      if (address.pathname === AUTHORIZE) address.searchParams.set('as', `customer:${who}`)
      const answer = await ask(address, sent)
      const to = answer.headers.get('location')
      if (to === null) return answer.text()
      address = new URL(to, address)
      sent = null
    }
    throw new Error(`${url} goes round in circles`)
  }
  return {
    open: (url) => go(url, null),
    send: (url, fields) => go(url, new URLSearchParams(fields)),
    become(other) {
      who = other
      // WeChat asks anew; the browser stays the same.
    },
  }
}
