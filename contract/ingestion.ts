import { z } from 'zod'

/** The calls of the Segment HTTP API that carry an event. */
export const trackTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type TrackType = (typeof trackTypes)[number]

/** Bounds of the track API, as the field's SDKs expect them. Sizes in bytes after decompression. */
export const trackLimits = {
  eventBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  batchEvents: 2_500,
  messageIdCharacters: 100,
} as const

/** Why one item of a batch was not taken. */
export const trackRefusals = {
  not_an_object: 'an event must be a JSON object',
  unknown_type: 'type must be identify, track, page, screen, group or alias',
  no_identity: 'userId or anonymousId is required',
  no_event_name: 'track needs the name of the event in "event"',
  no_group: 'group needs groupId',
  no_previous_id: 'alias needs userId and previousId',
  message_id_too_long: 'messageId may have at most 100 characters',
  bad_timestamp: 'timestamp must be an ISO 8601 date between 1970 and 2262',
  too_deep: 'objects and lists may lie at most 100 levels within each other',
  event_too_large: 'an event may have at most 32 KB',
  too_many_events: 'a batch may have at most 2,500 events',
} as const
export type TrackRefusal = keyof typeof trackRefusals

/** What a sender reads: how many events are safe, and which were refused with the reason. SDKs ignore it, people do not. */
export const trackAnswer = z.object({
  success: z.boolean(),
  accepted: z.number().int(),
  refused: z.array(
    z.object({
      index: z.number().int(),
      messageId: z.string().nullable(),
      code: z.string(),
      message: z.string(),
    }),
  ),
})
export type TrackAnswer = z.infer<typeof trackAnswer>
