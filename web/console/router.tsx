import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageSkeleton } from '../ui/index.ts'
import { Crashed, Lost } from './shell/lost.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost })

/** Pages inside the navigation; who is not signed in does not need its code. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
})

type Module<Name extends string> = Record<Name, () => ReactNode>
type Load<Name extends string> = () => Promise<Module<Name>>

/** A page of the console: its code is loaded when it is first opened. `name` is what its file exports. */
const page = <const Path extends string, Name extends string>(
  path: Path,
  load: Load<Name>,
  name: Name,
) => createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load, name) })

/** A page outside the navigation. */
const bare = <const Path extends string, Name extends string>(
  path: Path,
  load: Load<Name>,
  name: Name,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

const pages = [
  page('/', () => import('./overview/overview.tsx'), 'Overview'),
  page('/customers', () => import('./customers/customers-page.tsx'), 'CustomersPage'),
  page('/customers/$id', () => import('./customers/person-page.tsx'), 'PersonPage'),
  page('/conflicts', () => import('./customers/conflicts-page.tsx'), 'ConflictsPage'),
  page('/segments', () => import('./segments/segments-page.tsx'), 'SegmentsPage'),
  page('/segments/new', () => import('./segments/builder-page.tsx'), 'NewSegmentPage'),
  page('/segments/$id', () => import('./segments/segment-page.tsx'), 'SegmentPage'),
  page('/segments/$id/edit', () => import('./segments/builder-page.tsx'), 'EditSegmentPage'),
  page('/segments/$id/members', () => import('./segments/members-page.tsx'), 'MembersPage'),
  page('/tags', () => import('./tags/tags-page.tsx'), 'TagsPage'),
  page('/tag-jobs/$id', () => import('./tags/job-page.tsx'), 'TagJobPage'),
  page('/overview/$stage', () => import('./overview/stage-page.tsx'), 'StagePage'),
  page('/experiments', () => import('./experiments/experiments-page.tsx'), 'ExperimentsPage'),
  page(
    '/retrospectives',
    () => import('./retrospectives/retrospectives-page.tsx'),
    'RetrospectivesPage',
  ),
  page(
    '/retrospectives/$id',
    () => import('./retrospectives/retrospective-page.tsx'),
    'RetrospectivePage',
  ),
  page('/calendar', () => import('./calendar/calendar-page.tsx'), 'CalendarPage'),
  page('/replies', () => import('./replies/replies-page.tsx'), 'RepliesPage'),
  page('/service-cases', () => import('./care/cases-page.tsx'), 'CasesPage'),
  page('/service-cases/settings', () => import('./care/settings-page.tsx'), 'CareSettingsPage'),
  page('/service-cases/$id', () => import('./care/case-page.tsx'), 'CasePage'),
  page('/handover', () => import('./handover/handover-page.tsx'), 'HandoverPage'),
  page('/handover/new', () => import('./handover/new-page.tsx'), 'NewHandoverPage'),
  page('/handover/kit/$userid', () => import('./handover/kit-page.tsx'), 'KitPage'),
  page('/handover/$id', () => import('./handover/one-page.tsx'), 'OneHandoverPage'),
  page('/approvals', () => import('./approvals/approvals-page.tsx'), 'ApprovalsPage'),
  page('/journeys', () => import('./journeys/journeys-page.tsx'), 'JourneysPage'),
  page('/journeys/$id', () => import('./journeys/run-page.tsx'), 'JourneyRunPage'),
  page('/journeys/$id/edit', () => import('./journeys/edit-page.tsx'), 'JourneyEditPage'),
  page('/journeys/$id/move', () => import('./journeys/move-page.tsx'), 'MovePage'),
  page('/journeys/$id/people', () => import('./journeys/people-page.tsx'), 'JourneyPeoplePage'),
  page('/journeys/$id/preview', () => import('./journeys/preview-page.tsx'), 'PreviewPage'),
  page('/journeys/$id/rehearsal', () => import('./journeys/rehearsal-page.tsx'), 'RehearsalPage'),
  page('/enrollments/$id', () => import('./journeys/enrollment-page.tsx'), 'EnrollmentPage'),
  page('/broadcasts', () => import('./broadcasts/broadcasts-page.tsx'), 'BroadcastsPage'),
  page('/broadcasts/$id', () => import('./broadcasts/run-page.tsx'), 'BroadcastRunPage'),
  page('/broadcasts/$id/edit', () => import('./broadcasts/edit-page.tsx'), 'BroadcastEditPage'),
  page(
    '/broadcasts/$id/people',
    () => import('./broadcasts/people-page.tsx'),
    'BroadcastPeoplePage',
  ),
  page('/referrals', () => import('./referral/referrals-page.tsx'), 'ReferralsPage'),
  page('/referrals/new', () => import('./referral/form-page.tsx'), 'NewReferralPage'),
  page('/referrals/$id', () => import('./referral/referral-page.tsx'), 'ReferralPage'),
  page('/referrals/$id/edit', () => import('./referral/form-page.tsx'), 'EditReferralPage'),
  page('/moments', () => import('./moments/moments-page.tsx'), 'MomentsPage'),
  page('/moments/new', () => import('./moments/new-page.tsx'), 'NewMomentPage'),
  page('/moments/$id', () => import('./moments/moment-page.tsx'), 'MomentPage'),
  page('/deliveries', () => import('./deliveries/deliveries-page.tsx'), 'DeliveriesPage'),
  page('/deliveries/parked', () => import('./deliveries/parked-page.tsx'), 'ParkedDeliveriesPage'),
  page('/staff-tasks', () => import('./staff-tasks/staff-tasks-page.tsx'), 'StaffTasksPage'),
  page('/staff-tasks/settings', () => import('./staff-tasks/work-page.tsx'), 'WorkPage'),
  page('/staff-tasks/execution', () => import('./staff-tasks/execution-page.tsx'), 'ExecutionPage'),
  page('/articles', () => import('./articles/articles-page.tsx'), 'ArticlesPage'),
  page('/articles/new', () => import('./articles/form-page.tsx'), 'NewArticlePage'),
  page('/articles/$id', () => import('./articles/article-page.tsx'), 'ArticlePage'),
  page('/articles/$id/edit', () => import('./articles/form-page.tsx'), 'EditArticlePage'),
  page('/articles/$id/readers', () => import('./articles/readers-page.tsx'), 'ReadersPage'),
  page('/materials', () => import('./content/materials-page.tsx'), 'MaterialsPage'),
  page('/posters', () => import('./posters/posters-page.tsx'), 'PostersPage'),
  page('/posters/$id', () => import('./posters/designer-page.tsx'), 'DesignerPage'),
  page('/quick-replies', () => import('./content/replies-page.tsx'), 'RepliesPage'),
  page('/contact-policy', () => import('./policy/policy-page.tsx'), 'PolicyPage'),
  page('/value', () => import('./value/value-page.tsx'), 'ValuePage'),
  page('/value/people', () => import('./value/people-page.tsx'), 'ValuePeoplePage'),
  page('/layers', () => import('./layers/layers-page.tsx'), 'LayersPage'),
  page('/layers/people', () => import('./layers/people-page.tsx'), 'LayerPeoplePage'),
  page('/diagnosis', () => import('./diagnosis/diagnosis-page.tsx'), 'DiagnosisPage'),
  page('/diagnosis/new', () => import('./diagnosis/form-page.tsx'), 'DiagnosisFormPage'),
  page('/diagnosis/history', () => import('./diagnosis/history-page.tsx'), 'DiagnosisHistoryPage'),
  page('/imports', () => import('./imports/imports-page.tsx'), 'ImportsPage'),
  page('/imports/new', () => import('./imports/new-import-page.tsx'), 'NewImportPage'),
  page('/imports/$id', () => import('./imports/import-page.tsx'), 'ImportPage'),
  page('/rewards', () => import('./rewards/rewards-page.tsx'), 'RewardsPage'),
  page('/rewards/$id', () => import('./rewards/reward-page.tsx'), 'RewardPage'),
  page('/reward-grants', () => import('./rewards/grants-page.tsx'), 'GrantsPage'),
  page('/ledger', () => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  page('/orders', () => import('./orders/orders-page.tsx'), 'OrdersPage'),
  page('/products', () => import('./products/products-page.tsx'), 'ProductsPage'),
  page('/products/import', () => import('./products/import-page.tsx'), 'ProductImportPage'),
  page('/products/$id', () => import('./products/product-page.tsx'), 'ProductPage'),
  page('/products/$id/buyers', () => import('./products/buyers-page.tsx'), 'ProductBuyersPage'),
  page('/developers', () => import('./developers/developers-page.tsx'), 'DevelopersPage'),
  page('/developers/webhooks', () => import('./webhooks/endpoints-page.tsx'), 'EndpointsPage'),
  page('/developers/webhooks/$id', () => import('./webhooks/endpoint-page.tsx'), 'EndpointPage'),
  page('/developers/parked', () => import('./developers/parked-page.tsx'), 'ParkedPage'),
  page('/contact-ways', () => import('./acquisition/ways-page.tsx'), 'WaysPage'),
  page('/contact-ways/batch', () => import('./acquisition/way-batch-page.tsx'), 'WayBatchPage'),
  page('/contact-ways/new', () => import('./acquisition/way-form-page.tsx'), 'NewWayPage'),
  page('/contact-ways/$id', () => import('./acquisition/way-page.tsx'), 'WayPage'),
  page('/contact-ways/$id/edit', () => import('./acquisition/way-form-page.tsx'), 'EditWayPage'),
  page('/group-posts', () => import('./posting/posts-page.tsx'), 'PostsPage'),
  page('/group-posts/new', () => import('./posting/new-page.tsx'), 'NewPostPage'),
  page('/group-posts/$id', () => import('./posting/post-page.tsx'), 'PostPage'),
  page('/group-plans', () => import('./posting/plans-page.tsx'), 'PlansPage'),
  page('/group-plans/new', () => import('./posting/plan-edit-page.tsx'), 'NewPlanPage'),
  page('/group-plans/$id', () => import('./posting/plan-page.tsx'), 'PlanPage'),
  page('/group-plans/$id/edit', () => import('./posting/plan-edit-page.tsx'), 'EditPlanPage'),
  page('/groups', () => import('./groups/groups-page.tsx'), 'GroupsPage'),
  page('/groups/$id', () => import('./groups/group-page.tsx'), 'GroupPage'),
  page('/forms', () => import('./forms/forms-page.tsx'), 'FormsPage'),
  page('/forms/$id', () => import('./forms/results-page.tsx'), 'FormResultsPage'),
  page('/forms/$id/edit', () => import('./forms/edit-page.tsx'), 'FormEditPage'),
  page('/forms/$id/answers', () => import('./forms/answers-page.tsx'), 'FormAnswersPage'),
  page('/flash', () => import('./flash/flash-page.tsx'), 'FlashPage'),
  page('/flash/$id', () => import('./flash/topic-page.tsx'), 'FlashTopicPage'),
  page('/sources', () => import('./acquisition/sources-page.tsx'), 'SourcesPage'),
  page('/hooks', () => import('./acquisition/hooks-page.tsx'), 'HooksPage'),
  page('/hooks/$id', () => import('./acquisition/hook-page.tsx'), 'HookPage'),
  page('/hooks/$id/claims', () => import('./acquisition/claims-page.tsx'), 'ClaimsPage'),
  page('/landing-pages', () => import('./acquisition/landings-page.tsx'), 'LandingsPage'),
  page('/landing-pages/new', () => import('./acquisition/landing-form-page.tsx'), 'NewLandingPage'),
  page('/landing-pages/$id', () => import('./acquisition/landing-page.tsx'), 'LandingPage'),
  page(
    '/landing-pages/$id/edit',
    () => import('./acquisition/landing-form-page.tsx'),
    'EditLandingPage',
  ),
  page('/sources/bills', () => import('./acquisition/bills-page.tsx'), 'BillsPage'),
  page(
    '/sources/$id/people',
    () => import('./acquisition/source-people-page.tsx'),
    'SourcePeoplePage',
  ),
  page('/settings/wecom', () => import('./corp/wecom-page.tsx'), 'WecomPage'),
  page('/settings/official', () => import('./official/official-page.tsx'), 'OfficialPage'),
  page('/settings/official/new', () => import('./official/official-page.tsx'), 'NewOfficialPage'),
  page(
    '/settings/official/$id',
    () => import('./official/official-page.tsx'),
    'OfficialAccountPage',
  ),
  page('/settings/sms', () => import('./sms/sms-page.tsx'), 'SmsPage'),
  page('/settings/mail', () => import('./mail/mail-page.tsx'), 'MailPage'),
  page('/settings/wecom/new', () => import('./corp/wecom-page.tsx'), 'NewCorpPage'),
  page('/settings/wecom/$id', () => import('./corp/wecom-page.tsx'), 'WecomCorpPage'),
  page('/staff', () => import('./staff/staff-page.tsx'), 'StaffPage'),
  page('/settings', () => import('./settings/settings.tsx'), 'Settings'),
] as const

const outside = [
  bare('/sign-in', () => import('./session/sign-in.tsx'), 'SignIn'),
  bare('/setup', () => import('./setup/setup.tsx'), 'Setup'),
] as const

/** The sheet of all pieces of the kit; for those who build pages, not in the product. */
const sheet =
  import.meta.env.DEV || import.meta.env.VITE_SHEET === '1'
    ? [page('/sheet', () => import('./sheet/sheet.tsx'), 'Sheet')]
    : []

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren([...pages, ...sheet]), ...outside]),
  // The address is plain text: pages read it with `useAddress`.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search).toString()
    return text === '' ? '' : `?${text}`
  },
  defaultPendingComponent: () => <PageSkeleton shape="list" />,
  defaultErrorComponent: Crashed,
  // Most pages are there sooner; a frame shown for less than a blink only disturbs, and one that must stay makes all wait.
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
