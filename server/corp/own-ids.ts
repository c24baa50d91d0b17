import type { CorpTagGroup, MembersContact, Wecom } from '../../wecom/index.ts'
import { ownId, wireIdOf } from '../kernel/index.ts'
import { rowsOf, told } from './own-answer.ts'
import { groupCalls } from './own-groups.ts'
import { momentCalls } from './own-moments.ts'

/** The calls that the house makes. Every one of them takes and gives ids as they are called here (see kernel/company.ts). */
export type OwnWecom = Pick<
  Wecom,
  | 'app'
  | 'addContactWay'
  | 'addGroupTask'
  | 'addGroupWelcome'
  | 'agentTicket'
  | 'addCorpTags'
  | 'addMoment'
  | 'addMessageTask'
  | 'cancelMessageTask'
  | 'cancelMoment'
  | 'contact'
  | 'contactWay'
  | 'contactWays'
  | 'contactsOf'
  | 'contactsOfMembers'
  | 'corpTags'
  | 'deleteGroupWelcome'
  | 'departments'
  | 'editCorpTag'
  | 'editGroupWelcome'
  | 'followUsers'
  | 'group'
  | 'groups'
  | 'kfAccounts'
  | 'kfMessages'
  | 'jsapiTicket'
  | 'leaversTransferResults'
  | 'markTags'
  | 'messageTaskResults'
  | 'messageTaskStaff'
  | 'messageTasks'
  | 'momentJob'
  | 'momentPosters'
  | 'momentReactions'
  | 'momentViewers'
  | 'moments'
  | 'openidOfCustomer'
  | 'remark'
  | 'sendToStaff'
  | 'remindMessageTask'
  | 'sendWelcome'
  | 'transferCustomers'
  | 'transferGroups'
  | 'transferLeaversCustomers'
  | 'transferLeaversGroups'
  | 'transferResults'
  | 'unassigned'
  | 'updateCard'
  | 'updateContactWay'
  | 'uploadAttachment'
  | 'user'
  | 'visitor'
>

/** Speaks with a company in our ids. The first company's are WeCom's own, so that there is nothing to translate. */
export function inOwnIds(wecom: Wecom, company: string): OwnWecom {
  if (company === '') return wecom
  const own = (id: string) => ownId(company, id)
  return {
    // No ids within these.
    app: wecom.app,
    agentTicket: wecom.agentTicket,
    jsapiTicket: wecom.jsapiTicket,
    departments: wecom.departments,
    sendWelcome: wecom.sendWelcome,
    uploadAttachment: wecom.uploadAttachment,
    ...peopleCalls(wecom, own),
    ...groupCalls(wecom, own),
    ...serviceCalls(wecom, own),
    ...tagCalls(wecom, own),
    ...wayCalls(wecom, own),
    ...taskCalls(wecom, own),
    ...momentCalls(wecom, own),
    ...staffCalls(wecom),
    ...transferCalls(wecom, own),
  }
}

type Own = (id: string) => string
type Of<Names extends keyof OwnWecom> = Pick<OwnWecom, Names>

function peopleCalls(
  wecom: Wecom,
  own: Own,
): Of<
  | 'followUsers'
  | 'user'
  | 'visitor'
  | 'contactsOf'
  | 'contact'
  | 'contactsOfMembers'
  | 'openidOfCustomer'
  | 'remark'
  | 'unassigned'
