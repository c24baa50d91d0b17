import type { FastifyReply, FastifyRequest } from 'fastify'
import type { IdentityClaim } from '../../contract/identity.ts'
import { numbersOf } from '../customer/index.ts'
import { addMs, newId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { isSecure } from '../staff/index.ts'
import { askWecom } from './ask.ts'
import { isRobot } from './is-robot.ts'
import type { PageDeps } from './route-deps.ts'
import { TOKEN_CHARACTERS } from './tracked-link.ts'
import {
  bindPersonalLink,
  customerOf,
  type Numbered,
  noteShared,
  noteVisitor,
  type StoredVisitor,
  storedVisitor,
  takeArrival,
} from './visitor-store.ts'

/** Whoever looks at a page of the brand's own. */
export type Visitor = {
  id: string
  /** Goes into every form as the hidden field `v`, so that nothing hangs on cookies. */
  token: string
  /** Who they are: by WeCom's word, by their own link, or by what they said of themselves before. Null: a stranger. */
  customer: Numbered | null
  /** Nothing but their own link says who they are: the river is told their row, since no claim names it. */
  isByLinkAlone: boolean
  /** What names them to the river. */
  claims: IdentityClaim[]
  /** Whose own link they came by, when they are somebody else. */
  sharedBy: Numbered | null
  /** A program that looks ahead or crawls: it is shown the page and leaves no trace. */
  isRobot: boolean
  /** What tells one browser from another, for whoever has to notice that many are one. */
  signals: { openid: string | null; network: Buffer | null; agent: string }
}

const LIFE_MS = 400 * 86_400_000
const AGENT_CHARACTERS = 200
/** What WeCom's answer brought along counts this long, where a browser keeps no cookies. */
const ARRIVAL_MS = 60_000

export const visitorCookie = ({ no }: Pick<Tenant, 'no'>) => `liuyuan_visitor_${no}`

/** Finds out who is looking at the brand's own pages. */
export function createVisitors(deps: PageDeps) {
  return {
    /**
     * Who looks at a page. @returns null when they were sent to WeCom first, which knows them without a question: the reply is
     * answered, and they come back to the same address.
     * @param isSure WeCom is asked each time: where rewards hang on who it is, a phone that was lent must not count as its owner.
     */
    async of(
      request: FastifyRequest,
      reply: FastifyReply,
      tenant: Tenant,
      { isSure = false }: { isSure?: boolean } = {},
    ): Promise<Visitor | null> {
      // Whoever asks for the head alone looks whether the page is there, and reads nothing.
      const isReader = request.method !== 'HEAD' && !isRobot(request.headers)
      if (!isReader) return robot(deps, tenant, request)
      const { v: arrival, p: personal } = wordsOf(request)
      const now = deps.clock.now()
      const kept = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const arrived = await arrivedBy(tx, deps, { tenant, token: arrival, now })
        const id = arrived ?? idOfToken(deps, tenant, request.cookies[visitorCookie(tenant)])
        const known = id === null ? null : await storedVisitor(tx, tenant, id)
        return { known, hasArrived: arrived !== null }
      })
      const id = kept.known?.id ?? newId()
      const seen = { id, ...signalsOf(deps, request), now }
      await deps.db.inWorkspace(tenant.id, (tx) => noteVisitor(tx, tenant, seen))
      setVisitorCookie(reply, deps, tenant, id)
      if (
        !kept.hasArrived &&
        (await askWecom(deps, { request, reply, tenant, id, known: kept.known, isSure }))
      )
        return null
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        await follow(tx, deps, { tenant, id, personal, now })
        return loaded(tx, deps, tenant, id)
      })
    },
    /** Who sent a form: by its hidden field `v` first, by the cookie second. What is neither is a stranger. */
    async ofForm(
      request: FastifyRequest,
      tenant: Tenant,
      token: string | undefined,
    ): Promise<Visitor> {
      if (isRobot(request.headers)) return robot(deps, tenant, request)
      const id =
        idOfToken(deps, tenant, token) ??
        idOfToken(deps, tenant, request.cookies[visitorCookie(tenant)]) ??
        newId()
      const seen = { id, ...signalsOf(deps, request), now: deps.clock.now() }
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        await noteVisitor(tx, tenant, seen)
        return loaded(tx, deps, tenant, id)
      })
    },
  }
}
export type Visitors = ReturnType<typeof createVisitors>

