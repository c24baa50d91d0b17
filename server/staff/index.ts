export {
  type ApiKey,
  createKeyFinder,
  type FoundKey,
  makeKey,
} from './api-key.ts'
export { type AuditEntry, audit, auditAll } from './audit.ts'
export { cookieName, isSecure, setSessionCookie } from './cookie.ts'
export { type Answer, abandon, begin, type Claim, finish } from './idempotency.ts'
export { namesOfStaff } from './names.ts'
export { refuseForeign } from './origin.ts'
export { routes } from './routes.ts'
export {
  findSession,
  openSessionOf,
  type Session,
  type SessionDeps,
} from './session.ts'
export { isSetupNeeded, type SetupToken, setupTokenIn } from './setup.ts'
export { addStaff, type Staff } from './staff.ts'
export { staffOfWecom } from './wecom-account.ts'
export {
  changeWorkspace,
  getWorkspace,
  listWorkspaces,
  makeWorkspace,
  type WorkspaceChange,
} from './workspace.ts'
