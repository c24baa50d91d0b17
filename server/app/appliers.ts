import { claimStep, pathStep, sourcesOfStates, wayTagStep } from '../acquisition/index.ts'
import { openCaseStep, replyStep } from '../care/index.ts'
import { contactStep, massResultStep, pressStep, welcomeStep } from '../channel/index.ts'
import { orderStep } from '../commerce/index.ts'
import {
  archiveStep,
  chatStep,
  followStep,
  markStep,
  mirrorStep,
  overrideStep,
  type SourcesOf,
  touchStep,
  traitStep,
  wecomTagStep,
} from '../customer/index.ts'
import type { ApplyStep } from '../event/index.ts'
import { crossStep } from '../experiment/index.ts'
import { flashStep, formStep } from '../form/index.ts'
import { groupStep } from '../group/index.ts'
import { handoverStep } from '../handover/index.ts'

import { noticeStep, serviceStep, wishStep } from '../ingestion/index.ts'
import { followMergesStep, listenStep, wakeStep } from '../journey/index.ts'
import { subscriptionStep } from '../official/index.ts'
import { type LinkTracker, visitorStep } from '../page/index.ts'
import { articleStep } from '../reading/index.ts'
import { codesOfInvites, friendStep } from '../referral/index.ts'
import { tellStep } from '../webhook/index.ts'
import { welcomeWords } from './welcomes.ts'

/** The source of whoever comes by a code: the code's own, or that of the campaign whose inviter's code it is. */
const sourcesOfCodes: SourcesOf = async (tx, tenant, states) => {
  const sources = new Map(await sourcesOfStates(tx, tenant, states))
  for (const [state, { sourceId }] of await codesOfInvites(tx, tenant, states))
    if (sourceId !== null) sources.set(state, sourceId)
  return sources
}

/**
 * What an event changes, in order, inside the pump's transaction. With `reactions.ts` this is the whole answer to "what
 * happens when …?": nothing listens anywhere else.
 */
export const appliersOf = (links: Pick<LinkTracker, 'urlOf'>): readonly ApplyStep[] => [
  // Who they are: traits and tags that came with an event or a file.
  traitStep,
  // Whose browser it was that said something on a page of the brand's own.
  visitorStep,
  // Whose answers to a form they are, and the tags that these give.
  formStep,
  // What was chosen in a flash topic, as evidence.
  flashStep,
  // Who opened an article, and what reading it shows of them.
  articleStep,
  // Whom they follow and who lost them; tells follow.started, follow.requested, follow.found, follow.ended.
  followStep({ sourcesOf: sourcesOfCodes }),
  // With whom they talked last; tells message.replied of who came by a link and wrote.
  chatStep,
  // What they said to their chats being kept.
  archiveStep,
  // What was changed by hand, for ClickHouse.
  mirrorStep,
  // What their associates know of them in WeCom: tags, as evidence.
  wecomTagStep,
  // Which tags are to stand in WeCom because of what is known here.
  markStep,
  // Who follows which official account; tells subscription.started, subscription.ended.
  subscriptionStep,
  // What came of mass messages of official accounts.
  massResultStep,
  // What associates answered on cards of the app.
  pressStep,
  // Which contacts, groups and followers are to be read.
  wishStep,
  // What was said in customer service is to be read.
  serviceStep,
  // What WeCom told that somebody has to see to.
  noticeStep,
  // Which handovers are to be looked at, and whether somebody has left.
  handoverStep,
  // Who is in which customer group; tells group.member_joined, group.member_found, group.member_left.
  groupStep,
  // Where somebody met the brand, contact by contact.
  pathStep,
  // Whose a claim of a hook was.
  claimStep,
  // The tags of the code that a newcomer scanned.
  wayTagStep,
  // Who is to be welcomed, within seconds.
  welcomeStep({ welcomesOf: welcomeWords(links) }),
  // What they bought: orders, refunds, sums; tells order.created, order.paid, order.refunded, order.cancelled.
  orderStep,
  // Whose friend came, went or ordered; tells referral.came, referral.brought.
  friendStep,
  // An order counts as the last thing that its customer did.
  touchStep,
  // Who has asked for help by what happened; tells case.opened.
  openCaseStep,
  // Who has written and waits for an answer; tells reply.awaited, reply.ended.
  replyStep,
  // Which number belongs to which person, for ClickHouse.
  overrideStep,
  // Whose slots and refusals count together when people turn out to be one.
  contactStep,
  // Whom a merge puts into both arms of an experiment.
  crossStep,
  // Whose enrollments a merge brings together.
  followMergesStep,
  // Who waited at a step for their service case to be solved, or for an answer.
  wakeStep,
  // Who enters a journey, goes on, arrives or leaves; tells journey.entered, journey.left.
  listenStep,
  // Which of the brand's own systems are told of it.
  tellStep,
]
