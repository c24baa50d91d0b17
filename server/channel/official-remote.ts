import type { Weixin } from '../../weixin/index.ts'
import type { Tenant } from '../kernel/index.ts'

/** The calls that the mouth makes of an official account. */
export type OfficialRemote = Pick<
  Weixin,
  | 'sendText'
  | 'sendToTag'
  | 'massState'
  | 'followerTags'
  | 'makeFollowerTag'
  | 'deleteFollowerTag'
  | 'tagFollowers'
>

/** The connection to an account by its AppID; null: there is none. */
export type OfficialOf = (
  tenant: Pick<Tenant, 'id'>,
  appId: string,
) => Promise<OfficialRemote | null>