/** The two words that an address of a page may carry: an arrival from WeCom, and a customer whose own link it is. */
function wordsOf({ query }: FastifyRequest): { v?: string | undefined; p?: string | undefined } {
  const read = (name: 'v' | 'p') => {
    if (typeof query !== 'object' || query === null) return undefined
    const value: unknown = Object.entries(query).find(([key]) => key === name)?.[1]
    return typeof value === 'string' && value.length <= TOKEN_CHARACTERS ? value : undefined
  }
  return { v: read('v'), p: read('p') }
}

function idOfToken(
  { links }: Pick<PageDeps, 'links'>,
  tenant: Pick<Tenant, 'no'>,
  token: string | undefined,
): string | null {
  const read = links.read(token ?? '')
  return read?.kind === 'visitor' && read.workspaceNo === tenant.no ? read.id : null
}

/** An address with an arrival may be passed on: it counts once, in the moment in which WeCom answered. */
async function arrivedBy(
  tx: Tx,
  { links }: Pick<PageDeps, 'links'>,
  { tenant, token, now }: { tenant: Tenant; token: string | undefined; now: Date },
): Promise<string | null> {
  const read = links.read(token ?? '')
  if (read?.kind !== 'arrival' || read.workspaceNo !== tenant.no) return null
  const isTaken = await takeArrival(tx, tenant, read.id, addMs(now, -ARRIVAL_MS))
  return isTaken ? read.id : null
}

/** Whoever opens a customer's own link is that customer, or got it from them. */
async function follow(
  tx: Tx,
  { links }: Pick<PageDeps, 'links'>,
  {
    tenant,
    id,
    personal,
    now,
  }: { tenant: Tenant; id: string; personal: string | undefined; now: Date },
): Promise<void> {
  const read = links.read(personal ?? '')
  if (read?.kind !== 'person' || read.workspaceNo !== tenant.no) return
  const no = (await numbersOf(tx, tenant, [read.id])).get(read.id)
  const visitor = await storedVisitor(tx, tenant, id)
  if (no === undefined || !visitor) return
  const customer = { id: read.id, no }
  if (await bindPersonalLink(tx, tenant, { visitor, customer, now })) return
  await noteShared(tx, tenant, { id, by: customer })
}

async function loaded(
  tx: Tx,
  deps: Pick<PageDeps, 'links'>,
  tenant: Tenant,
  id: string,
): Promise<Visitor> {
  const stored = await storedVisitor(tx, tenant, id)
  if (!stored) throw new Error('a visitor who was just noted is not there')
  const customer = await whoIs(tx, tenant, stored)
  const { externalUserid, openid, network, agent } = stored
  return {
    id,
    token: deps.links.tokenOf(tenant, { kind: 'visitor', id }),
    customer,
    isByLinkAlone: stored.isPresumed && externalUserid === null,
    claims: [
      ...(externalUserid === null
        ? []
        : [{ kind: 'external_userid' as const, value: externalUserid }]),
      { kind: 'anonymous_id' as const, value: `page-${id}` },
    ],
    sharedBy:
      stored.sharedBy === null || stored.sharedByNo === null
        ? null
        : { id: stored.sharedBy, no: stored.sharedByNo },
    isRobot: false,
    signals: { openid, network, agent },
  }
}

/** A contact whom we did not know yet when WeCom named them may be known by now. */
async function whoIs(tx: Tx, tenant: Tenant, stored: StoredVisitor): Promise<Numbered | null> {
  const { customerId: id, customerNo: no } = stored
  return id !== null && no !== null ? { id, no } : customerOf(tx, tenant, stored.externalUserid)
}

function robot(deps: PageDeps, tenant: Tenant, request: FastifyRequest): Visitor {
  const id = newId()
  const { network, agent } = signalsOf(deps, request)
  return {
    id,
    token: deps.links.tokenOf(tenant, { kind: 'visitor', id }),
    customer: null,
    isByLinkAlone: false,
    claims: [],
    sharedBy: null,
    isRobot: true,
    signals: { openid: null, network, agent },
  }
}

function signalsOf({ seal }: Pick<PageDeps, 'seal'>, request: FastifyRequest) {
  return {
    agent: (request.headers['user-agent'] ?? '').slice(0, AGENT_CHARACTERS),
    network: seal.index('network of a visitor', request.ip),
  }
}

export function setVisitorCookie(
  reply: FastifyReply,
  { links, config, clock }: Pick<PageDeps, 'links' | 'config' | 'clock'>,
  tenant: Pick<Tenant, 'no'>,
  id: string,
): void {
  reply.setCookie(visitorCookie(tenant), links.tokenOf(tenant, { kind: 'visitor', id }), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(config),
    expires: addMs(clock.now(), LIFE_MS),
  })
}
