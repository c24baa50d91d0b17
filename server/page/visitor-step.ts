import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { nameContacts, nameVisitors } from './visitor-store.ts'

/** The line of the table of appliers that remembers whose browser it was that said something, or that WeCom named too early. */
export const visitorStep: ApplyStep = {
  name: 'visitor',
  on: 'any',
  async apply(tx, { tenant }, events) {
    const known = events.flatMap(({ source, customerId, customerNo, props: { visitor } }) =>
      source === 'page' && customerId !== null && typeof visitor === 'string'
        ? [{ visitorId: visitor, customerId, customerNo }]
        : [],
    )
    if (known.length > 0) await nameVisitors(tx, tenant, known)
    // WeCom knows its contacts before we do: they may have looked at a page already.
    const contacts = events.flatMap(({ name, customerId, customerNo, props }) =>
      name === 'follow.started' && customerId !== null && typeof props.external_userid === 'string'
        ? [{ externalUserid: props.external_userid, customerId, customerNo }]
        : [],
    )
    if (contacts.length > 0) await nameContacts(tx, tenant, contacts)
    return nothingApplied
  },
}
