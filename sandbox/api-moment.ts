import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { isUploadedFor } from './media.ts'
import { type Moment, type MomentContent, postersOf, type Reaction, viewersOf } from './moment.ts'
import { characters, pageOf, seconds } from './wire.ts'
import { idOf, type World } from './world.ts'

const TEXT_CHARACTERS_MAX = 2_000
const TEXT_BYTES_MAX = 4_000
const IMAGES_MAX = 9
const TITLE_BYTES_MAX = 128
const A_MINUTE = 10
const A_MONTH = 100_000
const MINUTE_MS = 60_000
const MONTH_MS = 31 * 86_400_000
const JOB_MS = 86_400_000
const SPAN_SECONDS = 30 * 86_400
const LIST = { max: 20, otherwise: 20 }
const STAFF = { max: 1_000, otherwise: 500 }
const SEEN = { max: 5_000, otherwise: 3_000 }

const attachment = z.looseObject({
  msgtype: z.string(),
  image: z.looseObject({ media_id: z.string() }).optional(),
  video: z.looseObject({ media_id: z.string() }).optional(),
  link: z
    .looseObject({ title: z.string().default(''), url: z.string().min(1), media_id: z.string() })
    .optional(),
})
const newMoment = z.looseObject({
  text: z.looseObject({ content: z.string().default('') }).optional(),
  attachments: z.array(attachment).default([]),
  visible_range: z
    .looseObject({
      sender_list: z
        .looseObject({
          user_list: z.array(z.string()).default([]),
          department_list: z.array(z.number()).default([]),
        })
        .optional(),
      external_contact_list: z.looseObject({ tag_list: z.array(z.string()) }).optional(),
    })
    .optional(),
})
const span = z.looseObject({
  start_time: z.number(),
  end_time: z.number(),
  creator: z.string().default(''),
  filter_type: z.literal([0, 1, 2]).default(2),
  cursor: z.string().default(''),
  limit: z.number().optional(),
})
const named = z.looseObject({
  moment_id: z.string().default(''),
  userid: z.string().default(''),
  cursor: z.string().default(''),
  limit: z.number().optional(),
})
type Named = z.infer<typeof named>

/** Posts for customers (客户朋友圈, documents 93333, 95094, 97612). */
export const momentCalls: Handlers = {
  'externalcontact/add_moment_task': { method: 'POST', run: addMoment },
  'externalcontact/get_moment_task_result': { method: 'GET', run: jobResult },
  'externalcontact/get_moment_list': {
    method: 'POST',
    empty: { moment_list: [] },
    run: listMoments,
  },
  'externalcontact/get_moment_task': {
    method: 'POST',
    empty: { task_list: [] },
    run: onMoment((_asked, moment, call) => {
      if (moment.creator !== '') return { errcode: 41067 }
      const rows = [...moment.posters].map(([userid, at]) => ({
        userid,
        publish_status: at ? 1 : 0,
      }))
      const page = pageOf(rows, call, STAFF)
      if (!page) return { errcode: 50100 }
      return { errcode: 0, task_list: page.rows, next_cursor: page.next_cursor }
    }),
  },
  'externalcontact/get_moment_customer_list': {
    method: 'POST',
    empty: { customer_list: [] },
    run: ofPoster(({ world }, moment, call) => {
      const rows = viewersOf(world.corp, moment, call.userid).map((id) => ({
        userid: call.userid,
        external_userid: id,
      }))
      const page = pageOf(rows, call, STAFF)
      if (!page) return { errcode: 50100 }
      return { errcode: 0, customer_list: page.rows, next_cursor: page.next_cursor }
    }),
  },
  'externalcontact/get_moment_send_result': {
    method: 'POST',
    empty: { customer_list: [] },
    run: ofPoster(({ world }, moment, call) => {
      if (!moment.posters.get(call.userid)) return { errcode: 41062 }
      const rows = viewersOf(world.corp, moment, call.userid).map((id) => ({
        external_userid: id,
      }))
      const page = pageOf(rows, call, SEEN)
      if (!page) return { errcode: 50100 }
      return { errcode: 0, customer_list: page.rows, next_cursor: page.next_cursor }
    }),
  },
  'externalcontact/get_moment_comments': {
    method: 'POST',
    empty: { comment_list: [], like_list: [] },
    run: ofPoster(({ world }, moment, { userid }) => {
      if (!moment.posters.get(userid)) return { errcode: 41062 }
      const told = (all: readonly Reaction[]) =>
        all
          .filter((one) => one.userid === userid)
          .map(({ by, at }) => ({
            ...(world.corp.members.has(by) ? { userid: by } : { external_userid: by }),
            create_time: seconds(at),
          }))
      return { errcode: 0, comment_list: told(moment.comments), like_list: told(moment.likes) }
    }),
  },
  'externalcontact/cancel_moment_task': {
    method: 'POST',
    run: onMoment(({ world, effects }, moment) => {
      if (moment.creator !== '') return { errcode: 41067 }
      moment.cancelledAt ??= world.clock.now()
      const { momentId } = moment
      effects.write(world.clock.now(), { kind: 'moment_cancelled', momentId })
      return { errcode: 0 }
    }),
  },
}

