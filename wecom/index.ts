export {
  type AcquisitionLink,
  type AcquisitionLinkDetail,
  type AcquisitionQuota,
  CHANNEL_BYTES_MAX,
  type LinkChat,
  type LinkCounts,
  type LinkCustomer,
  linkWithChannel,
  type NewLink,
  schemeOf,
} from './acquisition-link.ts'
export type { StaffDay } from './activity.ts'
export {
  ALREADY_CANCELLED,
  type Answer,
  CONFLICT,
  NOT_A_CONTACT,
  noAnswer,
  RATE_LIMITED,
  type Refusal,
  type Retry,
  STILL_DISPATCHING,
  TOO_MANY_AT_ONCE,
  WELCOME_ALREADY_SENT,
  WELCOME_BEING_SENT,
  WELCOME_TOO_LATE,
} from './answer.ts'
export type { AppContent, AppMessage, Receivers, SentMessage } from './app-message.ts'
export {
  type ArchiveLibrary,
  type ArchiveMessage,
  type ArchiveRow,
  archiveMessage,
  archiveRows,
  bodyOf,
  createKeyring,
  isExternal,
} from './archive.ts'
export { type Agreement, CONSENT_PAIRS_MAX } from './archive-consent.ts'
export {
  type Ask,
  type AskOptions,
  type Call,
  createAsk,
  type Download,
  type Platform,
} from './ask.ts'
export { get, look, mapped, nothing, type Page, post } from './call.ts'
export { type CallbackEvent, type Envelope, parseCallback, parseEnvelope } from './callback.ts'
export type { Card, CardButton, ChoiceCard, VoteCard } from './card.ts'
export { createWecom, type Wecom } from './client.ts'
export type { Contact, MembersContact, Remark, ServedContact } from './contact.ts'
export type { Conclusions, ContactWay, ContactWayDetail, TemporaryWay } from './contact-way.ts'
export { type Decrypted, decrypt, encrypt, isAesKey, sign, verify } from './crypto.ts'
export type {
  App,
  Department,
  DepartmentId,
  ListedUser,
  Place,
  StaffTag,
  TaggedStaff,
  User,
} from './directory.ts'
export type {
  Group,
  GroupActivity,
  GroupDays,
  GroupFilter,
  GroupMember,
  GroupSpan,
  ListedGroup,
} from './group.ts'
export type { GroupWelcome, GroupWelcomeExtra, GroupWelcomeTemplate } from './group-welcome.ts'
export type { FoundByUnionid, UserIds } from './id-conversion.ts'
export type {
  InterceptRule,
  ListedInterceptRule,
  NewInterceptRule,
  Semantic,
} from './intercept-rule.ts'
export type { JoinWay, NewJoinWay } from './join-way.ts'
export type {
  ChangedServicer,
  KfAccount,
  KfContent,
  KfCustomer,
  KfCustomers,
  KfMessage,
  KfServicer,
  KfState,
} from './kf.ts'
export type { Lanes } from './lane.ts'
export {
  authorizeUrl,
  LOGIN_BASE_URL,
  OAUTH_BASE_URL,
  scanLoginUrl,
  signPage,
  type Ticket,
  type Visitor,
  type VisitorDetail,
} from './login.ts'
export {
  ATTACHMENT_BYTES_MAX,
  type AttachmentKind,
  type File,
  IMAGE_BYTES_MAX,
  MEDIA_BYTES_MAX,
  MEDIA_DAYS,
  type Media,
  type MediaKind,
} from './media.ts'
export type { Attachment, WelcomeMessage } from './message.ts'
export type {
  Moment,
  MomentAttachments,
  MomentJob,
  MomentPoster,
  MomentReaction,
  NewMoment,
} from './moment.ts'
export type { Patience } from './patience.ts'
export type { AlbumProduct, NewProduct } from './product-album.ts'
export type { InRange, NewStrategy, Strategy, StrategyRange } from './strategy.ts'
export type { CorpTagGroup } from './tag.ts'
export type {
  ChatType,
  CreatedTask,
  GroupTask,
  ListedTask,
  MessageTask,
  TaskResults,
  TaskStaff,
} from './task.ts'
export { type Token, type TokenStore, tokensInMemory } from './token.ts'
export {
  type BegunTransfer,
  type FailedChat,
  type GroupTransfer,
  TRANSFER_MAX,
  type Transfer,
  type TransferResult,
  type Unassigned,
} from './transfer.ts'
export { withoutSecrets } from './without-secrets.ts'
export { readXml, textOf, type XmlFields, type XmlValue } from './xml.ts'
