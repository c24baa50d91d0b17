export {
  type Applied,
  type Applier,
  type ApplyStep,
  type Decode,
  type Fact,
  type LandedEvent,
  type Landing,
  type Lane,
  nothingApplied,
  type Poison,
  PRIVATE,
  type PumpContext,
  type Reaction,
  type Resolve,
  type ResolvedEvent,
  type RiverEvent,
  type Tenant,
} from './event.ts'
export { holdLander } from './land.ts'
export { clickhouseInstant } from './landing.ts'
export type { ParkedEvent } from './parked.ts'
export { holdPump } from './pump.ts'
export { append, receive } from './receive.ts'
export type { RecentEvent } from './recent.ts'
export { retract } from './retract.ts'
export { type River, type RiverState, riverState, startRiver } from './river.ts'
export { routes } from './routes.ts'
export { forgetTouched, landedUpTo, type Touched, touchedSince } from './touched.ts'
export { waitingBySource } from './waiting.ts'
