import { z } from 'zod'
import type { Answer, MomentAttachments } from '../../wecom/index.ts'
import { tagsOfWecom } from '../customer/index.ts'
import { addMs, type Clock, type Tenant, type TenantCompany } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { allPages, type MomentRemote } from './moment-remote.ts'
import { readResults } from './moment-results.ts'

export type MomentDeps = {
  db: Database
  clock: Clock
  momentsOf: (company: TenantCompany) => Promise<MomentRemote | null>
  isFenced: () => Promise<boolean>
}

/** A call that took longer is one of which nobody knows. */
const CALL_MS = 60_000
const SOON_MS = 3_000
const LATER_MS = 60_000
const LOOK_MAX_MS = 600_000
/** So long WeCom tells of a moment (document 93333). */
const TOLD_MS = 30 * 86_400_000
/** So long an unanswered one is looked for. */
const SEARCH_MS = 600_000
/** Clocks need not agree to the second. */
const SKEW_MS = 60_000

export type Held = {
  id: string
  company: string
  text: string
  picture: Buffer | null
  pictureType: string
  link: unknown
  userids: string[]
  tagIds: string[]
  state: 'asked' | 'sending' | 'unknown' | 'making' | 'running'
  jobId: string | null
  remoteId: string | null
  madeAt: Date
  calledAt: Date | null
  looks: number
  cancelledAt: Date | null
}
type Next = {
  state: Held['state'] | 'failed' | 'lost' | 'ended'
  waitMs?: number
  jobId?: string
  remoteId?: string
  errmsg?: string
}

/**
 * One step of a moment: it is asked for once, found again where nobody knows whether that was heard, and then what became of
 * it is read for as long as WeCom tells. @returns whether there may be more to do at once.
 */
export async function momentStep(deps: MomentDeps, tenant: Tenant, id: string): Promise<boolean> {
  if (await deps.isFenced()) return false
  const real = deps.clock.now()
  const held = await take(deps, tenant, { id, real })
  if (!held) return false
  const remote = await deps.momentsOf({ id: tenant.id, company: held.company })
  const next = remote
    ? await nextOf(deps, tenant, { held, remote, real })
    : { state: held.state === 'sending' ? ('asked' as const) : held.state, waitMs: LATER_MS }
  await move(deps, tenant, held, next)
  return false
}

/** Holds it for as long as a call may take. What is to be asked for is written down as being asked for before the call. */
function take(
  { db }: MomentDeps,
  tenant: Tenant,
  { id, real }: { id: string; real: Date },
): Promise<Held | null> {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.maybe(sql<Held>`
      update campaign.moment m
      set look_at = ${addMs(real, CALL_MS)}, looks = m.looks + 1,
          state = case
            when m.state = 'asked' and m.cancelled_at is null then 'sending'
            when m.state = 'sending' then 'unknown'
            else m.state
          end,
          called_at = case when m.state = 'asked' then ${real}::timestamptz else m.called_at end
      where m.workspace_id = ${tenant.id}
        and m.id in (
          select t.id
          from campaign.moment t
          where t.workspace_id = ${tenant.id}
            and t.id = ${id}
            and t.state in ('asked', 'sending', 'unknown', 'making', 'running')
            and t.look_at <= ${real}
          for update skip locked
        )
      returning m.id, m.company, m.text, m.picture, m.picture_type as "pictureType", m.link, m.userids,
                m.tag_ids as "tagIds", m.state, m.job_id as "jobId", m.remote_id as "remoteId", m.made_at as "madeAt",
                m.called_at as "calledAt", m.looks, m.cancelled_at as "cancelledAt"
    `),
  )
}

type At = { held: Held; remote: MomentRemote; real: Date }

function nextOf(deps: MomentDeps, tenant: Tenant, at: At): Promise<Next> {
  switch (at.held.state) {
    // Called back before it was asked for: there is nothing over there.
    case 'asked':
      return Promise.resolve({ state: 'ended' })
    case 'sending':
      return askFor(deps, tenant, at)
    case 'unknown':
      return lookFor(deps, tenant, at)
    case 'making':
      return askJob(at)
    case 'running':
      return follow(deps, tenant, at)
    default:
      return at.held.state satisfies never
  }
}

async function askFor({ db }: MomentDeps, tenant: Tenant, { held, remote }: At): Promise<Next> {
  const attached = await attachmentsOf(remote, held)
  if (!attached.ok) return refusedNext(attached)
  const tags = await db.inWorkspace(tenant.id, (tx) => tagsOfWecom(tx, tenant, held.tagIds))
  // Without a tag that WeCom knows everybody would see it.
  if (held.tagIds.length > 0 && tags.length === 0) return { state: 'failed', errmsg: 'tags' }
  const answer = await remote.addMoment({
    text: held.text,
    ...(attached.value ? { attachments: attached.value } : {}),
    ...(held.userids.length > 0 ? { senders: { userids: held.userids } } : {}),
    ...(tags.length > 0 ? { tagIds: tags } : {}),
  })
  if (answer.ok) return { state: 'making', jobId: answer.value, waitMs: SOON_MS }
  return answer.certainty === 'unknown'
    ? { state: 'unknown', waitMs: SOON_MS }
    : refusedNext(answer)
}

