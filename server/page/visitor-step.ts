import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { nameVisitors } from './visitor-store.ts'

/** The line of the table of appliers that remembers whose browser it was that said something. */
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
    return nothingApplied
  },
}