function addMoment({ world, effects, body }: Asked): Reply {
  const asked = newMoment.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  if (isTooMany(world)) return { errcode: 45009 }
  const text = asked.data.text?.content ?? ''
  if (characters(text) > TEXT_CHARACTERS_MAX || Buffer.byteLength(text) > TEXT_BYTES_MAX) {
    return { errcode: 40058, errmsg: 'invalid text size' }
  }
  const { attachments, visible_range: range } = asked.data
  if (text === '' && attachments.length === 0) return { errcode: 41089 }
  const content = contentOf(world, attachments)
  if (content !== null && 'errcode' in content) return content
  const senders = range?.sender_list
  const found = postersOf(
    world.corp,
    senders ? { userids: senders.user_list, departmentIds: senders.department_list } : null,
  )
  const tagIds = range?.external_contact_list?.tag_list ?? []
  const ofCompany = world.corp.tagGroups
    .filter(({ strategyId }) => strategyId === 0)
    .flatMap(({ tags }) => tags.map(({ id }) => id))
  const known = tagIds.filter((id) => ofCompany.includes(id))
  const moment: Moment = {
    momentId: idOf(world, 'mom'),
    jobId: idOf(world, 'job'),
    creator: '',
    text,
    content,
    createdAt: world.clock.now(),
    posters: new Map(found.userids.map((userid) => [userid, null])),
    tagIds: known,
    cancelledAt: null,
    likes: [],
    comments: [],
    ignoredBy: new Set(),
    invalid: { ...found.unknown, tagIds: tagIds.filter((id) => !ofCompany.includes(id)) },
  }
  // With tags and no senders those post who have such customers.
  if (!senders && known.length > 0) keepThoseWithCustomers(world, moment)
  world.corp.moments.set(moment.momentId, moment)
  const { momentId, posters } = moment
  effects.write(moment.createdAt, { kind: 'moment_made', momentId, userids: [...posters.keys()] })
  return { errcode: 0, jobid: moment.jobId }
}

function keepThoseWithCustomers({ corp }: World, moment: Moment): void {
  for (const userid of [...moment.posters.keys()]) {
    if (viewersOf(corp, moment, userid).length === 0) moment.posters.delete(userid)
  }
}

function isTooMany({ corp, clock }: World): boolean {
  const now = clock.now().getTime()
  const ages = [...corp.moments.values()]
    .filter(({ creator }) => creator === '')
    .map(({ createdAt }) => now - createdAt.getTime())
  const minute = ages.filter((age) => age < MINUTE_MS).length
  return minute >= A_MINUTE || ages.filter((age) => age < MONTH_MS).length >= A_MONTH
}

type Attachment = z.infer<typeof attachment>

