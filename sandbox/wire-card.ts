import { z } from 'zod'
import type { Card } from '../wecom/index.ts'

const KEY_BYTES_MAX = 1_024
const ID_BYTES_MAX = 128
const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= max, `at most ${max} bytes`)
const text = z.string()
const unique = <T>(rows: readonly T[], keyOf: (row: T) => string | undefined) => {
  const keys = rows.flatMap((row) => keyOf(row) ?? [])
  return new Set(keys).size === keys.length
}

const action = z.discriminatedUnion('type', [
  z.object({ type: z.literal(1), url: bytes(2_048) }),
  z.object({ type: z.literal(2), appid: z.string(), pagepath: z.string().exactOptional() }),
])
const jump = z.union([
  z.object({ title: text, type: z.literal(1), url: bytes(2_048) }),
  z.object({
    title: text,
    type: z.literal(2),
    appid: z.string(),
    pagepath: z.string().exactOptional(),
  }),
  z.object({ title: text, type: z.literal(0).exactOptional() }),
])
const horizontal = z.union([
  z.object({ keyname: text, value: text.exactOptional(), type: z.literal(1), url: text }),
  z.object({ keyname: text, value: text.exactOptional(), type: z.literal(2), media_id: text }),
  z.object({ keyname: text, value: text.exactOptional(), type: z.literal(3), userid: text }),
  z.object({ keyname: text, value: text.exactOptional(), type: z.literal(0).exactOptional() }),
])
const option = z.object({ id: bytes(ID_BYTES_MAX), text })
const selection = z.object({
  question_key: bytes(KEY_BYTES_MAX),
  title: text.exactOptional(),
  selected_id: text.exactOptional(),
  option_list: z.array(option).min(1).max(10),
})
const submit = z.object({ text, key: bytes(KEY_BYTES_MAX) })
const kindOfLink = z.literal([0, 1, 2])
const taskId = z
  .string()
  .regex(/^[0-9A-Za-z_\-@]+$/)
  .max(128)

const common = {
  source: z
    .object({
      icon_url: text.exactOptional(),
      desc: text.exactOptional(),
      desc_color: z.literal([0, 1, 2, 3]).exactOptional(),
    })
    .exactOptional(),
  action_menu: z
    .object({
      desc: text.exactOptional(),
      action_list: z
        .array(z.object({ text, key: bytes(KEY_BYTES_MAX) }))
        .min(1)
        .max(3)
        .refine((rows) => unique(rows, ({ key }) => key)),
    })
    .exactOptional(),
  main_title: z.object({ title: text.exactOptional(), desc: text.exactOptional() }).exactOptional(),
  quote_area: z
    .object({
      type: kindOfLink.exactOptional(),
      url: text.exactOptional(),
      title: text.exactOptional(),
      quote_text: text.exactOptional(),
    })
    .exactOptional(),
  horizontal_content_list: z.array(horizontal).max(6).exactOptional(),
}

const shapes = z.discriminatedUnion('card_type', [
  z.object({
    ...common,
    card_type: z.literal('text_notice'),
    task_id: taskId.exactOptional(),
    emphasis_content: z
      .object({ title: text.exactOptional(), desc: text.exactOptional() })
      .exactOptional(),
    sub_title_text: text.exactOptional(),
    jump_list: z.array(jump).max(3).exactOptional(),
    card_action: action,
  }),
  z.object({
    ...common,
    card_type: z.literal('news_notice'),
    task_id: taskId.exactOptional(),
    card_image: z
      .object({ url: text, aspect_ratio: z.number().min(1.3).max(2.25).exactOptional() })
      .exactOptional(),
    image_text_area: z
      .object({
        type: kindOfLink.exactOptional(),
        url: text.exactOptional(),
        title: text.exactOptional(),
        desc: text.exactOptional(),
        image_url: text,
      })
      .exactOptional(),
    vertical_content_list: z
      .array(z.object({ title: text, desc: text.exactOptional() }))
      .max(4)
      .exactOptional(),
    jump_list: z.array(jump).max(3).exactOptional(),
    card_action: action,
  }),
  z.object({
    ...common,
    card_type: z.literal('button_interaction'),
    task_id: taskId,
    sub_title_text: text.exactOptional(),
    button_selection: selection.exactOptional(),
    button_list: z
      .array(
        z.union([
          z.object({
            text,
            style: z.literal([1, 2, 3, 4]).exactOptional(),
            type: z.literal(1),
            url: bytes(2_048),
          }),
          z.object({
            text,
            style: z.literal([1, 2, 3, 4]).exactOptional(),
            type: z.literal(0).exactOptional(),
            key: bytes(KEY_BYTES_MAX),
          }),
        ]),
      )
      .min(1)
      .max(6)
      .refine((rows) => unique(rows, (row) => ('key' in row ? row.key : undefined))),
    card_action: action.exactOptional(),
  }),
  z.object({
    ...common,
    card_type: z.literal('vote_interaction'),
    task_id: taskId,
    checkbox: z.object({
      question_key: bytes(KEY_BYTES_MAX),
      mode: z.literal([0, 1]).exactOptional(),
      option_list: z
        .array(option.extend({ is_checked: z.boolean().exactOptional() }))
        .min(1)
        .max(20),
    }),
    submit_button: submit,
  }),
  z.object({
    ...common,
    card_type: z.literal('multiple_interaction'),
    task_id: taskId,
    select_list: z
      .array(selection)
      .min(1)
      .max(3)
      .refine((rows) => unique(rows, ({ question_key: key }) => key)),
    submit_button: submit,
  }),
])

/** A card as WeCom takes it; a number: why not. Which of 42014 to 42051 stands for which fault is not read here. */
export function cardIn(value: unknown): Card | number {
  const asked = shapes.safeParse(value)
  if (!asked.success) {
    const isTaskId = asked.error.issues.some(({ path }) => path.at(-1) === 'task_id')
    return isTaskId ? 42014 : 40058
  }
  const card = asked.data
  const title = card.main_title?.title ?? ''
  switch (card.card_type) {
    case 'text_notice':
      if (title === '' && !card.sub_title_text) return 40058
      break
    case 'news_notice':
      if (title === '' || !(card.card_image ?? card.image_text_area)) return 40058
      break
    case 'vote_interaction':
    case 'multiple_interaction':
      if (title === '') return 40058
      break
    default:
      break
  }
  const needsTask = card.action_menu !== undefined && card.task_id === undefined
  return needsTask ? 42014 : card
}
