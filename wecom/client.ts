import { acquisitionLinkCalls } from './acquisition-link.ts'
import { activityCalls } from './activity.ts'
import { appMessageCalls } from './app-message.ts'
import { archiveConsentCalls } from './archive-consent.ts'
import { type AskOptions, createAsk } from './ask.ts'
import { contactCalls } from './contact.ts'
import { contactWayCalls } from './contact-way.ts'
import { directoryCalls } from './directory.ts'
import { groupCalls } from './group.ts'
import { groupWelcomeCalls } from './group-welcome.ts'
import { idConversionCalls } from './id-conversion.ts'
import { interceptRuleCalls } from './intercept-rule.ts'
import { joinWayCalls } from './join-way.ts'
import { kfCalls } from './kf.ts'
import { loginCalls } from './login.ts'
import { mediaCalls } from './media.ts'
import { welcomeCalls } from './message.ts'
import { momentCalls } from './moment.ts'
import { productAlbumCalls } from './product-album.ts'
import { strategyCalls } from './strategy.ts'
import { tagCalls } from './tag.ts'
import { taskCalls } from './task.ts'
import { transferCalls } from './transfer.ts'

/** The calls of one app of one corp. Each answers with a value; none throws for what comes from outside. */
export type Wecom = ReturnType<typeof createWecom>

export function createWecom(options: AskOptions) {
  const asking = createAsk(options)
  const { ask } = asking
  return {
    ...directoryCalls(ask),
    ...contactCalls(ask),
    ...contactWayCalls(ask),
    ...tagCalls(ask),
    ...strategyCalls(ask),
    ...idConversionCalls(ask),
    ...activityCalls(ask),
    ...transferCalls(ask),
    ...welcomeCalls(ask),
    ...momentCalls(ask),
    ...mediaCalls(asking),
    ...loginCalls(ask),
    ...archiveConsentCalls(ask),
    ...acquisitionLinkCalls(ask),
    ...productAlbumCalls(ask),
    ...interceptRuleCalls(ask),
    ...kfCalls(ask),
    ...groupCalls(ask),
    ...joinWayCalls(ask),
    ...groupWelcomeCalls(ask),
    ...taskCalls(ask),
    ...appMessageCalls(ask),
  }
}
