export { type FileImport, importFile } from './begin-import.ts'
export {
  decodeCustomers,
  decodeOrders,
  IMPORTED_CUSTOMERS,
  IMPORTED_ORDERS,
} from './import-decode.ts'
export { importJobs } from './jobs.ts'
export { importRoutes, resultOf } from './routes-import.ts'
export { type TrackDeps, trackRoutes, type WriteKey } from './routes-track.ts'
export type { ImportDeps } from './run-import.ts'
export { decodeTrack, TRACK } from './track-decode.ts'

export { countUnfinishedImports } from './unfinished.ts'
