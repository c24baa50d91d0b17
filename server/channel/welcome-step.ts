import { z } from 'zod'
import type { MessageContent } from '../../contract/delivery.ts'
import type { Comer } from '../../contract/way-welcome.ts'
import {
  type Applied,
  type ApplyStep,
  nothingApplied,
  type PumpContext,
  type ResolvedEvent,
} from '../event/index.ts'
import { addMs, idFrom } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Addressee, DeliverySpec } from './delivery.ts'
import { planDeliveries } from './plan.ts'

/** WeCom takes a welcome for 20 s after the event; the last try begins two seconds earlier. */
const WELCOME_MS = 18_000

/** A newcomer as the question which welcome is theirs needs them. */
export type Newcomer = {
  customerId: string
  userid: string
  state: string
  comer: Comer
  /** When they became a friend. */
  at: Date
}
/** What somebody is greeted with. */
export type WelcomeWords = { text: string; link: MessageContent['link'] }
/** The words for each as they are to be sent, or null for none; `words[i]` belongs to `newcomers[i]`. */
export type WelcomesOf = (
  tx: Tx,
  context: PumpContext,
  newcomers: readonly Newcomer[],
) => Promise<(WelcomeWords | null)[]>

const props = z.object({
  userid: z.string(),
  external_userid: z.string(),
  state: z.string().default(''),
  is_returning: z.boolean().default(false),
  is_of_another: z.boolean().default(false),
  welcome_code: z.string().optional(),
})

/** The line of the table of appliers that welcomes who has added an associate, in the transaction that heard of it. */
export function welcomeStep(deps: { welcomesOf: WelcomesOf }): ApplyStep {
  return {
    name: 'welcome',
    on: ['follow.started'],
    apply: (tx, context, events) => planWelcomes(tx, context, events, deps.welcomesOf),
  }
}

type Welcome = NonNullable<Addressee['welcome']>
type Due = {
  newcomer: Newcomer
  person: Omit<Addressee, 'welcome'>
  welcome: Omit<Welcome, 'text'>
  notAfter: Date
}

async function planWelcomes(
  tx: Tx,
  context: PumpContext,
  events: ResolvedEvent[],
  welcomesOf: WelcomesOf,
): Promise<Applied> {
  const due = events.flatMap((event) => dueOf(context, event) ?? [])
  if (due.length === 0) return nothingApplied
  const newcomers = due.map(({ newcomer }) => newcomer)
  const words = await welcomesOf(tx, context, newcomers)
  // By the second in which their time is over, and by what they are given: a burst has a few.
  const groups = new Map<string, { spec: DeliverySpec; people: Addressee[] }>()
  due.forEach(({ person, welcome, notAfter }, i) => {
    const said = words[i]
    if (!said) return
    const key = `${notAfter.getTime()} ${said.link?.url ?? ''}`
    const group = groups.get(key) ?? {
      spec: specFor(context.now, notAfter, said.link),
      people: [],
    }
    group.people.push({ ...person, welcome: { ...welcome, text: said.text } })
    groups.set(key, group)
  })
  for (const { spec, people } of groups.values()) await planDeliveries(tx, context, spec, people)
  return nothingApplied
}

/** Each has words of their own, so the message itself has none but its link. */
function specFor(now: Date, notAfter: Date, link: MessageContent['link']): DeliverySpec {
  return {
    cause: { kind: 'welcome' },
    carrier: 'wecom_welcome',
    purpose: 'service',
    content: { text: '', ...(link ? { link } : {}) },
    notBefore: now,
    notAfter,
    lateness: 'skip',
  }
}

function dueOf({ tenant, now }: PumpContext, event: ResolvedEvent): Due | null {
  const read = props.safeParse(event.props)
  if (!read.success || read.data.welcome_code === undefined || event.customerId === null)
    return null
  const { userid, external_userid: externalUserid, state, welcome_code: code } = read.data
  const { customerId } = event
  return {
    newcomer: { customerId, userid, state, comer: comerOf(read.data), at: event.at },
    person: {
      deliveryId: idFrom('welcome', tenant.id, event.eventId),
      customerId: event.customerId,
      customerNo: event.customerNo,
      enrollmentId: null,
    },
    welcome: { code, userid, externalUserid },
    notAfter: deadline(event.at, now, tenant.clockAt ?? now),
  }
}

function comerOf({ is_returning, is_of_another }: z.infer<typeof props>): Comer {
  if (is_of_another) return 'of_another'
  return is_returning ? 'back' : 'new'
}

/**
 * Eighteen seconds after the event, in real time. WeCom's clock is the real one or, where old times are played, the
 * workspace's; how long ago the event was is told by whichever is nearer. Whole seconds, as WeCom counts.
 */
export function deadline(at: Date, real: Date, present: Date): Date {
  const ago = Math.min(
    Math.abs(real.getTime() - at.getTime()),
    Math.abs(present.getTime() - at.getTime()),
  )
  const left = WELCOME_MS - Math.ceil(ago / 1_000) * 1_000
  return addMs(new Date(Math.floor(real.getTime() / 1_000) * 1_000), left)
}
