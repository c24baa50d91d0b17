export {
  ALREADY_CANCELLED,
  type Answer,
  NOT_A_CONTACT,
  RATE_LIMITED,
  type Refusal,
  type Retry,
  STILL_DISPATCHING,
  WELCOME_ALREADY_SENT,
  WELCOME_BEING_SENT,
  WELCOME_TOO_LATE,
} from './answer.ts'
export { type CallbackEvent, type Envelope, parseCallback, parseEnvelope } from './callback.ts'
export { createWecom, type Page, type Wecom } from './client.ts'
export type { Contact, ContactWay, CorpTagGroup, MembersContact, User } from './contact.ts'
export { type Decrypted, decrypt, encrypt, isAesKey, sign, verify } from './crypto.ts'
export type {
  Attachment,
  CreatedTask,
  ListedTask,
  MessageTask,
  TaskResults,
  TaskStaff,
  WelcomeMessage,
} from './message.ts'
export { type Token, type TokenStore, tokensInMemory } from './token.ts'
export { readXml, textOf, type XmlFields, type XmlValue } from './xml.ts'
