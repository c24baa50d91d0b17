import { routes as acquisitionRoutes, isSource, namesOfSources } from '../acquisition/index.ts'
import { routes as almanacRoutes } from '../almanac/index.ts'
import { routes as calendarRoutes } from '../calendar/index.ts'
import { routes as campaignRoutes } from '../campaign/index.ts'
import { routes as careRoutes } from '../care/index.ts'
import {
  routes as channelRoutes,
  createStaffWays,
  isReadable,
  worksOfMaterials,
} from '../channel/index.ts'
import { routes as commerceRoutes } from '../commerce/index.ts'
import { routes as contentRoutes } from '../content/index.ts'
import {
  routes as corpRoutes,
  createCorpFinder,
  liveCorps,
  namedAssociates,
  wecomOf,
} from '../corp/index.ts'
import {
  routes as customerRoutes,
  customersByAssociate,
  peopleBook,
  tagNames,
} from '../customer/index.ts'
import { routes as eventRoutes } from '../event/index.ts'
import { routes as experimentRoutes } from '../experiment/index.ts'
import { routes as formRoutes } from '../form/index.ts'
import { routes as groupRoutes, namedGroups } from '../group/index.ts'
import { routes as handoverRoutes } from '../handover/index.ts'
import {
  askForSync,
  callbackRoutes,
  chatRoutes,
  importRoutes,
  noticeRoutes,
  officialCallbackRoutes,
  SYNC_TAGS,
  syncView,
  trackRoutes,
  wish,
  wishesWaiting,
} from '../ingestion/index.ts'

import {
  routes as insightRoutes,
  layerRoutes,
  retrospectiveRoutes,
  stageRoutes,
} from '../insight/index.ts'
import {
  routes as journeyRoutes,
  journeysSending,
  journeysUsing,
  namesOfJourneys,
  neighbours,
  runningOf,
} from '../journey/index.ts'
import type { App } from '../kernel/index.ts'
import { routes as ledgerRoutes } from '../ledger/index.ts'
import { createAccountFinder, routes as officialRoutes } from '../official/index.ts'
import { routes as pageRoutes } from '../page/index.ts'
import { routes as playbookRoutes } from '../playbook/index.ts'
import { createPainter, routes as posterRoutes } from '../poster/index.ts'
import { routes as postingRoutes } from '../posting/index.ts'
import { routes as readingRoutes } from '../reading/index.ts'
import { routes as referralRoutes } from '../referral/index.ts'
import { payRoutes, rewardPageRoutes, routes as rewardRoutes } from '../reward/index.ts'
import { members, routes as segmentRoutes } from '../segment/index.ts'
import { routes as sidebarRoutes } from '../sidebar/index.ts'
import { audit, getWorkspace, namesOfStaff, routes as staffRoutes } from '../staff/index.ts'
import { routes as webhookRoutes } from '../webhook/index.ts'
import { limitsOf, oursOf } from './corp-limits.ts'
import type { Deps } from './deps.ts'
import { fenceOf } from './fence.ts'
import { filesFolder } from './files.ts'
import { internalHostsOf } from './internal-hosts.ts'
import { linksOf } from './links.ts'
import { opsRoutes } from './ops.ts'
import { overviewRoutes } from './overview-routes.ts'
import { pageDepsOf } from './page-deps.ts'
import { paymentsOf } from './payments.ts'
import { predictionsOf } from './predictions.ts'
import { reactionsOf } from './reactions.ts'
import { campaignNames, ledgerNames } from './reward-names.ts'
import { scanLoginRoutes } from './scan-login.ts'

