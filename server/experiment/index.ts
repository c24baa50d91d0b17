export { type Arm, armInClickHouse, armOf, controlBelow } from './arm.ts'
export { assign, type People } from './assign.ts'
export { type Begin, begin, type Metric } from './begin.ts'
export { close, closeOfSubject } from './close.ts'
export { crossStep } from './cross.ts'
export {
  type Experiment,
  findExperiment,
  type Standing,
  standingOf,
  unfinished,
} from './experiments.ts'
export { type Exposures, exposuresOf } from './exposures.ts'
export { type Look, lockLooks, looksOf, recordLook } from './looks.ts'
export { type ExperimentDeps, routes } from './routes.ts'
