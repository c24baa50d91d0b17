import { z } from 'zod'
import * as contract from '../../contract/care.ts'
import { type App, Problem } from '../kernel/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { asking, type CareRouteDeps } from './route-deps.ts'
import { changeSettings, settingsOf } from './settings.ts'

const done = z.object({ ok: z.literal(true) })
const path = '/api/service-case-settings'

/** The brand's own kinds with their clocks, its working hours, and which events open a case. */
export function settingsRoutes(app: App, deps: CareRouteDeps): void {
  app.get(
    path,
    {
      config: { permission: 'customers.read' },
      schema: { response: { 200: contract.storedCareSettings } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { changedAt, changedBy, ...stored } = await settingsOf(tx, tenant)
        const names = await namesOfStaff(tx, tenant.id, [changedBy])
        return {
          ...stored,
          changedAt: changedAt?.toISOString() ?? null,
          changedBy: names.get(changedBy ?? '') ?? null,
        }
      })
    },
  )
  app.put(
    path,
    {
      config: { permission: 'messages.write' },
      schema: { body: contract.careSettingsChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const { no, settings } = request.body
      await within(async (tx) => {
        const isSet = await changeSettings(tx, tenant, { no, settings, by, now: real })
        if (!isSet) throw new Problem('conflict')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: { no: no + 1 } }
        await audit(tx, { ...entry, action: 'care.settings_changed', subject: 'care' })
      })
      return { ok: true as const }
    },
  )
}
