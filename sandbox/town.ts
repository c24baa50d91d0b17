import type { Posting } from './callbacks.ts'
import type { EffectLog } from './effects.ts'
import type { World } from './world.ts'

/** Where deeds are done: the world, the log of what was done, and the way to tell the product. */
export type Town = { world: World; effects: EffectLog; posting: Posting }
