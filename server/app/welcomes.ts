import { languageNamed, type WelcomeLanguage } from '../../contract/way-welcome.ts'
import { filled, welcomesOf } from '../acquisition/index.ts'
import type { WelcomesOf } from '../channel/index.ts'
import { associates } from '../corp/index.ts'
import { wordsOf } from '../customer/index.ts'
import type { LinkTracker } from '../page/index.ts'
import { codesOfInvites } from '../referral/index.ts'

/** Traits that may say which language somebody speaks; the first that does counts. */
const LANGUAGE_TRAITS = ['language', 'locale', 'lang', '语言']

/**
 * What newcomers are told: the words of acquisition, or of the campaign whose code they scanned, filled with the names that
 * customer and corp know; and the hook of the code.
 */
export const welcomeWords =
  (links: Pick<LinkTracker, 'urlOf'>): WelcomesOf =>
  async (tx, { tenant }, newcomers) => {
    const ids = newcomers.map(({ customerId }) => customerId)
    const people = await wordsOf(tx, tenant, ids)
    const names = new Map((await associates(tx, tenant)).map(({ userid, name }) => [userid, name]))
    const asked = newcomers.map(({ customerId, userid, ...came }) => {
      const known = people.get(customerId)
      const name = known?.name
      return {
        ...came,
        customer: typeof name === 'string' ? name : '',
        associate: names.get(userid) ?? '',
        language: LANGUAGE_TRAITS.reduce(
          (found: WelcomeLanguage | null, key) => found ?? languageNamed(known?.[key]),
          null,
        ),
      }
    })
    const states = asked.map(({ state }) => state)
    const invites = await codesOfInvites(tx, tenant, states)
    const others = await welcomesOf(tx, tenant, { newcomers: asked, links })
    // Who comes by a friend's code hears the words of that campaign, where it has any.
    return asked.map((one, no) => {
      const words = invites.get(one.state)?.welcome
      return words
        ? { text: filled(words, one, tenant.name), link: undefined }
        : (others[no] ?? null)
    })
  }