> {
  return {
    // An openid is of the company's own app and stands in no id of ours.
    openidOfCustomer: (externalUserId) => wecom.openidOfCustomer(wireIdOf(externalUserId)),
    followUsers: async () => told(await wecom.followUsers(), (ids) => ids.map(own)),
    user: async (userid) =>
      told(await wecom.user(wireIdOf(userid)), (user) => ({ ...user, userid: own(user.userid) })),
    remark: ({ userid, externalUserId, ...words }) =>
      wecom.remark({
        ...words,
        userid: wireIdOf(userid),
        externalUserId: wireIdOf(externalUserId),
      }),
    visitor: async (code) =>
      told(await wecom.visitor(code), ({ userid, external_userid: contact, ...visitor }) => ({
        ...visitor,
        ...(userid === undefined ? {} : { userid: own(userid) }),
        ...(contact === undefined ? {} : { external_userid: own(contact) }),
      })),
    contactsOf: async (userid) =>
      told(await wecom.contactsOf(wireIdOf(userid)), (ids) => ids.map(own)),
    contact: async (id, cursor) =>
      told(await wecom.contact(wireIdOf(id), cursor), (contact) => ({
        ...contact,
        external_contact: ownContact(contact.external_contact, own),
        follow_user: contact.follow_user.map(({ userid, tags, ...follow }) => ({
          ...follow,
          userid: own(userid),
          tags: tags.map((tag) =>
            tag.tag_id === undefined ? tag : { ...tag, tag_id: own(tag.tag_id) },
          ),
        })),
      })),
    contactsOfMembers: async (userids, cursor) =>
      told(
        await wecom.contactsOfMembers(userids.map(wireIdOf), cursor),
        rowsOf((row: MembersContact) => ({
          ...row,
          external_contact: ownContact(row.external_contact, own),
          follow_info: {
            ...row.follow_info,
            userid: own(row.follow_info.userid),
            tag_id: row.follow_info.tag_id.map(own),
          },
        })),
      ),
    unassigned: async (cursor) =>
      told(
        await wecom.unassigned(cursor),
        rowsOf((row) => ({
          ...row,
          handover_userid: own(row.handover_userid),
          external_userid: own(row.external_userid),
        })),
      ),
  }
}

function ownContact<T extends { external_userid: string }>(contact: T, own: Own): T {
  return { ...contact, external_userid: own(contact.external_userid) }
}

/** Who stands within a message is told apart by whoever reads it: it knows the account's company. */
function serviceCalls(wecom: Wecom, own: Own): Of<'kfAccounts' | 'kfMessages'> {
  return {
    kfAccounts: async (offset) =>
      told(await wecom.kfAccounts(offset), (accounts) =>
        accounts.map((account) => ({ ...account, open_kfid: own(account.open_kfid) })),
      ),
    kfMessages: ({ openKfid, ...from }) =>
      wecom.kfMessages({ ...from, openKfid: wireIdOf(openKfid) }),
  }
}

function tagCalls(
  wecom: Wecom,
  own: Own,
): Of<'corpTags' | 'addCorpTags' | 'editCorpTag' | 'markTags'> {
  const ownTags = (group: CorpTagGroup) => ({
    ...group,
    group_id: own(group.group_id),
    tag: group.tag.map((tag) => ({ ...tag, id: own(tag.id) })),
  })
  return {
    corpTags: async (groupIds = []) =>
      told(await wecom.corpTags(groupIds.map(wireIdOf)), (groups) => groups.map(ownTags)),
    addCorpTags: async ({ groupId, ...group }) =>
      told(
        await wecom.addCorpTags({
          ...group,
          ...(groupId === undefined ? {} : { groupId: wireIdOf(groupId) }),
        }),
        ownTags,
      ),
    editCorpTag: ({ id, ...change }) => wecom.editCorpTag({ ...change, id: wireIdOf(id) }),
    markTags: ({ userid, externalUserId, add, remove }) =>
      wecom.markTags({
        userid: wireIdOf(userid),
        externalUserId: wireIdOf(externalUserId),
        add: add.map(wireIdOf),
        remove: remove.map(wireIdOf),
      }),
  }
}

function wayCalls(
  wecom: Wecom,
  own: Own,
): Of<'addContactWay' | 'contactWay' | 'contactWays' | 'updateContactWay'> {
  return {
    addContactWay: async ({ userids, ...way }) =>
      told(await wecom.addContactWay({ ...way, userids: userids.map(wireIdOf) }), (made) => ({
        ...made,
        config_id: own(made.config_id),
      })),
    contactWay: async (configId) =>
      told(await wecom.contactWay(wireIdOf(configId)), (way) => ({
        ...way,
        config_id: own(way.config_id),
        user: way.user.map(own),
      })),
    contactWays: async (span) => told(await wecom.contactWays(span), rowsOf(own)),
    updateContactWay: ({ configId, userids, ...way }) =>
      wecom.updateContactWay({
        ...way,
        configId: wireIdOf(configId),
        userids: userids.map(wireIdOf),
      }),
  }
}

