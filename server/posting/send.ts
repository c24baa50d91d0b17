import { z } from 'zod'
import type { Answer, Attachment, CreatedTask } from '../../wecom/index.ts'
import { pausesOf } from '../channel/index.ts'
import { addMs, companyOf, presentOf, type Tenant } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import { isStopped, prepare, type ReadyTask } from './hand-off.ts'
import type { PostingDeps, PostRemote, Step } from './remote.ts'
import { moveTask, type Turn, turnTargets } from './settle.ts'
import { takeBackWithdrawn } from './withdraw.ts'

/** A call is begun only while so much of its lease is left: it must not be under way when somebody takes it for dead. */
const CALL_MS = 12_000
/** When the task is first looked at, in real time: giving it out takes WeCom seconds. */
const FIRST_LOOK_MS = 2_000
const FIRST_QUESTION_MS = 3_000
const LATER_MS = 60_000

/** Hands over what is due in a workspace: written down first, and only then called. */
export const sendStep: Step = async (deps, tenant) => {
  if (await deps.isFenced()) return false
  const ctx = { tenant, now: presentOf(tenant, deps.clock), real: deps.clock.now() }
  const ready = await deps.db.inWorkspace(tenant.id, (tx) => prepare(tx, ctx))
  const uploaded = new Map<string, Answer<string>>()
  for (const task of ready) await makeTask(deps, tenant, task, uploaded)
  return ready.length > 0
}

type Said = {
  text: string
  picture: Buffer | null
  pictureType: string
  link: unknown
}

/** Makes one task. The ledger says `sending` already: a death from here on is found there as one that nobody can vouch for. */
async function makeTask(
  deps: PostingDeps,
  tenant: Tenant,
  task: ReadyTask,
  uploaded: Map<string, Answer<string>>,
): Promise<void> {
  const remote = await deps.remoteOf({ id: tenant.id, company: companyOf(task.userid) })
  if (!remote) return giveBack(deps, tenant, task, { reason: 'not_connected', waitMs: LATER_MS })
  const said = await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<Said>`
      select text, picture, picture_type as "pictureType", link
      from posting.post
      where workspace_id = ${tenant.id}
        and id = ${task.postId}
    `),
  )
  const picture = await pictureOf(
    remote,
    said,
    uploaded,
    `${task.postId} ${companyOf(task.userid)}`,
  )
  if (picture && !picture.ok)
    return giveBack(deps, tenant, task, {
      reason: 'refused',
      errmsg: picture.errmsg,
      waitMs: picture.retry === 'never' ? null : LATER_MS,
    })
  if (await mustWait(deps, tenant, task)) return giveBack(deps, tenant, task, { waitMs: 0 })
  const answer = await remote.addGroupTask({
    sender: task.userid,
    chatIds: task.riders.map(({ chatId }) => chatId),
    text: said.text,
    attachments: attachmentsOf(said, task.marker, picture?.ok ? picture.value : null),
  })
  await record(deps, tenant, task, answer)
}

/** Uploaded once for all tasks of a round. What was uploaded twice harms nobody. */
async function pictureOf(
  remote: PostRemote,
  { picture, pictureType }: Said,
  uploaded: Map<string, Answer<string>>,
  key: string,
): Promise<Answer<string> | null> {
  if (!picture) return null
  const known = uploaded.get(key)
  if (known) return known
  const media = await remote.uploadAttachment(
    { kind: 'image', for: 'moment' },
    {
      name: pictureType === 'image/png' ? 'post.png' : 'post.jpg',
      type: pictureType,
      bytes: picture,
    },
  )
  const answer = media.ok ? { ok: true as const, value: media.value.media_id } : media
  uploaded.set(key, answer)
  return answer
}

const linkShape = z.object({ title: z.string(), url: z.string() }).nullable()
/** The mark in the link by which a task is told from others with the same words. */
const MARK = 'ly'

