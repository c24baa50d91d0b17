import { z } from 'zod'

/** How the brand's own pages look: its colour as `#rrggbb`, on which white words must be readable. */
export const pageLook = z.strictObject({
  colour: z
    .string()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/),
})
export type PageLook = z.infer<typeof pageLook>
