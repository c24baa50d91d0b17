/**
 * Every event that WeCom documents besides contacts and tags (documents 92130, 97299, 95039, 96219, 94670, 90970, 90240), by
 * its `Event` and `ChangeType`, and what it is called here. What is not on the list is kept under WeCom's own name.
 */
const names: Record<string, Record<string, string>> = {
  change_external_contact: {
    transfer_fail: 'contact.transfer_failed',
    msg_audit_approved: 'contact.archive_agreed',
  },
  change_external_chat: {
    create: 'group_chat.created',
    update: 'group_chat.changed',
    dismiss: 'group_chat.dismissed',
  },
  customer_acquisition: {
    balance_low: 'acquisition_balance.low',
    balance_exhausted: 'acquisition_balance.exhausted',
    balance_increased: 'acquisition_balance.increased',
    quota_expire_soon: 'acquisition_balance.expiring',
    link_unavailable: 'acquisition_link.unavailable',
    delete_link: 'acquisition_link.deleted',
    open_profile: 'acquisition_link.opened',
    friend_request: 'acquisition_link.requested',
    customer_start_chat: 'acquisition_link.chat_started',
    message_from_customer: 'acquisition_link.message_received',
    del_follow_user: 'acquisition_link.contact_left',
  },
  change_contact: {
    create_user: 'directory.staff_added',
    update_user: 'directory.staff_changed',
    delete_user: 'directory.staff_removed',
    create_party: 'directory.department_added',
    update_party: 'directory.department_changed',
    delete_party: 'directory.department_removed',
    update_tag: 'directory.staff_tag_changed',
  },
  msgaudit_notify: { '': 'chat_archive.waiting' },
  upload_media_job_finish: { '': 'media_job.finished' },
  kf_msg_or_event: { '': 'service_message.waiting' },
  kf_account_auth_change: { '': 'service_account.changed' },
  subscribe: { '': 'app.staff_joined' },
  unsubscribe: { '': 'app.staff_left' },
  enter_agent: { '': 'app.entered' },
  click: { '': 'app.menu_pressed' },
  view: { '': 'app.link_opened' },
  view_miniprogram: { '': 'app.program_opened' },
  LOCATION: { '': 'app.location_told' },
  scancode_push: { '': 'app.code_scanned' },
  scancode_waitmsg: { '': 'app.code_scanned' },
  template_card_event: { '': 'app.card_pressed' },
  template_card_menu_event: { '': 'app.card_menu_pressed' },
  batch_job_result: { '': 'app.job_finished' },
  inactive_alert: { '': 'app.inactivity_warned' },
  close_inactive_agent: { '': 'app.closed' },
  reopen_inactive_agent: { '': 'app.reopened' },
  low_active_alert: { '': 'app.inactivity_warned' },
  low_active: { '': 'app.inactive' },
  active_restored: { '': 'app.active_again' },
}

/** @returns our name, or null for what WeCom does not document. */
export function callbackName(event: string, changeType: string): string | null {
  return names[event]?.[changeType] ?? null
}
