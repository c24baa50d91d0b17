import { z } from 'zod'
import * as contract from '../../contract/referral.ts'
import type { App } from '../kernel/index.ts'
import { reportOf } from './report.ts'
import { asking, idIn, type ReferralRouteDeps } from './route-deps.ts'
import { demand } from './routes-campaign.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'journeys.read' } as const

/** What came of a campaign. */
export function reportRoutes(app: App, deps: ReferralRouteDeps): void {
  app.get(
    '/api/referrals/:id/report',
    { config: read, schema: { params: byId, response: { 200: contract.referralReport } } },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      const campaignId = idIn('referral', request.params.id)
      return within(async (tx) => {
        await demand(tx, tenant, campaignId)
        return reportOf(tx, { tenant, now, campaignId })
      })
    },
  )
}
