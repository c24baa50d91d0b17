import type { Decode } from '../event/index.ts'
import { decodeTrack, TRACK } from '../ingestion/index.ts'

/** How each kind of inbox row is read. Facts of our own and replays are the river's own kinds. */
export const decoders: Record<string, Decode> = {
  [TRACK]: decodeTrack,
}
