import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import {
  CUSTOMER,
  type Done,
  get,
  look,
  mapped,
  nothing,
  type Page,
  post,
  secondsOf,
} from './call.ts'
import { wireNothing } from './message.ts'

/** What one page of each list holds at most (document 93333). */
const LIST_PAGE = 20
const STAFF_PAGE = 1_000
const SEEN_PAGE = 5_000

/** One kind only: up to nine pictures, or one video of 30 s, or one link; media of `uploadAttachment` for moments. */
export type MomentAttachments =
  | { images: string[] }
  | { video: string }
  | { link: { title: string; url: string; mediaId: string } }

export type NewMoment = {
  /** At most 2,000 characters and 4,000 bytes. */
  text: string
  attachments?: MomentAttachments
  /** Who posts; left out: everybody whom the app sees. */
  senders?: { userids?: string[]; departmentIds?: number[] }
  /** Who sees: customers with these tags of the company; left out: all customers of who posts. */
  tagIds?: string[]
}

/** The wire shapes of 客户朋友圈 (documents 95094, 93333). */
const wireJobId = z.looseObject({ jobid: z.string() })
const wireJob = z.looseObject({
  /** 1 begun, 2 running, 3 finished. */
  status: z.coerce.number(),
  result: z
    .looseObject({
      errcode: z.coerce.number().default(0),
      errmsg: z.string().default(''),
      moment_id: z.string().default(''),
      invalid_sender_list: z
        .looseObject({
          user_list: z.array(z.string()).default([]),
          department_list: z.array(z.coerce.number()).default([]),
        })
        .optional(),
      invalid_external_contact_list: z
        .looseObject({ tag_list: z.array(z.string()).default([]) })
        .optional(),
    })
    .optional(),
})
export type MomentJob = z.infer<typeof wireJob>

const wireMoment = z.looseObject({
  moment_id: z.string(),
  /** Absent for one that the interface made. */
  creator: z.string().optional(),
  create_time: z.coerce.number().default(0),
  /** 0 of the company, 1 of a member. */
  create_type: z.coerce.number().default(0),
  /** 0 for some, 1 public. */
  visible_type: z.coerce.number().default(1),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  image: z.array(z.looseObject({ media_id: z.string().default('') })).optional(),
  video: z.looseObject({ media_id: z.string().default('') }).optional(),
  link: z.looseObject({ title: z.string().default(''), url: z.string().default('') }).optional(),
})
export type Moment = z.infer<typeof wireMoment>
const wireMoments = z.looseObject({
  moment_list: z.array(wireMoment).default([]),
  next_cursor: z.string().default(''),
})
/** 0 not posted, 1 posted. */
const wirePoster = z.looseObject({ userid: z.string(), publish_status: z.coerce.number() })
export type MomentPoster = z.infer<typeof wirePoster>
const wirePosters = z.looseObject({
  task_list: z.array(wirePoster).default([]),
  next_cursor: z.string().default(''),
})
const wireViewers = z.looseObject({
  customer_list: z.array(z.looseObject({ external_userid: z.string() })).default([]),
  next_cursor: z.string().default(''),
})
/** Who: a customer or a member. What was written is not told. */
const wireReaction = z.looseObject({
  external_userid: z.string().optional(),
  userid: z.string().optional(),
  create_time: z.coerce.number().default(0),
})
export type MomentReaction = z.infer<typeof wireReaction>
const wireReactions = z.looseObject({
  comment_list: z.array(wireReaction).default([]),
  like_list: z.array(wireReaction).default([]),
})

type OfPoster = { momentId: string; userid: string }