/** Every room's HTTP, in the order of the navigation. */
export async function addRoutes(app: App, deps: Deps): Promise<void> {
  opsRoutes(app, deps)
  staffRoutes(app, deps)
  scanLoginRoutes(app, deps)
  overviewRoutes(app, deps)
  stageRoutes(app, { ...deps, people: peopleBook })
  customerRoutes(app, {
    ...deps,
    audit,
    staffNames: namesOfStaff,
    matchTags: async (tx, tenant) => {
      for (const { company } of await liveCorps(tx, tenant))
        await askForSync(tx, { id: tenant.id, company }, SYNC_TAGS)
    },
  })
  segmentRoutes(app, {
    ...deps,
    audit,
    predictionsOf: predictionsOf(deps),
    staffNames: namesOfStaff,
    associates: namedAssociates,
    groups: namedGroups,
    journeys: journeysSending,
    journeysUsing,
  })
  commerceRoutes(app, { ...deps, tagNames })
  importRoutes(app, { ...deps, filesDir: filesFolder(deps.config) })
  addProof(app, deps)
  channelRoutes(app, {
    ...deps,
    links: linksOf(deps),
    internalHosts: internalHostsOf(deps),
    isFenced: fenceOf(deps),
    journeyNames: namesOfJourneys,
  })
  addCare(app, deps)
  journeyRoutes(app, {
    ...deps,
    isFenced: fenceOf(deps),
    staffWayOf: createStaffWays(deps),
    neighbours: neighbours({ ...deps, predictionsOf: predictionsOf(deps) }),
  })
  addCampaigns(app, deps)
  addRewards(app, deps)
  playbookRoutes(app, deps)
  addPages(app, deps)
  corpRoutes(app, {
    ...deps,
    audit,
    publicUrl: deps.config.publicUrl,
    askForSync,
    syncView,
    contactsWaiting: async (tx, tenant) => (await wishesWaiting(tx, tenant)).contacts,
    customersOf: customersByAssociate,
    limitsOf: limitsOf(deps),
    oursOf,
  })
  addOfficial(app, deps)
  groupRoutes(app, deps)
  contentRoutes(app, { ...deps, tagNames, worksOf: worksOfMaterials, isReadable })
  sidebarRoutes(app, {
    ...deps,
    tagNames,
    links: linksOf(deps),
    journeyNames: namesOfJourneys,
    runningOf,
    readContact: (tx, tenant, id) =>
      wish(tx, tenant.id, { kind: 'contact', ids: [id], now: deps.clock.now() }),
  })
  chatRoutes(app, deps)
  noticeRoutes(app, deps)
  callbackRoutes(app, { ...deps, corps: createCorpFinder(deps) })
  webhookRoutes(app, { ...deps, internalHosts: deps.config.webhookInternalHosts })
  eventRoutes(app, { ...deps, reactions: reactionsOf(deps) })
  addTrack(app, deps)
}

/** What people are worth, how near they are, and what worked. */
function addProof(app: App, deps: Deps): void {
  insightRoutes(app, { ...deps, people: peopleBook })
  layerRoutes(app, { ...deps, people: peopleBook })
  experimentRoutes(app, deps)
  retrospectiveRoutes(app, { ...deps, staffNames: namesOfStaff })
}

/** Where people come from, and what they see of the brand's own: posters, pages, forms, campaigns. */
function addPages(app: App, deps: Deps): void {
  const pageDeps = pageDepsOf(deps)
  const painter = createPainter(deps)
  acquisitionRoutes(app, { ...pageDeps, clickhouse: deps.clickhouse, audit, tagNames, painter })
  posterRoutes(app, { ...deps, painter })
  pageRoutes(app, pageDeps)
  formRoutes(app, { ...pageDeps, tagNames })
  readingRoutes(app, { ...pageDeps, tagNames })
  referralRoutes(app, {
    ...pageDeps,
    namesOfSources,
    painter,
    isFenced: fenceOf(deps),
    remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
  })
}

/** Events of the brand's own sites and apps. */
function addTrack(app: App, deps: Deps): void {
  trackRoutes(app, {
    ...deps,
    publicUrl: deps.config.publicUrl,
    findWriteKey: async (secret) => {
      const key = await deps.findKey(secret)
      if (key?.kind !== 'write') return null
      const known = (await deps.tenants()).find(({ id }) => id === key.workspaceId)
      const tenant = known ?? (await getWorkspace(deps.db, key.workspaceId))
      return { tenant, keyId: key.keyId, name: key.name }
    },
  })
}

/** Broadcasts, which speak with WeCom themselves where associates are to be reminded; and the calendar where all stands. */
function addCampaigns(app: App, deps: Deps): void {
  campaignRoutes(app, {
    ...deps,
    isFenced: fenceOf(deps),
    members: (tenant, segmentId) => members(deps, tenant, segmentId),
    remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
  })
  postingRoutes(app, {
    ...deps,
    isFenced: fenceOf(deps),
    remoteOf: async (company) => (await wecomOf(deps, company))?.wecom ?? null,
  })
  almanacRoutes(app, deps)
  calendarRoutes(app, {
    ...deps,
    members: (tenant, segmentId) => members(deps, tenant, segmentId),
  })
}

/** What people are given, and the books of it. */
function addRewards(app: App, deps: Deps): void {
  rewardRoutes(app, { ...deps, campaignNames })
  rewardPageRoutes(app, { ...pageDepsOf(deps), appIdOf: paymentsOf(deps).appIdOf })
  payRoutes(app, { ...deps, links: linksOf(deps) })
  ledgerRoutes(app, { ...deps, ...ledgerNames })
}

/** Service cases, and customers who go to somebody else: SOPs and segments are asked by their own doors. */
function addCare(app: App, deps: Deps): void {
  careRoutes(app, deps)
  handoverRoutes(app, {
    ...deps,
    runningOf,
    membersOf: (tenant, segmentId) => members(deps, tenant, segmentId),
  })
}

/** Official accounts, and where WeChat tells of them. */
function addOfficial(app: App, deps: Deps): void {
  officialRoutes(app, {
    ...deps,
    audit,
    publicUrl: deps.config.publicUrl,
    isSource,
    namesOfSources,
    rowsOf: peopleBook.rowIdsOf,
  })
  officialCallbackRoutes(app, { ...deps, accounts: createAccountFinder(deps) })
}
