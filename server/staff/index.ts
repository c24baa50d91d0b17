export {
  type ApiKey,
  createKeyFinder,
  type FoundKey,
  listKeys,
  makeKey,
  revokeKey,
} from './api-key.ts'
export { type AuditEntry, audit } from './audit.ts'
export { cookieName, isSecure } from './cookie.ts'
export { type Answer, abandon, begin, type Claim, finish } from './idempotency.ts'
export { namesOfStaff } from './names.ts'
export { refuseForeign } from './origin.ts'
export { routes } from './routes.ts'
export {
  closeSession,
  findSession,
  openSession,
  type Session,
  type SessionDeps,
} from './session.ts'
export { isSetupNeeded, type SetupToken, setupTokenIn } from './setup.ts'
export { addStaff, findStaff, type Staff } from './staff.ts'
export {
  changeWorkspace,
  getWorkspace,
  listWorkspaces,
  makeWorkspace,
  presentOf,
  type WorkspaceChange,
} from './workspace.ts'
