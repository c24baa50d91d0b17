import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, post } from './call.ts'
import { wireNothing } from './message.ts'

/** What goes with the text: one thing. */
export type GroupWelcomeExtra =
  | { image: { media_id: string } | { pic_url: string } }
  | { link: { title: string; url: string; desc?: string; picurl?: string } }
  | { miniprogram: { title: string; pic_media_id: string; appid: string; page: string } }
  | { file: { media_id: string } }
  | { video: { media_id: string } }

export type GroupWelcome = {
  /** At most 3,000 bytes; `%NICKNAME%` becomes the newcomer's name. */
  text: string
  extra?: GroupWelcomeExtra
  /** Whether members are told that there is a new one to choose. */
  notify?: boolean
}

const wireMade = z.looseObject({ template_id: z.string() })
const wireTemplate = z.looseObject({
  text: z.looseObject({ content: z.string().default('') }).optional(),
  image: z.looseObject({ pic_url: z.string().default('') }).optional(),
  link: z.looseObject({ title: z.string().default(''), url: z.string().default('') }).optional(),
})
export type GroupWelcomeTemplate = z.infer<typeof wireTemplate>

const PATH = `${CUSTOMER}/group_welcome_template`

/**
 * What newcomers of groups are told (入群欢迎语素材, document 92366): at most 100 of a company. A member chooses one for a group
 * in the client; no call can do that.
 */
export function groupWelcomeCalls(ask: Ask) {
  return {
    async addGroupWelcome(welcome: GroupWelcome): Promise<Answer<string>> {
      const { notify = true } = welcome
      const body = { ...fields(welcome), notify: notify ? 1 : 0 }
      return mapped(await ask(post(`${PATH}/add`, body), wireMade), (value) => value.template_id)
    },
    /** 41058: another app's. */
    async editGroupWelcome({
      templateId,
      ...welcome
    }: GroupWelcome & { templateId: string }): Done {
      const body = { template_id: templateId, ...fields(welcome) }
      return nothing(await ask(post(`${PATH}/edit`, body), wireNothing))
    },
    groupWelcome: (templateId: string): Promise<Answer<GroupWelcomeTemplate>> =>
      ask(look(`${PATH}/get`, { template_id: templateId }), wireTemplate),
    async deleteGroupWelcome(templateId: string): Done {
      return nothing(await ask(post(`${PATH}/del`, { template_id: templateId }), wireNothing))
    },
  }
}

function fields({ text, extra = undefined }: GroupWelcome) {
  return { text: { content: text }, ...extra }
}
