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
import type { TenantCompany } from '../kernel/index.ts'
import { startLedger } from '../ledger/index.ts'
import { accountOf } from '../official/index.ts'
import { startPosting } from '../posting/index.ts'
import { startJobs } from '../queue/index.ts'
import { startReading } from '../reading/index.ts'
import { startReferrals } from '../referral/index.ts'
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

type Hand = { stop(): Promise<void> }
type Fence = () => Promise<boolean>

/** The hands of the installation: the river, journeys, the ordinary jobs, and what is due once a day. */
export async function startWorker(deps: Composition): Promise<Hand> {
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
  // Nothing leaves a copy of an installation: looked at before anything could.
  const isFenced = fenceOf(deps)
  if (await isFenced())
    deps.log.warn('this installation is fenced: it sends nothing until it is released')
  const hands = [
    river,
    jobs,
    ...startKnowing(deps, isFenced),
    ...startSpeaking(deps, isFenced),
    ...startCaring(deps, isFenced),
    startDaily(deps),
  ]
  return {
    async stop() {
      // The last one first: each may still give work to those before it.
      for (const hand of hands.toReversed()) await hand.stop()
    },
  }
}

/** What reads WeCom and keeps segments up. */
function startKnowing(deps: Composition, isFenced: Fence): Hand[] {
  return [
    startReader(deps),
    startFollowerReader(deps),
    startMarker({ ...deps, isFenced }),
    startSegments({ ...deps, predictionsOf: predictionsOf(deps) }),
  ]
}

/** What plans messages and hands them over. */
function startSpeaking(deps: Composition, isFenced: Fence): Hand[] {
  const predicted = { ...deps, predictionsOf: predictionsOf(deps) }
  return [
    startJourneys({ ...deps, neighbours: neighbours(predicted) }),
    startCampaigns({
      ...deps,
      isFenced,
      momentsOf: async (company) => (await wecomOf(deps, company))?.waiting ?? null,
      members: (tenant, segmentId) => members(deps, tenant, segmentId),
    }),
    startChannel({
      ...deps,
      isFenced,
      links: linksOf(deps),
      staffWayOf: createStaffWays(deps),
      internalHosts: internalHostsOf(deps),
      officialOf: async (tenant, appId) => (await accountOf(deps, tenant, appId))?.weixin ?? null,
      remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
    }),
    startPosting({
      ...deps,
      isFenced,
      staffWayOf: createStaffWays(deps),
      remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
    }),
    startWebhooks({ ...deps, isFenced, internalHosts: deps.config.webhookInternalHosts }),
  ]
}

/** What is owed to people: answers, rewards, somebody in charge, a code that leads to whoever is on duty. */
function startCaring(deps: Composition, isFenced: Fence): Hand[] {
  const remoteOf = async (company: TenantCompany) => (await wecomOf(deps, company))?.wecom ?? null
  return [
    startCare(deps),
    startLedger(deps),
    startRewards(deps),
    startPayments({ ...deps, ...paymentsOf(deps), isFenced }),
    startHandovers({ ...deps, isFenced, remoteOf }),
    startReading({ ...deps, isFenced, staffWayOf: createStaffWays(deps) }),
    startReferrals({ ...deps, isFenced, remoteOf }),
    startServing({
      ...deps,
      isFenced,
      remoteOf: async (company) => (await wecomOf(deps, company))?.waiting ?? null,
    }),
  ]
}

function databaseUrlOf({ config }: Composition): string {
  if (!config.databaseUrl) throw new Error('DATABASE_URL is needed here')
  return config.databaseUrl
}
