import { startServing } from '../acquisition/index.ts'
import { startCampaigns } from '../campaign/index.ts'
import { startCare } from '../care/index.ts'
import { createStaffWays, startChannel } from '../channel/index.ts'
import { wecomOf } from '../corp/index.ts'
import { createResolve } from '../customer/index.ts'
import { startRiver } from '../event/index.ts'
import { startHandovers } from '../handover/index.ts'
import { startFollowerReader, startMarker, startReader } from '../ingestion/index.ts'
import { neighbours, startJourneys } from '../journey/index.ts'
import { startLedger } from '../ledger/index.ts'
import { accountOf } from '../official/index.ts'
import { startJobs } from '../queue/index.ts'
import { startPayments, startRewards } from '../reward/index.ts'
import { members, startSegments } from '../segment/index.ts'
import { startWebhooks } from '../webhook/index.ts'
import { appliersOf } from './appliers.ts'
import type { Composition } from './compose.ts'
import { startDaily } from './daily.ts'
import { decoders } from './decoders.ts'
import { fenceOf } from './fence.ts'
import { internalHostsOf } from './internal-hosts.ts'
import { jobHandlers } from './jobs.ts'
import { linksOf } from './links.ts'
import { paymentsOf } from './payments.ts'
import { predictionsOf } from './predictions.ts'
import { reactionsOf } from './reactions.ts'

/** Imports and analyses run beside each other, but not so many that the pump goes hungry. */
const JOBS_AT_ONCE = 2

/** The hands of the installation: the river, journeys, the ordinary jobs, and what is due once a day. */
export async function startWorker(deps: Composition): Promise<{ stop(): Promise<void> }> {
  const river = startRiver({
    ...deps,
    decode: decoders,
    rules: { resolve: createResolve(deps), appliers: appliersOf(linksOf(deps)) },
    reactions: reactionsOf(deps),
  })
  const jobs = await startJobs({
    url: databaseUrlOf(deps),
    handlers: jobHandlers(deps),
    log: deps.log,
    concurrency: JOBS_AT_ONCE,
  })
  const predicted = { ...deps, predictionsOf: predictionsOf(deps) }
  const segments = startSegments(predicted)
  const journeys = startJourneys({ ...deps, neighbours: neighbours(predicted) })
  const campaigns = startCampaigns({
    ...deps,
    isFenced: () => isFenced(),
    momentsOf: async (company) => (await wecomOf(deps, company))?.waiting ?? null,
    members: (tenant, segmentId) => members(deps, tenant, segmentId),
  })
  const reader = startReader(deps)
  const followers = startFollowerReader(deps)
  // Nothing leaves a copy of an installation: looked at before anything could.
  const isFenced = fenceOf(deps)
  if (await isFenced())
    deps.log.warn('this installation is fenced: it sends nothing until it is released')
  const channel = startChannel({
    ...deps,
    isFenced,
    links: linksOf(deps),
    staffWayOf: createStaffWays(deps),
    internalHosts: internalHostsOf(deps),
    officialOf: async (tenant, appId) => (await accountOf(deps, tenant, appId))?.weixin ?? null,
    remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
  })
  const marker = startMarker({ ...deps, isFenced })
  const webhooks = startWebhooks({
    ...deps,
    isFenced,
    internalHosts: deps.config.webhookInternalHosts,
  })
  const care = startCare(deps)
  const ledger = startLedger(deps)
  const rewards = startRewards(deps)
  const payments = startPayments({ ...deps, ...paymentsOf(deps), isFenced })
  const handovers = startHandovers({
    ...deps,
    isFenced,
    remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
  })
  const serving = startServing({
    ...deps,
    isFenced,
    remoteOf: async (company) => (await wecomOf(deps, company))?.waiting ?? null,
  })
  const daily = startDaily(deps)
  return {
    async stop() {
      await daily.stop()
      await serving.stop()
      await handovers.stop()
      await payments.stop()
      await rewards.stop()
      await ledger.stop()
      await care.stop()
      await webhooks.stop()
      await channel.stop()
      await campaigns.stop()
      await journeys.stop()
      await segments.stop()
      await marker.stop()
      await followers.stop()
      await reader.stop()
      await jobs.stop()
      await river.stop()
    },
  }
}

function databaseUrlOf({ config }: Composition): string {
  if (!config.databaseUrl) throw new Error('DATABASE_URL is needed here')
  return config.databaseUrl
}
