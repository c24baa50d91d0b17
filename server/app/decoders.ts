import type { Decode } from '../event/index.ts'
import {
  decodeCustomers,
  decodeOrders,
  decodeTrack,
  IMPORTED_CUSTOMERS,
  IMPORTED_ORDERS,
  TRACK,
} from '../ingestion/index.ts'

/** How each kind of inbox row is read. Facts of our own and replays are the river's own kinds. */
export const decoders: Record<string, Decode> = {
  [TRACK]: decodeTrack,
  [IMPORTED_CUSTOMERS]: decodeCustomers,
  [IMPORTED_ORDERS]: decodeOrders,
}
