import { z } from 'zod'
import { SANDBOX_AGENT, SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import type { Door } from './door.ts'

const scanned = z.object({
  userid: z.string(),
  person: z.object({ externalUserId: z.string(), name: z.string(), unionid: z.string() }),
})
export type Scanned = z.infer<typeof scanned>
const chatSeen = z.object({ externalUserId: z.string(), relation: z.string() })
const seenAssociate = z.object({
  chats: z.array(chatSeen),
  tasks: z.array(z.object({ msgid: z.string(), state: z.string(), createdAt: z.coerce.date() })),
  moments: z.array(z.object({ momentId: z.string(), text: z.string(), state: z.string() })),
})
export type SeenAssociate = z.infer<typeof seenAssociate>

const made = z.object({
  contacts: z.array(z.object({ externalUserId: z.string(), userid: z.string() })),
})
export type MadeContact = z.infer<typeof made>['contacts'][number]

const codesMade = z.object({ ways: z.array(z.object({ state: z.string(), remark: z.string() })) })

export type NewContact = {
  name: string
  unionid: string
  memberNo: string
  userid: string
  state: string
  addedAt: string
}

/** A post of a member, by the moment it is of. */
type OfPoster = { momentId: string; userid: string }

/** What people do in the pretend WeCom: by its own doors, as the phone does it. */
export type Street = {
  people(): Promise<number>
  addContacts(contacts: NewContact[]): Promise<MadeContact[]>
  /** @param group.ids who is inside from the beginning. @returns WeCom's id of the group. */
  makeGroup(group: { owner: string; name: string; ids: string[] }): Promise<string>
  /** People whom nobody has added come into a group. */
  inviteStrangers(into: { chatId: string; by: string; count: number }): Promise<void>
  scan(state: string): Promise<Scanned>
  /** Every code that was made, the newest last. */
  codes(): Promise<{ state: string; remark: string }[]>
  chat(said: {
    userid: string
    externalUserId: string
    from: 'member' | 'customer'
    text: string
  }): Promise<void>
  leave(pair: { userid: string; externalUserId: string }): Promise<void>
  associate(userid: string): Promise<SeenAssociate>
  confirm(task: { msgid: string; userid: string }): Promise<void>
  postMoment(of: OfPoster): Promise<void>
  likeMoment(like: OfPoster & { externalUserId: string }): Promise<void>
  commentMoment(comment: OfPoster & { externalUserId: string; text: string }): Promise<void>
  hire(member: {
    userid: string
    name: string
    position: string
    departments: number[]
  }): Promise<void>
  resign(userid: string): Promise<void>
  hearAt(receiver: { url: string; token: string; aesKey: string }): Promise<void>
  /** Where the networks for short messages tell of deliveries and replies. */
  smsToldAt(url: string): Promise<void>
  /** Which page stands beside an associate's chat. */
  sidebarAt(url: string): Promise<void>
}

const CONTACTS_A_CALL = 1_000

export function streetOf(url: string): Street {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/sandbox/${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status}`)
    return answer.json()
  }
  const post = (path: string, body: unknown) => ask('POST', path, body)
  return {
    people: async () => z.object({ persons: z.number() }).parse(await ask('GET', 'state')).persons,
    async addContacts(contacts) {
      const all: MadeContact[] = []
      for (let at = 0; at < contacts.length; at += CONTACTS_A_CALL) {
        const some = contacts.slice(at, at + CONTACTS_A_CALL)
        all.push(...made.parse(await post('contacts', { contacts: some })).contacts)
      }
      return all
    },
    makeGroup: async (group) =>
      z.object({ chatId: z.string() }).parse(await post('groups', group)).chatId,
    async inviteStrangers({ count, ...into }) {
      const person = z.object({ externalUserId: z.string() })
      for (let at = 0; at < count; at++) {
        const { externalUserId } = person.parse(await post('persons', {}))
        await post('invite', { ...into, ids: [externalUserId] })
      }
    },
    codes: async () => codesMade.parse(await ask('GET', 'ways')).ways,
    scan: async (state) => scanned.parse(await post('scan', { state })),
    async chat(said) {
      await post('chat', said)
    },
    async leave(pair) {
      await post('delete-staff', pair)
    },
    associate: async (userid) =>
      seenAssociate.parse(await ask('GET', `associate?userid=${encodeURIComponent(userid)}`)),
    async confirm(task) {
      await post('confirm', task)
    },
    async postMoment(of) {
      await post('post-moment', of)
    },
    async likeMoment(like) {
      await post('like-moment', like)
    },
    async commentMoment(comment) {
      await post('comment-moment', comment)
    },
    async hire(member) {
      await post('hire', member)
    },
    async resign(userid) {
      await post('resign', { userid })
    },
    async hearAt(receiver) {
      await post('receiver', receiver)
    },
    async smsToldAt(url) {
      await post('sms/receiver', { url })
    },
    async sidebarAt(url) {
      await post('sidebar', { url })
    },
  }
}

const callbackKeys = z.object({ url: z.string(), token: z.string(), aesKey: z.string() })

const corps = z.object({ items: z.array(z.object({ id: z.string(), corpId: z.string() })) })

/**
 * Connects the product to the pretend WeCom as its owner would, and tells WeCom where to call. Safe to do again.
 * @param url the product's, where the sidebar of its chats is. @returns the address of the company.
 */
export async function connect(owner: Door, street: Street, url: string): Promise<string> {
  const { items } = corps.parse(await owner.get('/api/corps'))
  const known = items.find(({ corpId }) => corpId === SANDBOX_CORP)
  const wanted = { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET, agentId: SANDBOX_AGENT }
  const { id } = known ?? z.object({ id: z.string() }).parse(await owner.post('/api/corps', wanted))
  const address = `/api/corps/${id}`
  await street.sidebarAt(`${url}/sidebar?corp=${id}`)
  await street.hearAt(callbackKeys.parse(await owner.post(`${address}/callback-keys`)))
  return address
}