function attachmentsOf({ link }: Said, marker: string, mediaId: string | null): Attachment[] {
  const shown = linkShape.parse(link)
  const picture: Attachment[] =
    mediaId === null ? [] : [{ msgtype: 'image', image: { media_id: mediaId } }]
  if (!shown) return picture
  const url = new URL(shown.url)
  url.searchParams.set(MARK, marker)
  return [...picture, { msgtype: 'link', link: { title: shown.title, url: url.href } }]
}

/** Whether a listed task carries the mark. */
export function carriesMark(attachments: unknown, marker: string): boolean {
  return JSON.stringify(attachments).includes(`${MARK}=${marker}`)
}

/** A kill switch, the fence, a withdrawal or the lease: it must not be made now. */
async function mustWait(deps: PostingDeps, tenant: Tenant, task: ReadyTask): Promise<boolean> {
  if (addMs(deps.clock.now(), CALL_MS) > task.leaseUntil) return true
  const stopped = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const withdrawn = await tx.maybe(sql<{ id: string }>`
      select id
      from posting.post
      where workspace_id = ${tenant.id}
        and id = ${task.postId}
        and cancelled_at is not null
    `)
    return withdrawn !== null || isStopped(await pausesOf(tx, tenant))
  })
  return stopped || (await deps.isFenced())
}

async function record(
  deps: PostingDeps,
  tenant: Tenant,
  task: ReadyTask,
  answer: Answer<CreatedTask>,
): Promise<void> {
  if (!answer.ok) {
    const { certainty, errmsg, retry } = answer
    if (certainty === 'unknown') return wonder(deps, tenant, task, errmsg)
    const waitMs = retry === 'never' ? null : LATER_MS
    return giveBack(deps, tenant, task, { reason: 'refused', errmsg, waitMs })
  }
  const real = deps.clock.now()
  const now = presentOf(tenant, deps.clock)
  const failed = new Set(answer.value.fail_list)
  const turns = task.riders.map(
    ({ id, chatId }): Turn =>
      failed.has(chatId) ? { id, state: 'failed', reason: 'not_owner' } : { id, state: 'handed' },
  )
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await turnTargets(tx, tenant, turns, { from: ['sending', 'unknown'], now, taskId: task.id })
      const lookAt = addMs(real, FIRST_LOOK_MS)
      const { msgid: remoteId } = answer.value
      await moveTask(tx, tenant, { id: task.id, state: 'open', remoteId, lookAt })
    },
    { retry: true },
  )
}

/** Nobody can say whether the task is there. It is not made again; it is asked after. */
async function wonder(
  deps: PostingDeps,
  tenant: Tenant,
  task: ReadyTask,
  errmsg: string,
): Promise<void> {
  const lookAt = addMs(deps.clock.now(), FIRST_QUESTION_MS)
  const now = presentOf(tenant, deps.clock)
  const turns = task.riders.map(({ id }): Turn => ({ id, state: 'unknown' }))
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await turnTargets(tx, tenant, turns, { from: ['sending'], now, taskId: task.id })
      await moveTask(tx, tenant, { id: task.id, state: 'unknown', errmsg, lookAt })
    },
    { retry: true },
  )
}

/** It was certainly not made, also where it stood in line so long that somebody took it for dead: tried again later, or given up. */
async function giveBack(
  deps: PostingDeps,
  tenant: Tenant,
  task: ReadyTask,
  why: { reason?: Turn['reason']; errmsg?: string; waitMs: number | null },
): Promise<void> {
  const { reason = '', errmsg = '', waitMs } = why
  const now = presentOf(tenant, deps.clock)
  const turns = task.riders.map(
    ({ id }): Turn =>
      waitMs === null
        ? { id, state: 'failed', reason }
        : { id, state: 'planned', reason, dueAt: addMs(now, waitMs) },
  )
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await turnTargets(tx, tenant, turns, { from: ['sending', 'unknown'], now, taskId: task.id })
      await moveTask(tx, tenant, { id: task.id, state: 'refused', errmsg, lookAt: now })
      await takeBackWithdrawn(tx, tenant, task.postId, now)
    },
    { retry: true },
  )
}
