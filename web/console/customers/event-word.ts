import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const words = {
  'order.created': 'event_order_created',
  'order.paid': 'event_order_paid',
  'order.cancelled': 'event_order_cancelled',
  'order.refunded': 'event_order_refunded',
  'order.recorded': 'event_recorded',
  'page.viewed': 'event_page_viewed',
  'screen.viewed': 'event_screen_viewed',
  identify: 'event_identify',
  'customer.tagged': 'event_tagged',
  'customer.imported': 'event_imported',
  'identity.merged': 'event_merged',
  'identity.unmerged': 'event_unmerged',
  'identity.conflicted': 'event_conflicted',
  'Product Viewed': 'event_product_viewed',
  'Product Added': 'event_product_added',
} as const

const known = new Map<string, (typeof words)[keyof typeof words]>(Object.entries(words))

/** What an event is called by people; a brand's own event keeps the name that it was sent with. */
export function useEventWord(): (name: string) => string {
  const t = useText(texts)
  return (name) => {
    const key = known.get(name)
    return key === undefined ? name : t(key)
  }
}

/** What the filter of the timeline asks for. */
export const happenedGroups = {
  all: [],
  orders: ['order.created', 'order.paid', 'order.cancelled', 'order.refunded'],
  browse: ['page.viewed', 'screen.viewed', 'Product Viewed', 'Product Added'],
  identity: [
    'identify',
    'customer.tagged',
    'customer.imported',
    'identity.merged',
    'identity.unmerged',
    'identity.conflicted',
  ],
} as const
export type HappenedGroup = keyof typeof happenedGroups
