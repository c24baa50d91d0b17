import { z } from 'zod'
import type { Attachment } from '../wecom/index.ts'
import type { Asked, Handlers, Reply } from './api.ts'
import type { GroupWelcome } from './group.ts'
import { uploadOf } from './media.ts'
import { mediaUrl } from './picture.ts'
import { attachment, mediaIdsOf, refusalOfShape, withoutGaps } from './wire-attachment.ts'
import { idOf, type World } from './world.ts'

const TEXT_BYTES_MAX = 3_000
const TEMPLATES_MAX = 100
/** When several are given the first of these counts (document 92366). */
const KINDS = ['image', 'link', 'miniprogram', 'file', 'video'] as const

const wanted = z.looseObject({
  text: z.looseObject({ content: z.string().default('') }).optional(),
  notify: z.literal([0, 1]).default(1),
})
const named = z.looseObject({ template_id: z.string().min(1) })

/** What newcomers of groups are told (document 92366): material from which members choose. */
export const groupWelcomeCalls: Handlers = {
  'externalcontact/group_welcome_template/add': {
    method: 'POST',
    run({ world, effects, body }) {
      const content = contentOf(world, body)
      if (typeof content === 'number') return { errcode: content }
      const { welcomes } = world.corp.community
      if (welcomes.size >= TEMPLATES_MAX) return { errcode: 41055 }
      const templateId = idOf(world, 'msg')
      welcomes.set(templateId, { templateId, ...content })
      const { text } = content
      effects.write(world.clock.now(), { kind: 'group_welcome_made', templateId, text })
      return { errcode: 0, template_id: templateId }
    },
  },
  'externalcontact/group_welcome_template/edit': {
    method: 'POST',
    run: onTemplate(({ world, body }, template) => {
      const content = contentOf(world, body)
      if (typeof content === 'number') return { errcode: content }
      Object.assign(template, content)
      return { errcode: 0 }
    }),
  },
  'externalcontact/group_welcome_template/get': {
    method: 'POST',
    run: onTemplate(({ origin }, { text, extra }) => {
      const [first] = extra
      return { errcode: 0, text: { content: text }, ...(first ? shown(first, origin) : {}) }
    }),
  },
  'externalcontact/group_welcome_template/del': {
    method: 'POST',
    run: onTemplate(({ world }, { templateId }) => {
      world.corp.community.welcomes.delete(templateId)
      return { errcode: 0 }
    }),
  },
}

function onTemplate(run: (asked: Asked, template: GroupWelcome) => Reply) {
  return (asked: Asked): Reply => {
    const call = named.safeParse(asked.body)
    if (!call.success) return { errcode: 40063 }
    const template = asked.world.corp.community.welcomes.get(call.data.template_id)
    return template ? run(asked, template) : { errcode: 41058 }
  }
}

/** As it went in, but a picture comes back by its address. */
function shown(extra: Attachment, origin: string) {
  const { msgtype, ...content } = extra
  if (msgtype !== 'image') return content
  const { image } = extra
  return {
    image: { pic_url: 'pic_url' in image ? image.pic_url : mediaUrl(origin, image.media_id) },
  }
}

function contentOf(world: World, body: unknown): Omit<GroupWelcome, 'templateId'> | number {
  const asked = wanted.safeParse(body)
  if (!asked.success) return refusalOfShape(body)
  const text = asked.data.text?.content ?? ''
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) return 45002
  const kind = KINDS.find((name) => asked.data[name] !== undefined)
  if (!kind) return text === '' ? 40058 : { text, extra: [] }
  const extra = attachment.safeParse({ msgtype: kind, [kind]: asked.data[kind] })
  if (!extra.success) return 40058
  const attached = [withoutGaps(extra.data)]
  return mediaIdsOf(attached).every((id) => uploadOf(world, id)) ? { text, extra: attached } : 40007
}
