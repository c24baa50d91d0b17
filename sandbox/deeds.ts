import type { Posting } from './callbacks.ts'
import { acquisitionDeeds } from './deeds-acquisition.ts'
import { archiveDeeds } from './deeds-archive.ts'
import { contactDeeds } from './deeds-contact.ts'
import { directoryDeeds } from './deeds-directory.ts'
import { groupDeeds } from './deeds-group.ts'
import { kfDeeds } from './deeds-kf.ts'
import { messageDeeds } from './deeds-message.ts'
import { momentDeeds } from './deeds-moment.ts'
import { tagDeeds } from './deeds-tag.ts'
import { taskDeeds } from './deeds-task.ts'
import { transferDeeds } from './deeds-transfer.ts'
import type { EffectLog } from './effects.ts'
import type { Town } from './town.ts'
import type { World } from './world.ts'

export type Deeds = ReturnType<typeof createDeeds>

/** What simulated people do. Their deeds fire callbacks; calls of the API never do (document 92130). */
export function createDeeds(world: World, effects: EffectLog, posting: Posting) {
  const town = { world, effects, posting }
  return {
    ...contactDeeds(town),
    ...taskDeeds(town),
    ...tagDeeds(town),
    ...directoryDeeds(town),
    ...groupDeeds(town),
    ...transferDeeds(town),
    ...momentDeeds(town),
    ...messageDeeds(town),
    ...acquisitionDeeds(town),
    ...kfDeeds(town),
    ...archiveDeeds(town),
    ...together(town),
  }
}

/** Deeds that several parts of the world hear of, each as one. */
function together(town: Town) {
  const [contacts, directory, links] = [
    contactDeeds(town),
    directoryDeeds(town),
    acquisitionDeeds(town),
  ]
  const transfers = transferDeeds(town)
  const archive = archiveDeeds(town)
  return {
    chat(said: Parameters<typeof contacts.chat>[0]): boolean {
      const isSaid = contacts.chat(said)
      // Of pictures and links the pretend archive keeps nothing.
      if (isSaid && said.text !== '') archive.archive(said)
      if (isSaid && said.from === 'customer') links.heardOnLink(said)
      return isSaid
    },
    deleteStaff(pair: Parameters<typeof contacts.deleteStaff>[0]): boolean {
      const isDone = contacts.deleteStaff(pair)
      if (isDone) links.leftByLink(pair)
      return isDone
    },
    resign(userid: string): boolean {
      const hasLeft = directory.resign(userid)
      if (hasLeft) links.closeLinks()
      return hasLeft
    },
    changeMember(change: Parameters<typeof directory.changeMember>[0]) {
      const member = directory.changeMember(change)
      if (member) links.closeLinks()
      return member
    },
    passTime(): void {
      transfers.passTime()
      links.warnOfQuota()
    },
  }
}
