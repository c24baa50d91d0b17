export { addEvidence, type NewEvidence } from './add-evidence.ts'
export { addressesOf, customersOfPhone, readPhone, type SealedAddress } from './addresses.ts'
export { archiveStep } from './apply-archive.ts'
export { chatStep } from './apply-chats.ts'
export { followStep, type SourcesOf } from './apply-follows.ts'
export { addOrderSums, type OrderSum, setLastOrders } from './apply-order-sums.ts'
export { traitStep } from './apply-traits.ts'
export { wecomTagStep } from './apply-wecom-tags.ts'
export { type Arrivals, arrivals } from './arrivals.ts'
export { arrivalsByWeek } from './arrivals-by-week.ts'
export { type Aversion, aversionsOf, countNeedy } from './aversion.ts'
export {
  beginCharges,
  betweenAssociates,
  type Charge,
  caretakerOf,
  changeCharges,
  endCharges,
  inChargeOf,
  nameCaretaker,
  standingCharges,
  takeCharges,
  type Unserved,
  unserved,
} from './charge.ts'
export { contactsOfPerson, customersOfContacts } from './contacts.ts'
export { contactsOfAssociate, type OwnContact, standingPairs } from './contacts-of-associate.ts'
export { exportNumbered } from './export.ts'
export {
  addedSince,
  customersByAssociate,
  type FollowSum,
  followSums,
  liveFollows,
} from './follow-sums.ts'
export { type FollowOf, followsOf } from './follows-of.ts'
export { giveSource, sourcesOfFollows } from './give-source.ts'
export { maskIdentity } from './identity.ts'
export { listCustomers } from './list.ts'
export { listedPersons } from './listed.ts'
export { lockPeople } from './lock.ts'
export { markStep, wantMarksOfTags } from './mark-step.ts'
export {
  type DueMarks,
  type MarkOutcome,
  settleMarks,
  takeMarks,
  workspacesWithMarks,
} from './marks.ts'
export { mirrorStep } from './mirror-step.ts'
export { searchWords } from './name.ts'
export { customersNumbered, numbersOf } from './numbered.ts'
export { countOpenConflicts } from './open-conflicts.ts'
export { overrideStep } from './override.ts'
export { type Follower, followerNamed, followersOf, needsAmong } from './own-customers.ts'
export { peopleBook } from './people-book.ts'
export { peopleByDay } from './people-by-day.ts'
export { peopleOfDays } from './people-of-days.ts'
export { everyRowOf, findPerson } from './person.ts'
export {
  changePromise,
  handPromises,
  makePromise,
  openPromises,
  type Promised,
  promisesToHand,
} from './promise.ts'
export { createResolve } from './resolve.ts'
export type { CustomerDeps } from './route-deps.ts'
export { routes } from './routes.ts'

export { rowsNumbered } from './rows-numbered.ts'
export { sendersOf } from './senders.ts'
export {
  groupsToShare,
  noteNotShared,
  noteShared,
  type SharedGroup,
} from './share-tags.ts'
export { rowsOfPersons, standingOf, wordsOf } from './standing.ts'
export { tagByRule } from './tag-by-rule.ts'
export { tagCoverage } from './tag-coverage.ts'
export { listTagGroups, tagNames } from './tag-group.ts'
export { TAG_PEOPLE, tagPeopleHandler } from './tag-job.ts'
export { tagCustomers, withdrawTaggings } from './tagging.ts'
export { tagsInWecom, tagsOfWecom } from './tags-in-wecom.ts'
export { noteTies, tieOf, tieOfPerson } from './tie.ts'
export { touchStep } from './touch-step.ts'
export { type PeopleUndone, undoPeople } from './undo-import.ts'
export { mirrorTags, type WecomTagGroup } from './wecom-tags.ts'
