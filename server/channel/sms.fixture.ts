import type { SmsProvider } from '../../contract/sms.ts'
import { SANDBOX_SMS, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { createLog, manualClock, type Tenant } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { askSmsStep } from './ask-sms.ts'
import { record } from './consent.ts'
import { links, seal } from './mail.fixture.ts'
import type { MailDeps } from './send-mail.ts'
import { smsStep } from './send-sms.ts'
import { keepTemplate, storeSmsLine } from './sms-store.ts'
import { freeRules, morning, newTenant, setRules, specOf, type Who } from './world.fixture.ts'

/** What is written by the templates of the sandbox. */
export const written: Record<SmsProvider, Template> = {
  tencent: {
    code: '1002',
    text: '{1}，会员日到店满三百减五十，{2}前有效，拒收请回复R',
    params: { 1: '{{ customer.name }}', 2: '周五' },
  },
  aliyun: {
    code: 'SMS_100002',
    text: `\${name}，会员日到店满三百减五十，\${day}前有效，拒收请回复R`,
    params: { name: '{{ customer.name }}', day: '周五' },
  },
}
type Template = { code: string; text: string; params: Record<string, string> }

export type SmsTown = Awaited<ReturnType<typeof startSmsTown>>

/** A workspace with an account at one of the pretend networks. The networks' clock and ours stand and are moved together. */
export async function startSmsTown(db: Database, provider: SmsProvider) {
  const sandbox = await startSandbox({ now: morning })
  sandbox.world.clock.set(morning, true)
  const clock = manualClock(morning)
  const tenant = await newTenant(db)
  await setRules(db, tenant, freeRules)
  const deps: MailDeps = {
    db,
    clock,
    log: createLog('test', 'silent'),
    remoteOf: async () => null,
    links,
    isFenced: async () => false,
    seal,
    internalHosts: [hostOf(sandbox)],
  }
  await setSmsLine(db, tenant, { sandbox, provider })
  return {
    sandbox,
    office: sandbox.stages.sms,
    tenant,
    clock,
    deps,
    /** Time passes, and everybody does what has become due. */
    async pass(ms: number) {
      clock.advanceMs(ms)
      sandbox.world.clock.advanceMs(ms)
      await smsStep(deps)(tenant)
      await askSmsStep(deps)(tenant)
    },
    spec: (more: Parameters<typeof specOf>[0] = {}) => specOfSms(provider, more),
    stop: () => sandbox.stop(),
  }
}

function hostOf({ url }: Sandbox): string {
  return new URL(url).host
}

/** @param more.secret another than the one that the network knows. */
export async function setSmsLine(
  db: Database,
  tenant: Tenant,
  more: { sandbox: Sandbox; provider: SmsProvider; secret?: string },
): Promise<void> {
  const { sandbox, provider, secret = SANDBOX_SMS[provider].secret } = more
  const { keyId } = SANDBOX_SMS[provider]
  const settings = {
    provider,
    keyId,
    secret,
    appId: provider === 'tencent' ? SANDBOX_SMS.tencent.appId : '',
    region: '',
    signName: '青禾护肤',
    liPerSegment: 45,
    endpoint: hostOf(sandbox),
  }
  const { code, text } = written[provider]
  const template = { code, name: '会员日', kind: 'promotion' as const, text }
  await db.inWorkspace(tenant.id, async (tx) => {
    await storeSmsLine(tx, tenant, seal, { settings, by: null, now: morning })
    await keepTemplate(tx, tenant, { template, by: null, now: morning })
  })
}

export function specOfSms(provider: SmsProvider, more: Parameters<typeof specOf>[0] = {}) {
  const { code, text, params } = written[provider]
  const spec = specOf({ ...more, carrier: 'sms' })
  return { ...spec, content: { text, sms: { code, kind: 'promotion' as const, params } } }
}

/** Eleven digits of a customer, by their number. */
export function phoneOf({ no }: Who): string {
  return `139${String(no).padStart(8, '0')}`
}

/** Gives people a number each, and their yes to short messages. */
export async function texters(
  db: Database,
  tenant: Tenant,
  people: readonly Who[],
  more: { e164?: (who: Who) => string; agrees?: boolean } = {},
): Promise<void> {
  const { e164 = (who) => `+86${phoneOf(who)}`, agrees = true } = more
  await db.inWorkspace(tenant.id, async (tx) => {
    for (const who of people) {
      const number = e164(who)
      const masked = number.startsWith('+86') ? '139****1111' : `${number.slice(0, 3)}****1111`
      await tx.run(sql`
        insert into customer.identity (workspace_id, kind, key, customer_id, sealed, masked, first_seen_at, source)
        values (${tenant.id}, 'phone', ${seal.index('phone', number)}, ${who.id}, ${seal.close(number)}, ${masked}, ${morning}, 'test')
      `)
      if (agrees) await agreeToSms(tx, tenant, who.id)
    }
  })
}

export function agreeToSms(
  tx: Parameters<typeof record>[0],
  tenant: Tenant,
  customerId: string,
  now = morning,
) {
  return record(tx, tenant, {
    kind: 'channel_agreed',
    carrier: 'sms',
    customerId,
    by: null,
    source: 'customer',
    reason: '注册时勾选了接收短信',
    now,
  })
}