/** It was certainly not done: asked for again later, or given up. */
function refusedNext({ retry, errmsg }: Extract<Answer<unknown>, { ok: false }>): Next {
  return retry === 'never'
    ? { state: 'failed', errmsg: errmsg.slice(0, 200) }
    : { state: 'asked', waitMs: LATER_MS }
}

const linkShape = z.object({ title: z.string(), url: z.string() }).nullable()

async function attachmentsOf(
  remote: MomentRemote,
  { picture, pictureType, link }: Held,
): Promise<Answer<MomentAttachments | null>> {
  if (!picture) return { ok: true, value: null }
  const name = pictureType === 'image/png' ? 'moment.png' : 'moment.jpg'
  const media = await remote.uploadAttachment(
    { kind: 'image', for: 'moment' },
    { name, type: pictureType, bytes: picture },
  )
  // What was uploaded twice harms nobody.
  if (!media.ok)
    return {
      ...media,
      certainty: 'not_executed',
      retry: media.retry === 'never' ? 'never' : 'later',
    }
  const mediaId = media.value.media_id
  const shown = linkShape.parse(link)
  return { ok: true, value: shown ? { link: { ...shown, mediaId } } : { images: [mediaId] } }
}

const FINISHED = 3

async function askJob({ held, remote, real }: At): Promise<Next> {
  const { jobId, looks } = held
  if (jobId === null) return { state: 'unknown', waitMs: SOON_MS }
  const answer = await remote.momentJob(jobId)
  if (!answer.ok) {
    const isGone =
      answer.retry === 'never' || (held.calledAt && addMs(held.calledAt, SEARCH_MS) < real)
    return isGone ? { state: 'unknown', waitMs: SOON_MS } : { state: 'making', waitMs: SOON_MS }
  }
  const { status, result } = answer.value
  if (status !== FINISHED || !result)
    return { state: 'making', waitMs: Math.min(LATER_MS, SOON_MS * Math.max(1, looks)) }
  if (result.errcode !== 0 || result.moment_id === '')
    return { state: 'failed', errmsg: result.errmsg.slice(0, 200) }
  return { state: 'running', remoteId: result.moment_id, waitMs: 0 }
}

/** Looks for it in WeCom's list: the company's own, with these words, since the call, and none that is known. */
async function lookFor(
  { db }: MomentDeps,
  tenant: Tenant,
  { held, remote, real }: At,
): Promise<Next> {
  const since = held.calledAt ?? held.madeAt
  const from = addMs(since, -SKEW_MS)
  const listed = await allPages((cursor) =>
    remote.moments({ from, to: addMs(real, SKEW_MS), cursor }),
  )
  if (listed.ok) {
    const fitting = listed.value.filter(
      ({ creator, text }) => !creator && (text?.content ?? '') === held.text,
    )
    const ids = fitting.map(({ moment_id: momentId }) => momentId)
    const known = await db.inWorkspace(tenant.id, (tx) =>
      tx.rows(sql<{ id: string }>`
        select remote_id as id
        from campaign.moment
        where workspace_id = ${tenant.id}
          and remote_id = any(${ids}::text[])
      `),
    )
    const found = ids.find((id) => !known.some((one) => one.id === id))
    if (found) return { state: 'running', remoteId: found, waitMs: 0 }
    if (addMs(since, SEARCH_MS) < real) return { state: 'lost' }
  }
  return { state: 'unknown', waitMs: Math.min(LATER_MS, SOON_MS * held.looks) }
}

async function follow(deps: MomentDeps, tenant: Tenant, { held, remote, real }: At): Promise<Next> {
  const { remoteId, cancelledAt, looks } = held
  if (remoteId === null) return { state: 'unknown', waitMs: SOON_MS }
  if (cancelledAt) {
    const cancelled = await remote.cancelMoment(remoteId)
    if (!cancelled.ok && cancelled.retry !== 'never') return { state: 'running', waitMs: SOON_MS }
  }
  await readResults(deps.db, tenant, { held: { ...held, remoteId }, remote, real })
  if (addMs(held.madeAt, TOLD_MS) < real) return { state: 'ended' }
  return { state: 'running', waitMs: Math.min(LOOK_MAX_MS, SOON_MS * 1.4 ** Math.min(looks, 30)) }
}

async function move(deps: MomentDeps, tenant: Tenant, held: Held, next: Next): Promise<void> {
  const lookAt = addMs(deps.clock.now(), next.waitMs ?? 0)
  const hasMoved = next.state !== held.state
  await deps.db.inWorkspace(
    tenant.id,
    (tx) =>
      tx.run(sql`
        update campaign.moment
        set state = ${next.state}, look_at = ${lookAt}, looks = case when ${hasMoved} then 0 else looks end,
            job_id = coalesce(${next.jobId ?? null}::text, job_id),
            remote_id = coalesce(${next.remoteId ?? null}::text, remote_id),
            errmsg = coalesce(${next.errmsg ?? null}::text, errmsg)
        where workspace_id = ${tenant.id}
          and id = ${held.id}
          and state = ${held.state}
      `),
    { retry: true },
  )
}
