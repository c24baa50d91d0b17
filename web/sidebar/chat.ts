import { z } from 'zod'
import { type SidebarMe, sidebarSignatures } from '../../contract/sidebar.ts'
import { api, at } from './load.ts'

/** What is said in the chat beside which the page stands. */
export type Said = {
  text: string
  link: {
    title: string
    url: string
    desc?: string | undefined
    picUrl?: string | undefined
  } | null
}
/** `cancelled`: the associate closed WeCom's question; nothing was sent. */
export type SayOutcome = 'sent' | 'cancelled' | 'failed'

/** The WeCom around the page. */
export type Chat = {
  /** Whose chat is open; null: the page was opened elsewhere. */
  contact(): Promise<string | null>
  say(said: Said): Promise<SayOutcome>
}

type Call = (name: string, params: object) => Promise<Answer>
const answer = z.looseObject({
  err_msg: z.string().default(''),
  userId: z.string().optional(),
  entry: z.string().optional(),
})
type Answer = z.infer<typeof answer>
/** Entries beside the chat with one customer (document 94313 and the SDK's types). */
const WITH_CUSTOMER = ['single_chat_tools', 'contact_profile', 'single_kf_tools']

/** Meets the WeCom around the page, or the sandbox's phone that stands in for it. */
export async function meetChat(me: SidebarMe): Promise<Chat> {
  return chatOver(me.isSandbox ? sandboxCall() : await wecomCall(me))
}

function chatOver(call: Call): Chat {
  return {
    async contact() {
      const { entry = '' } = await call('getContext', {})
      if (!WITH_CUSTOMER.includes(entry)) return null
      const { userId } = await call('getCurExternalContact', {})
      return userId ?? null
    },
    async say({ text, link }) {
      const first = await say(call, { msgtype: 'text', text: { content: text } })
      if (first !== 'sent' || !link) return first
      const news = {
        link: link.url,
        title: link.title,
        desc: link.desc ?? '',
        imgUrl: link.picUrl ?? '',
      }
      // The words have left: whatever becomes of the card, the customer has heard from us.
      await say(call, { msgtype: 'news', news })
      return 'sent'
    },
  }
}

async function say(call: Call, params: object): Promise<SayOutcome> {
  const { err_msg: said } = await call('sendChatMessage', params)
  if (said.endsWith(':ok')) return 'sent'
  return said.endsWith(':cancel') ? 'cancelled' : 'failed'
}

/** The real one, by its own SDK; loaded only inside WeCom. */
async function wecomCall({ corpId, agentId }: SidebarMe): Promise<Call> {
  const ww = await import('@wecom/jssdk')
  const signatures = async () =>
    api.get(at('/signatures'), sidebarSignatures, { url: location.href.split('#')[0] ?? '' })
  ww.register({
    corpId,
    ...(agentId === null ? {} : { agentId }),
    jsApiList: ['getContext', 'getCurExternalContact', 'sendChatMessage'],
    getConfigSignature: async () => (await signatures()).corp,
    getAgentConfigSignature: async () => (await signatures()).agent,
  })
  const told = (work: Promise<unknown>) =>
    work.then(
      (result) => answer.parse({ err_msg: 'call:ok', ...object(result) }),
      (refusal: unknown) => answer.parse({ ...object(refusal) }),
    )
  return (name, params) => {
    if (name === 'getContext') return told(ww.getContext())
    if (name === 'getCurExternalContact') return told(ww.getCurExternalContact())
    return told(ww.invoke(name, params))
  }
}

function object(value: unknown): object {
  if (value instanceof Error) return { err_msg: value.message, ...value }
  return typeof value === 'object' && value !== null ? value : {}
}

const ANSWER_MS = 10_000
const reply = z.object({ from: z.literal('sandbox-wecom'), id: z.number(), result: answer })

/** The phone of the sandbox (sandbox/README.md): the frame around the page answers instead of WeCom. */
function sandboxCall(): Call {
  let last = 0
  return (call, params) => {
    if (window.parent === window) return Promise.resolve(answer.parse({ entry: 'normal' }))
    last += 1
    const id = last
    return new Promise((resolve) => {
      const give = (result: Answer) => {
        window.removeEventListener('message', heard)
        clearTimeout(timer)
        resolve(result)
      }
      const heard = ({ source, data }: MessageEvent) => {
        const told = source === window.parent ? reply.safeParse(data) : null
        if (told?.success && told.data.id === id) give(told.data.result)
      }
      const timer = setTimeout(() => give(answer.parse({ err_msg: `${call}:fail` })), ANSWER_MS)
      window.addEventListener('message', heard)
      // Whoever stands around the page is asked; nothing secret is in the question.
      window.parent.postMessage({ to: 'sandbox-wecom', id, call, params }, '*')
    })
  }
}
