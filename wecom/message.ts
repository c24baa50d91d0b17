import { z } from 'zod'

/** The wire shapes of welcomes, mass sends and app messages (documents 92137, 92135, 93338, 90236). */
export type Attachment =
  | { msgtype: 'link'; link: { title: string; url: string; desc?: string; picurl?: string } }
  | { msgtype: 'image'; image: { media_id: string } | { pic_url: string } }
  | {
      msgtype: 'miniprogram'
      miniprogram: { title: string; pic_media_id: string; appid: string; page: string }
    }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } }

export type WelcomeMessage = { welcomeCode: string; text: string; attachments: Attachment[] }

/** A mass send to customers: a task that `sender` has to confirm before anybody receives anything. */
export type MessageTask = {
  sender: string
  /** At most 10,000. */
  externalUserIds: string[]
  text: string
  attachments: Attachment[]
}

export const wireCreated = z.looseObject({
  msgid: z.string(),
  /** Customers that cannot be sent to. */
  fail_list: z.array(z.string()).default([]),
})
export type CreatedTask = z.infer<typeof wireCreated>

const wireListed = z.looseObject({
  msgid: z.string(),
  /** Absent for a task that the interface made. */
  creator: z.string().optional(),
  /** Seconds; a string in WeCom's own sample. */
  create_time: z.coerce.number(),
  /** 0 made for the company, 1 by a member. */
  create_type: z.number().default(0),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  attachments: z.array(z.looseObject({ msgtype: z.string() })).default([]),
})
export type ListedTask = z.infer<typeof wireListed>
export const wireListedTasks = z.looseObject({
  group_msg_list: z.array(wireListed).default([]),
  next_cursor: z.string().default(''),
})

export const wireTaskStaff = z.looseObject({
  task_list: z
    .array(
      z.looseObject({
        userid: z.string(),
        /** 0 not confirmed, 2 confirmed. */
        status: z.number(),
        send_time: z.coerce.number().optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type TaskStaff = z.infer<typeof wireTaskStaff>

export const wireResults = z.looseObject({
  send_list: z
    .array(
      z.looseObject({
        external_userid: z.string().default(''),
        userid: z.string(),
        /** 0 not sent, 1 sent, 2 no longer a friend, 3 over the receiver's quota. */
        status: z.number(),
        send_time: z.coerce.number().optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type TaskResults = z.infer<typeof wireResults>

export const wireSentMessage = z.looseObject({ msgid: z.string().default('') })
export const wireNothing = z.looseObject({})
