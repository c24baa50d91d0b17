export { beginImport, type FileImport, importFile } from './begin-import.ts'
export { decodeWecom, WECOM } from './callback-decode.ts'
export { CHATS, decodeChats } from './chat-decode.ts'
export { decodeContacts, WECOM_CONTACTS } from './contact-decode.ts'
export { decodeGroups, WECOM_GROUPS } from './group-decode.ts'
export { forgetHeard } from './hear-callbacks.ts'
export {
  decodeCustomers,
  decodeOrders,
  IMPORTED_CUSTOMERS,
  IMPORTED_ORDERS,
} from './import-decode.ts'
export { importJobs } from './jobs.ts'
export { lastNight } from './night.ts'

export { noticeStep } from './notice-step.ts'
export { countNotices } from './notices.ts'

export { decodeFollowers, decodeOfficial, OFFICIAL, OFFICIAL_FOLLOWERS } from './official-decode.ts'
export { startFollowerReader } from './official-reader.ts'

export { removeOldFiles } from './old-files.ts'
export { type MarkerDeps, startMarker } from './push-marks.ts'
export { type ReaderDeps, startReader } from './reader.ts'
export { type CallbackDeps, callbackRoutes } from './routes-callback.ts'
export { chatRoutes } from './routes-chat.ts'
export { importRoutes, resultOf } from './routes-import.ts'

export { noticeRoutes } from './routes-notice.ts'

export { type OfficialCallbackDeps, officialCallbackRoutes } from './routes-official.ts'

export { type TrackDeps, trackRoutes, type WriteKey } from './routes-track.ts'
export type { ImportDeps } from './run-import.ts'
export { decodeService, WECOM_SERVICE } from './service-decode.ts'
export { serviceStep } from './service-step.ts'
export { askForSync, SYNC_DIRECTORY, SYNC_TAGS, syncJobs } from './sync-corp.ts'
export { syncView } from './sync-view.ts'
export { decodeTrack, TRACK } from './track-decode.ts'

export { countUnfinishedImports } from './unfinished.ts'
export { wish, wishesWaiting, wishStep } from './wish.ts'
