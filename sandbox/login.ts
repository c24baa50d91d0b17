import { idOf, type World } from './world.ts'

/** Who is in front of a page. */
export type Visitor = { kind: 'member' | 'customer'; id: string }
export type LoginCode = { visitor: Visitor; isPrivate: boolean; at: Date; isUsed: boolean }
export type UserTicket = { userid: string; at: Date }
export type JsTicket = { ticket: string; kind: 'jsapi' | 'agent'; expiresAt: Date }

/** What a code, and what follows from it, lives (documents 91022, 91023). */
export const CODE_MS = 300_000
export const USER_TICKET_MS = 1_800_000

export type Logins = {
  codes: Map<string, LoginCode>
  userTickets: Map<string, UserTicket>
  jsTickets: JsTicket[]
  /** When tickets were asked for, for the limit of an hour. */
  asked: Date[]
}

export function noLogins(): Logins {
  return { codes: new Map(), userTickets: new Map(), jsTickets: [], asked: [] }
}

/** Somebody says who they are: a code for the page that wanted to know. */
export function giveCode(world: World, visitor: Visitor, isPrivate: boolean): string {
  const code = idOf(world, 'code')
  world.corp.logins.codes.set(code, {
    visitor,
    isPrivate,
    at: world.clock.now(),
    isUsed: false,
  })
  return code
}

/** `member:chenlan`, `customer:wm…`; null: nobody who is here. */
export function visitorIn(world: World, text: string): Visitor | null {
  const [kind, id = ''] = text.split(':')
  if (kind === 'member' && world.corp.members.has(id)) return { kind, id }
  return kind === 'customer' && world.corp.persons.has(id) ? { kind, id } : null
}
