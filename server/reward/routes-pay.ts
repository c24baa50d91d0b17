import { z } from 'zod'
import * as contract from '../../contract/pay.ts'
import { readNotification } from '../../weixin/index.ts'
import { type App, type Clock, Problem, type Seal, showId, type Tenant } from '../kernel/index.ts'
import { type LinkTracker, TOKEN_CHARACTERS } from '../page/index.ts'
import type { Database } from '../postgres/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { findPayAccount, openedAccount, removePayAccount, storePayAccount } from './pay-account.ts'
import { hurryPayment } from './payment-store.ts'

export type PayRouteDeps = {
  db: Database
  clock: Clock
  seal: Seal
  links: LinkTracker
  tenants: () => Promise<Tenant[]>
}

const path = '/api/pay-account'
const done = z.object({ ok: z.literal(true) })
const write = { permission: 'workspace.write' } as const
const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
const TOLD_A_MINUTE = 1_200
const BODY_BYTES_MAX = 64 * 1024

/** The brand's merchant account at WeChat Pay, and where WeChat Pay tells of transfers. */
export function payRoutes(app: App, deps: PayRouteDeps): void {
  accountRoutes(app, deps)
  hookRoute(app, deps)
}

function accountRoutes(app: App, deps: PayRouteDeps): void {
  const { db, clock, seal } = deps
  app.get(
    path,
    { config: write, schema: { response: { 200: contract.payAccountState } } },
    async (request) => {
      const { tenant } = request.session
      const notifyUrl = deps.links.urlOf(tenant, { kind: 'pay', id: tenant.id })
      return db.inWorkspace(tenant.id, async (tx) => {
        const found = await findPayAccount(tx, tenant)
        if (!found) return { account: null, notifyUrl }
        const names = await namesOfStaff(tx, tenant.id, [found.changedBy])
        const { privateKey: _key, apiKey: _api, platformKey: _platform, ...shown } = found
        return {
          notifyUrl,
          account: {
            ...shown,
            changedAt: found.changedAt.toISOString(),
            changedBy: names.get(found.changedBy ?? '') ?? null,
            troubleAt: found.troubleAt?.toISOString() ?? null,
          },
        }
      })
    },
  )
  app.put(
    path,
    { config: write, schema: { body: contract.payAccountSettings, response: { 200: done } } },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const now = clock.now()
      const settings = request.body
      await db.inWorkspace(tenant.id, async (tx) => {
        await storePayAccount(tx, tenant, seal, { settings, by, now })
        await audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: now, action: 'pay_account.changed' },
          ...{ subject: showId('workspace', tenant.id), detail: { mchId: settings.mchId } },
        })
      })
      return { ok: true as const }
    },
  )
  app.delete(path, { config: write, schema: { response: { 200: done } } }, async (request) => {
    const { tenant, staffId: by } = request.session
    const now = clock.now()
    await db.inWorkspace(tenant.id, async (tx) => {
      if (!(await removePayAccount(tx, tenant))) throw new Problem('not_found')
      await audit(tx, {
        ...{ workspaceId: tenant.id, staffId: by, at: now, action: 'pay_account.removed' },
        ...{ subject: showId('workspace', tenant.id), detail: {} },
      })
    })
    return { ok: true as const }
  })
}

/** What WeChat Pay says by itself is believed when it is signed; what it says is asked for again all the same. */
function hookRoute(app: App, deps: PayRouteDeps): void {
  const config = { rateLimit: { max: TOLD_A_MINUTE, timeWindow: '1 minute' } }
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_asked, body, parsed) => parsed(null, body),
    )
    scope.post(
      '/hooks/pay/:token',
      { config, schema: { params: token, hide: true } },
      async (request, reply) => {
        const read = deps.links.read(request.params.token)
        const tenants = read?.kind === 'pay' ? await deps.tenants() : []
        const tenant = tenants.find(({ no }) => no === read?.workspaceNo)
        if (!tenant) throw new Problem('not_found')
        const header = (name: string) => String(request.headers[name] ?? '')
        const body = typeof request.body === 'string' ? request.body : ''
        const isHeard = await deps.db.inWorkspace(tenant.id, async (tx) => {
          const stored = await findPayAccount(tx, tenant)
          const now = deps.clock.now()
          const account = stored && openedAccount(stored, deps.seal, '')
          const bill = account && readNotification(account, { header, body, now })
          if (!bill) return false
          await hurryPayment(tx, tenant, { billNo: bill.out_bill_no, real: now })
          return true
        })
        return reply.status(isHeard ? 204 : 401).send()
      },
    )
  })
}
