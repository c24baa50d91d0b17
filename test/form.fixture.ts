import type { FormPlan, FormQuestion } from '../contract/form.ts'

/** The address by which customers know the house of a test. */
export const PUBLIC = 'https://crm.example.com'
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'

const asked = { help: '', isRequired: true, need: null, trait: '', goTo: '' } as const

/** A question with what it mostly is. */
export function choice(
  id: string,
  title: string,
  options: { id: string; text: string; tagId?: string; score?: number; goTo?: string }[],
  more: Partial<Extract<FormQuestion, { kind: 'single' }>> = {},
): FormQuestion {
  const whole = options.map((option) => ({
    ...{ tagId: '', traitValue: '', score: 0, goTo: '' },
    ...option,
  }))
  return { ...asked, id, key: title, title, kind: 'single', options: whole, ...more }
}

export function several(
  id: string,
  title: string,
  options: { id: string; text: string; tagId?: string }[],
  most: number | null,
): FormQuestion {
  const whole = options.map((option) => ({
    ...{ tagId: '', traitValue: '', score: 0, goTo: '' },
    ...option,
  }))
  return { ...asked, id, key: title, title, kind: 'multiple', options: whole, most }
}

export function written(
  id: string,
  title: string,
  kind: 'text' | 'long_text' | 'phone',
  more: {
    isRequired?: boolean
    trait?: string
    wordTags?: { tagId: string; words: string[] }[]
  } = {},
): FormQuestion {
  const { wordTags = [], ...rest } = more
  const base = { ...asked, id, key: title, title, ...rest }
  if (kind === 'phone') return { ...base, kind }
  if (kind === 'text') return { ...base, kind, longest: 50 }
  return { ...base, kind, longest: 500, wordTags }
}

export function planOf(questions: FormQuestion[], more: Partial<FormPlan> = {}): FormPlan {
  return {
    title: '肤质小测',
    intro: '二十秒，帮我们更懂您的皮肤。',
    questions,
    thanks: { text: '收到了，谢谢您。', linkText: '', linkUrl: '' },
    isRepeatable: false,
    from: null,
    until: null,
    hosts: [],
    ...more,
  }
}

export type Page = { status: number; text: string; headers: Headers }

export type Browser = {
  page(): Page
  /** The same browser at another page. */
  at(otherUrl: string): Browser
  open(query?: string, agent?: string): Promise<Page>
  /** Sends the page's form with these answers. `isForgetful`: the browser keeps no cookies. */
  send(
    answers: readonly string[],
    more?: Record<string, string>,
    habit?: { isForgetful?: boolean },
  ): Promise<Page>
  /** What a double tap sends. */
  sendTwice(answers: readonly string[]): Promise<Page[]>
}

/** A customer's browser without any script: it opens a page, and sends what stands in its form. */
export function browserAt(houseUrl: string, shownUrl: string, cookies = ''): Browser {
  const url = new URL(shownUrl).pathname
  let cookie = cookies
  let page: Page = { status: 0, text: '', headers: new Headers() }
  const keep = async (answer: Response): Promise<Page> => {
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
    if (set.length > 0) cookie = set.join('; ')
    page = { status: answer.status, text: await answer.text(), headers: answer.headers }
    return page
  }
  const hidden = () =>
    [...page.text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    )
  return {
    page: () => page,
    at: (otherUrl: string) => browserAt(houseUrl, otherUrl, cookie),
    async open(query = '', agent = SAFARI): Promise<Page> {
      const headers = { 'user-agent': agent, 'accept-language': 'zh-CN', cookie }
      return keep(await fetch(`${houseUrl}${url}${query}`, { headers, redirect: 'manual' }))
    },
    async send(
      answers: readonly string[],
      more: Record<string, string> = {},
      { isForgetful = false } = {},
    ): Promise<Page> {
      const body = new URLSearchParams(hidden())
      for (const answer of answers) body.append('a', answer)
      for (const [name, value] of Object.entries(more)) body.append(name, value)
      const headers = {
        'user-agent': SAFARI,
        'accept-language': 'zh-CN',
        ...(isForgetful ? {} : { cookie }),
      }
      return keep(await fetch(`${houseUrl}${url}`, { method: 'POST', headers, body }))
    },
    async sendTwice(answers: readonly string[]): Promise<Page[]> {
      const body = new URLSearchParams(hidden())
      for (const answer of answers) body.append('a', answer)
      const headers = { 'user-agent': SAFARI, 'accept-language': 'zh-CN', cookie }
      const ask = async () => {
        const answer = await fetch(`${houseUrl}${url}`, { method: 'POST', headers, body })
        return { status: answer.status, text: await answer.text(), headers: answer.headers }
      }
      return Promise.all([ask(), ask()])
    },
  }
}
