import { z } from 'zod'
import { type Answer, type Ask, post } from '../wecom/index.ts'

/** Thirty days, which is the longest that a temporary code lives. */
export const CODE_SECONDS_MAX = 2_592_000
/** Permanent codes of one account. */
export const CODES_MAX = 100_000
/** Letters of a scene. */
export const SCENE_MAX = 64

const wireCode = z.looseObject({
  ticket: z.string(),
  /** What the picture holds: whoever has it can draw the code. */
  url: z.string(),
  expire_seconds: z.coerce.number().optional(),
})
export type SceneCode = z.infer<typeof wireCode>

/** Codes with a scene (带参数的二维码). @param seconds null: for ever; such codes are counted. */
export function codeCalls(ask: Ask) {
  return {
    makeCode: (scene: string, seconds: number | null): Promise<Answer<SceneCode>> =>
      ask(
        post('/cgi-bin/qrcode/create', {
          action_name: seconds === null ? 'QR_LIMIT_STR_SCENE' : 'QR_STR_SCENE',
          ...(seconds === null ? {} : { expire_seconds: seconds }),
          // Without this wrapper the account hears of the scene as 0.
          action_info: { scene: { scene_str: scene } },
        }),
        wireCode,
      ),
  }
}