function taskCalls(
  wecom: Wecom,
  own: Own,
): Of<
  | 'addMessageTask'
  | 'messageTasks'
  | 'messageTaskStaff'
  | 'messageTaskResults'
  | 'cancelMessageTask'
  | 'remindMessageTask'
> {
  return {
    addMessageTask: async ({ sender, externalUserIds, ...task }) =>
      told(
        await wecom.addMessageTask({
          ...task,
          sender: wireIdOf(sender),
          externalUserIds: externalUserIds.map(wireIdOf),
        }),
        (made) => ({ ...made, msgid: own(made.msgid), fail_list: made.fail_list.map(own) }),
      ),
    messageTasks: async (span) =>
      told(
        await wecom.messageTasks(span),
        rowsOf((task) => ({ ...task, msgid: own(task.msgid) })),
      ),
    messageTaskStaff: async (msgid, cursor) =>
      told(
        await wecom.messageTaskStaff(wireIdOf(msgid), cursor),
        rowsOf((row) => ({ ...row, userid: own(row.userid) })),
      ),
    messageTaskResults: async (msgid, userid, cursor) =>
      told(
        await wecom.messageTaskResults(wireIdOf(msgid), wireIdOf(userid), cursor),
        rowsOf((row) => ({
          ...row,
          userid: own(row.userid),
          // Empty for a group.
          external_userid: row.external_userid === '' ? '' : own(row.external_userid),
          ...(row.chat_id === undefined ? {} : { chat_id: own(row.chat_id) }),
        })),
      ),
    cancelMessageTask: (msgid) => wecom.cancelMessageTask(wireIdOf(msgid)),
    remindMessageTask: (msgid) => wecom.remindMessageTask(wireIdOf(msgid)),
  }
}

/** Members are named as WeCom knows them; what it answers about them is for people to read. */
function staffCalls(wecom: Wecom): Of<'sendToStaff' | 'updateCard'> {
  return {
    sendToStaff: ({ to, ...message }) =>
      wecom.sendToStaff({
        ...message,
        to: 'everybody' in to ? to : { ...to, userids: (to.userids ?? []).map(wireIdOf) },
      }),
    updateCard: ({ userids, ...change }) =>
      wecom.updateCard({ ...change, ...(userids ? { userids: userids.map(wireIdOf) } : {}) }),
  }
}

function transferCalls(
  wecom: Wecom,
  own: Own,
): Of<
  'transferCustomers' | 'transferLeaversCustomers' | 'transferResults' | 'leaversTransferResults'
> {
  const pairOf = ({ from, to }: { from: string; to: string }) => ({
    from: wireIdOf(from),
    to: wireIdOf(to),
  })
  const ownContacts = <T extends { external_userid: string }>(rows: T[]) =>
    rows.map((row) => ownContact(row, own))
  return {
    transferCustomers: async ({ externalUserIds, message, ...pair }) =>
      told(
        await wecom.transferCustomers({
          ...pairOf(pair),
          externalUserIds: externalUserIds.map(wireIdOf),
          ...(message === undefined ? {} : { message }),
        }),
        ownContacts,
      ),
    transferLeaversCustomers: async ({ externalUserIds, ...pair }) =>
      told(
        await wecom.transferLeaversCustomers({
          ...pairOf(pair),
          externalUserIds: externalUserIds.map(wireIdOf),
        }),
        ownContacts,
      ),
    transferResults: async (pair, cursor) =>
      told(
        await wecom.transferResults(pairOf(pair), cursor),
        rowsOf((row) => ownContact(row, own)),
      ),
    leaversTransferResults: async (pair, cursor) =>
      told(
        await wecom.leaversTransferResults(pairOf(pair), cursor),
        rowsOf((row) => ownContact(row, own)),
      ),
  }
}
