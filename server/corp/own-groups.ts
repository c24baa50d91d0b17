import type { FailedChat, Group, GroupTransfer, Wecom } from '../../wecom/index.ts'
import { wireIdOf } from '../kernel/index.ts'
import { rowsOf, told } from './own-answer.ts'

type Own = (id: string) => string

/** Customer groups: which there are, posts for them, what newcomers are told, and whose they are. */
export function groupCalls(
  wecom: Wecom,
  own: Own,
): Pick<
  Wecom,
  | 'groups'
  | 'group'
  | 'addGroupTask'
  | 'addGroupWelcome'
  | 'editGroupWelcome'
  | 'deleteGroupWelcome'
  | 'transferGroups'
  | 'transferLeaversGroups'
> {
  const transferred = ({ chatIds, newOwner }: GroupTransfer): GroupTransfer => ({
    chatIds: chatIds.map(wireIdOf),
    newOwner: wireIdOf(newOwner),
  })
  const ownFailed = (rows: FailedChat[]) =>
    rows.map((row) => ({ ...row, chat_id: own(row.chat_id) }))
  return {
    groups: async ({ owners, ...filter } = {}, cursor) =>
      told(
        await wecom.groups(
          { ...filter, ...(owners ? { owners: owners.map(wireIdOf) } : {}) },
          cursor,
        ),
        rowsOf((row) => ({ ...row, chat_id: own(row.chat_id) })),
      ),
    group: async (chatId) =>
      told(await wecom.group(wireIdOf(chatId)), (group) => ownGroup(group, own)),
    addGroupTask: async ({ sender, chatIds, ...task }) =>
      told(
        await wecom.addGroupTask({
          ...task,
          sender: wireIdOf(sender),
          chatIds: chatIds.map(wireIdOf),
        }),
        (made) => ({ ...made, msgid: own(made.msgid), fail_list: made.fail_list.map(own) }),
      ),
    addGroupWelcome: async (welcome) => told(await wecom.addGroupWelcome(welcome), own),
    editGroupWelcome: ({ templateId, ...welcome }) =>
      wecom.editGroupWelcome({ ...welcome, templateId: wireIdOf(templateId) }),
    deleteGroupWelcome: (templateId) => wecom.deleteGroupWelcome(wireIdOf(templateId)),
    transferGroups: async (transfer) =>
      told(await wecom.transferGroups(transferred(transfer)), ownFailed),
    transferLeaversGroups: async (transfer) =>
      told(await wecom.transferLeaversGroups(transferred(transfer)), ownFailed),
  }
}

function ownGroup(group: Group, own: Own): Group {
  const ownPerson = <T extends { userid: string }>(one: T): T => ({
    ...one,
    userid: own(one.userid),
  })
  return {
    ...group,
    chat_id: own(group.chat_id),
    owner: own(group.owner),
    member_list: group.member_list.map(({ invitor, ...member }) => ({
      ...ownPerson(member),
      ...(invitor === undefined ? {} : { invitor: ownPerson(invitor) }),
    })),
    admin_list: group.admin_list.map(ownPerson),
  }
}