/** Posts for customers: a task that each member has to confirm, and what customers did with it. */
export function momentCalls(ask: Ask) {
  return {
    /** Ten a minute and 100,000 a month of a company. @returns the id of a job, which lives 24 h. */
    async addMoment(moment: NewMoment): Promise<Answer<string>> {
      const answer = await ask(post(`${CUSTOMER}/add_moment_task`, momentBody(moment)), wireJobId)
      return mapped(answer, (value) => value.jobid)
    },
    momentJob: (jobid: string): Promise<Answer<MomentJob>> =>
      ask(get(`${CUSTOMER}/get_moment_task_result`, { jobid }), wireJob),
    /** Moments of the company and of members, made in a span of at most 30 days. */
    async moments(span: { from: Date; to: Date; cursor?: string }): Promise<Answer<Page<Moment>>> {
      const body = {
        start_time: secondsOf(span.from),
        end_time: secondsOf(span.to),
        filter_type: 2,
        cursor: span.cursor ?? '',
        limit: LIST_PAGE,
      }
      const answer = await ask(look(`${CUSTOMER}/get_moment_list`, body), wireMoments)
      return mapped(answer, ({ moment_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    /** Who is to post it, and who has. */
    async momentPosters(momentId: string, cursor = ''): Promise<Answer<Page<MomentPoster>>> {
      const body = { moment_id: momentId, cursor, limit: STAFF_PAGE }
      const answer = await ask(look(`${CUSTOMER}/get_moment_task`, body), wirePosters)
      return mapped(answer, ({ task_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    /** Whom a member's post is meant for. */
    momentAudience: (of: OfPoster, cursor = ''): Promise<Answer<Page<string>>> =>
      viewers(ask, `${CUSTOMER}/get_moment_customer_list`, { of, cursor, limit: STAFF_PAGE }),
    /** Whose phones show a member's post. 41062: not posted yet. */
    momentViewers: (of: OfPoster, cursor = ''): Promise<Answer<Page<string>>> =>
      viewers(ask, `${CUSTOMER}/get_moment_send_result`, { of, cursor, limit: SEEN_PAGE }),
    async momentReactions({
      momentId,
      userid,
    }: OfPoster): Promise<Answer<{ comments: MomentReaction[]; likes: MomentReaction[] }>> {
      const call = look(`${CUSTOMER}/get_moment_comments`, { moment_id: momentId, userid })
      return mapped(await ask(call, wireReactions), ({ comment_list, like_list }) => ({
        comments: comment_list,
        likes: like_list,
      }))
    },
    /** Stops those who have not posted; what was posted stays (document 97612). */
    async cancelMoment(momentId: string): Done {
      const call = post(`${CUSTOMER}/cancel_moment_task`, { moment_id: momentId })
      return nothing(await ask(call, wireNothing))
    },
  }
}

function momentBody({ text, attachments, senders, tagIds }: NewMoment) {
  const { userids, departmentIds } = senders ?? {}
  return {
    text: { content: text },
    ...(attachments ? { attachments: attachmentList(attachments) } : {}),
    visible_range: {
      ...(senders
        ? {
            sender_list: {
              ...(userids ? { user_list: userids } : {}),
              ...(departmentIds ? { department_list: departmentIds } : {}),
            },
          }
        : {}),
      ...(tagIds ? { external_contact_list: { tag_list: tagIds } } : {}),
    },
  }
}

function attachmentList(attachments: MomentAttachments) {
  if ('images' in attachments) {
    return attachments.images.map((mediaId) => ({
      msgtype: 'image',
      image: { media_id: mediaId },
    }))
  }
  if ('video' in attachments) {
    return [{ msgtype: 'video', video: { media_id: attachments.video } }]
  }
  const { title, url, mediaId } = attachments.link
  return [{ msgtype: 'link', link: { title, url, media_id: mediaId } }]
}

async function viewers(
  ask: Ask,
  path: string,
  { of, cursor, limit }: { of: OfPoster; cursor: string; limit: number },
): Promise<Answer<Page<string>>> {
  const body = { moment_id: of.momentId, userid: of.userid, cursor, limit }
  return mapped(await ask(look(path, body), wireViewers), ({ customer_list, next_cursor }) => ({
    rows: customer_list.map(({ external_userid: id }) => id),
    nextCursor: next_cursor,
  }))
}
