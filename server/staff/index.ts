export { type ApiKey, createKeyFinder, type FoundKey, listKeys, makeKey, revokeKey } from './api-key.ts'
export { type AuditEntry, audit } from './audit.ts'
export { type Answer, once } from './idempotency.ts'
export { closeSession, findSession, openSession, type Session, type SessionDeps } from './session.ts'
export { addStaff, findStaff, type Staff } from './staff.ts'
export {
  changeWorkspace,
  getWorkspace,
  listWorkspaces,
  makeWorkspace,
  presentOf,
  type WorkspaceChange,
} from './workspace.ts'
