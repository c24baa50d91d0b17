export { archiveLibraryOf } from './archive.ts'
export { callsOf, type PathCalls } from './call-log.ts'
export {
  type CrowdMember,
  type CrowdTruth,
  crowdBuys,
  type Purchase,
  reachedIn,
  trueEffect,
} from './crowd.ts'
export type { Effect } from './effects.ts'
export { type Faults, noFaults, type Weather } from './faults.ts'
export { type Habits, habits, trueLoss } from './habits.ts'
export { SANDBOX_OFFICIAL, SANDBOX_OFFICIAL_SECRET } from './official.ts'
export {
  SANDBOX_AGENT,
  SANDBOX_ARCHIVE_SECRET,
  SANDBOX_CONTACTS_SECRET,
  SANDBOX_CORP,
  SANDBOX_SECRET,
} from './people.ts'
export { SANDBOX_SMS, type SmsManner, type SmsOffice } from './sms-office.ts'
export type { Stage } from './stage.ts'
export { type Sandbox, type SandboxOptions, startSandbox } from './start.ts'