/** One kind only, and media that was uploaded for moments. */
function contentOf(world: World, attachments: readonly Attachment[]): MomentContent | Reply | null {
  const [first] = attachments
  if (!first) return null
  if (attachments.some(({ msgtype }) => msgtype !== first.msgtype)) return WRONG_KIND
  const isThere = (mediaId: string) => isUploadedFor(world, mediaId, 'moment')
  if (first.msgtype === 'image') {
    const mediaIds = attachments.flatMap(({ image }) => (image ? [image.media_id] : []))
    if (attachments.length > IMAGES_MAX) return TOO_MUCH
    if (mediaIds.length !== attachments.length) return WRONG_KIND
    return mediaIds.every(isThere) ? { kind: 'image', mediaIds } : { errcode: 40007 }
  }
  if (attachments.length > 1) return TOO_MUCH
  if (first.msgtype === 'video' && first.video) {
    const mediaId = first.video.media_id
    return isThere(mediaId) ? { kind: 'video', mediaId } : { errcode: 40007 }
  }
  if (first.msgtype === 'link' && first.link) {
    const { title, url, media_id: mediaId } = first.link
    if (Buffer.byteLength(title) > TITLE_BYTES_MAX) return { errcode: 40058 }
    return isThere(mediaId) ? { kind: 'link', title, url, mediaId } : { errcode: 40007 }
  }
  return WRONG_KIND
}

const WRONG_KIND = { errcode: 40058, errmsg: 'invalid attachments msgtype' }
const TOO_MUCH = { errcode: 40058, errmsg: 'invalid attachments size' }

function jobResult({ world, weather, query }: Asked): Reply {
  const jobId = query.get('jobid') ?? ''
  const moment = [...world.corp.moments.values()].find((one) => jobId !== '' && one.jobId === jobId)
  const age = moment ? world.clock.now().getTime() - moment.createdAt.getTime() : 0
  if (!moment || age > JOB_MS) return { errcode: 40058, errmsg: 'invalid jobid' }
  if (age < weather.dispatchMs) return { errcode: 0, status: 2, type: 'add_moment_task' }
  const { userids, departmentIds, tagIds } = moment.invalid
  return {
    errcode: 0,
    status: 3,
    type: 'add_moment_task',
    result: {
      errcode: 0,
      errmsg: 'ok',
      moment_id: moment.momentId,
      invalid_sender_list: { user_list: userids, department_list: departmentIds },
      invalid_external_contact_list: { tag_list: tagIds },
    },
  }
}

function listMoments({ world, body }: Asked): Reply {
  const asked = span.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { start_time: from, end_time: to, creator, filter_type: filter } = asked.data
  if (to < from || to - from > SPAN_SECONDS) return { errcode: 40058 }
  const rows = [...world.corp.moments.values()]
    .filter(({ createdAt }) => seconds(createdAt) > from && seconds(createdAt) < to)
    .filter((one) => filter === 2 || (one.creator === '' ? filter === 0 : filter === 1))
    .filter((one) => creator === '' || one.creator === creator)
    .map(wireMoment)
  const page = pageOf(rows, asked.data, LIST)
  if (!page) return { errcode: 50100 }
  return { errcode: 0, moment_list: page.rows, next_cursor: page.next_cursor }
}

function wireMoment({ momentId, creator, createdAt, tagIds, text, content }: Moment) {
  return {
    moment_id: momentId,
    ...(creator === '' ? {} : { creator }),
    create_time: seconds(createdAt),
    create_type: creator === '' ? 0 : 1,
    visible_type: tagIds.length > 0 ? 0 : 1,
    text: { content: text },
    ...(content?.kind === 'image'
      ? { image: content.mediaIds.map((id) => ({ media_id: id })) }
      : {}),
    ...(content?.kind === 'video'
      ? { video: { media_id: content.mediaId, thumb_media_id: content.mediaId } }
      : {}),
    ...(content?.kind === 'link' ? { link: { title: content.title, url: content.url } } : {}),
  }
}

/** A call about one moment; right after its making it is still being dispatched. */
function onMoment(run: (asked: Asked, moment: Moment, call: Named) => Reply) {
  return (asked: Asked): Reply => {
    const call = named.safeParse(asked.body)
    if (!call.success) return { errcode: 40058 }
    if (call.data.moment_id === '') return { errcode: 41059 }
    const moment = asked.world.corp.moments.get(call.data.moment_id)
    if (!moment) return { errcode: 41060 }
    const age = asked.world.clock.now().getTime() - moment.createdAt.getTime()
    const isReady = moment.creator !== '' || age >= asked.weather.dispatchMs
    return isReady ? run(asked, moment, call.data) : { errcode: 41079 }
  }
}

function ofPoster(run: (asked: Asked, moment: Moment, call: Named) => Reply) {
  return onMoment((asked, moment, call) =>
    moment.posters.has(call.userid) ? run(asked, moment, call) : { errcode: 41061 },
  )
}
