import type { Posting } from './callbacks.ts'
import { contactDeeds } from './deeds-contact.ts'
import { directoryDeeds } from './deeds-directory.ts'
import { groupDeeds } from './deeds-group.ts'
import { messageDeeds } from './deeds-message.ts'
import { momentDeeds } from './deeds-moment.ts'
import { tagDeeds } from './deeds-tag.ts'
import { taskDeeds } from './deeds-task.ts'
import { transferDeeds } from './deeds-transfer.ts'
import type { EffectLog } from './effects.ts'
import type { World } from './world.ts'

export type Deeds = ReturnType<typeof createDeeds>

/** What simulated people do. Their deeds fire callbacks; calls of the API never do (document 92130). */
export function createDeeds(world: World, effects: EffectLog, posting: Posting) {
  const town = { world, effects, posting }
  return {
    ...contactDeeds(town),
    ...taskDeeds(town),
    ...tagDeeds(town),
    ...directoryDeeds(town),
    ...groupDeeds(town),
    ...transferDeeds(town),
    ...momentDeeds(town),
    ...messageDeeds(town),
  }
}
