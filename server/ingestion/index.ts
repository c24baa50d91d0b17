export { type TrackDeps, trackRoutes, type WriteKey } from './routes-track.ts'
export { decodeTrack, TRACK } from './track-decode.ts'
