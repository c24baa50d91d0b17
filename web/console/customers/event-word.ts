import { useText } from '../../ui/index.ts'
import { eventTexts } from './event-text.ts'

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
  'customer.untagged': 'event_untagged',
  'customer.changed': 'event_changed',
  'customer.imported': 'event_imported',
  'identity.merged': 'event_merged',
  'identity.unmerged': 'event_unmerged',
  'identity.conflicted': 'event_conflicted',
  'contact.added': 'event_contact_added',
  'contact.requested': 'event_contact_requested',
  'contact.changed': 'event_contact_changed',
  'contact.told': 'event_contact_told',
  'contact.removed': 'event_contact_removed',
  'contact.left': 'event_contact_left',
  'follow.started': 'event_follow_started',
  'follow.found': 'event_follow_found',
  'follow.requested': 'event_follow_requested',
  'follow.ended': 'event_follow_ended',
  'message.sent': 'event_message_sent',
  'message.opened': 'event_message_opened',
  'message.clicked': 'event_message_clicked',
  'message.replied': 'event_message_replied',
  'chat.answered': 'event_chat_answered',
  'message.failed': 'event_message_failed',
  'message.unknown': 'event_message_unknown',
  'link.opened': 'event_link_opened',
  'journey.entered': 'event_journey_entered',
  'journey.left': 'event_journey_left',
  'segment.entered': 'event_segment_entered',
  'segment.left': 'event_segment_left',
  'consent.given': 'event_consent_given',
  'consent.withdrawn': 'event_consent_withdrawn',
  'consent.undone': 'event_consent_undone',
  'group.member_joined': 'event_group_joined',
  'group.member_found': 'event_group_found',
  'group.member_left': 'event_group_left',
  'contact.transfer_failed': 'event_transfer_failed',
  'customer.handed_over': 'event_handed_over',
  'referral.joined': 'event_referral_joined',
  'referral.came': 'event_referral_came',
  'referral.brought': 'event_referral_brought',
  'referral.counted': 'event_referral_counted',
  'referral.friend_left': 'event_referral_left',
  'contact.archive_agreed': 'event_archive_agreed',
  'contact.archive_refused': 'event_archive_refused',
  'service.entered': 'event_service_entered',
  'acquisition_link.chat_started': 'event_link_chat',
  'acquisition_link.contact_left': 'event_link_left',
  'case.opened': 'event_case_opened',
  'reply.awaited': 'event_reply_awaited',
  'reply.ended': 'event_reply_ended',
  'case.solved': 'event_case_solved',
  'case.reopened': 'event_case_reopened',
  'case.closed': 'event_case_closed',
  'reward.granted': 'event_reward_granted',
  'reward.posted': 'event_reward_posted',
  'reward.frozen': 'event_reward_frozen',
  'reward.released': 'event_reward_released',
  'reward.cancelled': 'event_reward_cancelled',
  'reward.clawed_back': 'event_reward_clawed_back',
  'reward.expired': 'event_reward_expired',
  'reward.sent': 'event_reward_sent',
  'reward.awaiting': 'event_reward_awaiting',
  'reward.paid': 'event_reward_paid',
  'reward.returned': 'event_reward_returned',
  'subscription.started': 'event_subscription_started',
  'subscription.ended': 'event_subscription_ended',
  'official.subscribed': 'event_official_subscribed',
  'official.unsubscribed': 'event_official_unsubscribed',
  'official.scanned': 'event_official_scanned',
  'official.menu_pressed': 'event_official_menu_pressed',
  'official.link_opened': 'event_official_link_opened',
  'official.message_received': 'event_official_message_received',
  'official.follower_read': 'event_official_follower_read',
  'official.notice_finished': 'event_official_notice_finished',
  'Product Viewed': 'event_product_viewed',
  'Product Added': 'event_product_added',
  'Form Submitted': 'event_form',
  'form.submitted': 'event_form',
  'form.started': 'event_form_started',
  'flash_topic.joined': 'event_flash',
  'article.opened': 'event_article_opened',
  'article.read': 'event_article_read',
} as const

const known = new Map<string, (typeof words)[keyof typeof words]>(Object.entries(words))

/** What an event is called by people; a brand's own event keeps the name that it was sent with. */
export function useEventWord(): (name: string) => string {
  const t = useText(eventTexts)
  return (name) => {
    const key = known.get(name)
    return key === undefined ? name : t(key)
  }
}

/** What a source is called; a brand's own source keeps its name. */
export function useSourceWord(): (source: string) => string {
  const t = useText(eventTexts)
  return (source) => {
    if (source === 'wecom') return t('source_wecom')
    if (source === 'official') return t('source_official')
    if (source === 'page') return t('source_page')
    return source === OUR_SOURCE ? t('source_liuyuan') : source
  }
}

/** The source of events that the product itself tells. */
export const OUR_SOURCE = 'liuyuan'

/** What the filter of the timeline asks for. */
export const happenedGroups = {
  all: [],
  orders: ['order.created', 'order.paid', 'order.cancelled', 'order.refunded'],
  browse: [
    'page.viewed',
    'screen.viewed',
    'Product Viewed',
    'Product Added',
    'article.opened',
    'article.read',
  ],
  contact: [
    'follow.started',
    'follow.found',
    'follow.requested',
    'follow.ended',
    'subscription.started',
    'subscription.ended',
    'official.message_received',
    'message.sent',
    'message.opened',
    'message.clicked',
    'message.replied',
    'chat.answered',
    'message.failed',
    'consent.given',
    'consent.withdrawn',
    'journey.entered',
    'journey.left',
    'case.opened',
    'reply.awaited',
    'reply.ended',
    'case.solved',
    'case.reopened',
    'case.closed',
    'reward.granted',
    'reward.posted',
    'reward.frozen',
    'reward.released',
    'reward.cancelled',
    'reward.clawed_back',
    'reward.expired',
    'reward.sent',
    'reward.awaiting',
    'reward.paid',
    'reward.returned',
  ],
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
