import type { Decode } from '../event/index.ts'
import {
  CHATS,
  decodeChats,
  decodeContacts,
  decodeCustomers,
  decodeFollowers,
  decodeGroups,
  decodeOfficial,
  decodeOrders,
  decodeService,
  decodeTrack,
  decodeWecom,
  IMPORTED_CUSTOMERS,
  IMPORTED_ORDERS,
  OFFICIAL,
  OFFICIAL_FOLLOWERS,
  TRACK,
  WECOM,
  WECOM_CONTACTS,
  WECOM_GROUPS,
  WECOM_SERVICE,
} from '../ingestion/index.ts'
import { decodePages, PAGES } from '../page/index.ts'

/** How each kind of inbox row is read. Facts of our own and replays are the river's own kinds. */
export const decoders: Record<string, Decode> = {
  [WECOM]: decodeWecom,
  [WECOM_CONTACTS]: decodeContacts,
  [WECOM_GROUPS]: decodeGroups,
  [WECOM_SERVICE]: decodeService,
  [OFFICIAL]: decodeOfficial,
  [OFFICIAL_FOLLOWERS]: decodeFollowers,
  [CHATS]: decodeChats,
  [PAGES]: decodePages,
  [TRACK]: decodeTrack,
  [IMPORTED_CUSTOMERS]: decodeCustomers,
  [IMPORTED_ORDERS]: decodeOrders,
}
