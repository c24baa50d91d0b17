export { type MassResult, type OfficialEvent, parseOfficial } from './callback.ts'
export { createWeixin, type Weixin, type WeixinOptions } from './client.ts'
export { CODE_SECONDS_MAX, CODES_MAX, SCENE_MAX, type SceneCode } from './code.ts'
export { type Article, MASS_QUOTA, type MassMessage } from './mass.ts'
export { type Notice, type Template, WINDOW } from './message.ts'
export {
  type Bill,
  createPay,
  type NewBill,
  type PayAccount,
  type PayAnswer,
  readNotification,
} from './pay.ts'
export { isSigned, type Sealed, sealedBy, signed } from './pay-sign.ts'
export {
  ADDRESS_NOT_LISTED,
  BLOCKED,
  BUSY,
  NO_MASS_LEFT,
  NO_RIGHT,
  NO_SUCH_OPENID,
  NOT_AGREED,
  NOT_SUBSCRIBED,
  RATE_LIMITED,
  SENT_BEFORE,
  TOO_MANY_TAGS,
  TOO_OFTEN,
  WINDOW_OVER,
  WINDOW_USED_UP,
  WRONG_APP_ID,
  WRONG_APP_SECRET,
  WRONG_SECRET,
} from './refusal.ts'
export {
  FOLLOWERS_A_CALL,
  type Follower,
  type FollowerPage,
  TAGGED_A_CALL,
  TAGS_MAX,
} from './user.ts'
