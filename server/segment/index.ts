export { type EvaluateDeps, evaluate, members } from './evaluate.ts'
export { type LoopDeps, startSegments } from './loop.ts'
export {
  /** @public */
  isLive,
  /** @public */
  segmentNames,
} from './names.ts'
export { createPredictions, type PredictionsOf, type SnapshotOf } from './predictions.ts'
export { type Refreshed, refreshSegments, type SegmentDeps } from './refresh.ts'
export { routes } from './routes.ts'
