import type { Decode } from '../event/index.ts'
import {
  CHATS,
  decodeChats,
  decodeContacts,
  decodeCustomers,
  decodeOrders,
  decodeTrack,
  decodeWecom,
  IMPORTED_CUSTOMERS,
  IMPORTED_ORDERS,
  TRACK,
  WECOM,
  WECOM_CONTACTS,
} from '../ingestion/index.ts'

/** How each kind of inbox row is read. Facts of our own and replays are the river's own kinds. */
export const decoders: Record<string, Decode> = {
  [WECOM]: decodeWecom,
  [WECOM_CONTACTS]: decodeContacts,
  [CHATS]: decodeChats,
  [TRACK]: decodeTrack,
  [IMPORTED_CUSTOMERS]: decodeCustomers,
  [IMPORTED_ORDERS]: decodeOrders,
}
