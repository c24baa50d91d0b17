import { acquisitionErrors } from './errors-acquisition.ts'
import { campaignErrors } from './errors-campaign.ts'
import { careErrors } from './errors-care.ts'
import { corpErrors } from './errors-corp.ts'
import { formErrors } from './errors-form.ts'
import { handoverErrors } from './errors-handover.ts'
import { journeyErrors } from './errors-journey.ts'
import { mailErrors } from './errors-mail.ts'
import { officialErrors } from './errors-official.ts'
import { pageErrors } from './errors-page.ts'
import { posterErrors } from './errors-poster.ts'
import { productErrors } from './errors-product.ts'
import { readingErrors } from './errors-reading.ts'
import { referralErrors } from './errors-referral.ts'
import { rewardErrors } from './errors-reward.ts'
import { smsErrors } from './errors-sms.ts'
import { taskErrors } from './errors-task.ts'

/**
 * Every error that a person can see: its HTTP status and what to do next, in Chinese and English. `{name}` is filled
 * from the problem's parameters. Rooms add theirs here; the code is the stable name that programs may rely on.
 */
export const errors = {
  bad_request: {
    status: 400,
    zh: '请求里有不对的地方：{detail}。请修改后再试。',
    en: 'Something in the request is not right: {detail}. Correct it and try again.',
  },
  not_signed_in: {
    status: 401,
    zh: '请先登录。',
    en: 'Please sign in first.',
  },
  wrong_login: {
    status: 401,
    zh: '账号或密码不对。请检查后再试。',
    en: 'The login or the password is not right. Check them and try again.',
  },
  login_taken: {
    status: 409,
    zh: '账号 {login} 已经有人用了。请换一个。',
    en: 'The login {login} is taken. Choose another.',
  },
  last_owner: {
    status: 409,
    zh: '至少要留一位能登录的管理员。请先让另一位同事成为管理员。',
    en: 'At least one owner has to be able to sign in. Make somebody else an owner first.',
  },
  wrong_setup_token: {
    status: 401,
    zh: '初始化口令不对。它写在终端的启动信息里，也在 data/run/setup-token 文件里。',
    en: 'The setup token is not right. It stands in the terminal where the server started and in data/run/setup-token.',
  },
  forbidden: {
    status: 403,
    zh: '你没有做这件事的权限。请联系管理员开通。',
    en: 'You may not do this. An administrator can grant it.',
  },
  foreign_origin: {
    status: 403,
    zh: '请求来自别的网站，已拒绝。请在控制台里操作。',
    en: 'The request came from another site and was refused. Use the console.',
  },
  not_found: {
    status: 404,
    zh: '没有找到。它可能已被删除，或者不属于这个工作区。',
    en: 'Not found. It may have been deleted, or it does not belong to this workspace.',
  },
  conflict: {
    status: 409,
    zh: '内容刚被别人改过。请刷新后再试。',
    en: 'Somebody else has just changed this. Refresh and try again.',
  },
  same_person: {
    status: 409,
    zh: '这两位已经是同一个人了，不用再合并。请刷新页面看最新的资料。',
    en: 'These two already are one person. Refresh to see them together.',
  },
  merge_undone: {
    status: 409,
    zh: '这次合并已经撤销过了。请刷新页面看最新的资料。',
    en: 'This merge was undone before. Refresh to see how things stand.',
  },
  conflict_resolved: {
    status: 409,
    zh: '这条身份冲突已经有人处理了。请看下一条。',
    en: 'Somebody has decided on this conflict already. Go on with the next one.',
  },
  tag_name_taken: {
    status: 409,
    zh: '已经有叫「{name}」的了。请换一个名字，或直接用已有的那个。',
    en: 'There is one called “{name}” already. Choose another name, or use the one that is there.',
  },
  idempotency_mismatch: {
    status: 409,
    zh: '这个 Idempotency-Key 已经用于另一个内容不同的请求。请换一个新的。',
    en: 'This Idempotency-Key was used for a request with another body. Use a new key.',
  },
  unknown_write_key: {
    status: 401,
    zh: '没有这个写入密钥，或者它已停用。请在「设置 · 开发者」里核对。',
    en: 'There is no such write key, or it was revoked. Compare it with Settings, Developers.',
  },
  unreadable_text: {
    status: 400,
    zh: '内容里的变量写得不对（例如少了一半花括号）。请改好再保存。',
    en: 'A variable in the text is not written right (half a brace is missing, say). Mend it and save again.',
  },
  sidebar_not_allowed: {
    status: 401,
    zh: '请从企业微信里客户聊天的侧边栏打开这个页面。',
    en: 'Open this page from the sidebar of a customer chat in WeCom.',
  },
  not_your_customer: {
    status: 404,
    zh: '这位客户不在你的好友里，或者还没有同步过来。过一会儿再打开看看。',
    en: 'This customer is not among your contacts, or is not synced yet. Open this again in a moment.',
  },
  may_not_send: {
    status: 409,
    zh: '现在不能给这位客户发这条内容：防打扰规则不允许。',
    en: 'This cannot be sent to the customer now: the contact policy does not allow it.',
  },
  event_field_unreadable: {
    status: 400,
    zh: '「{field}」要是文字或数字，收到的却是 {found}。请让发送方改好，再发一次（换一个 messageId），然后放弃这一条；原样重放不会成功。',
    en: '“{field}” has to be a text or a number, but {found} came. Let the sender correct it and send it anew with another messageId. Discard this one: as it is, replaying cannot help.',
  },
  not_json: {
    status: 400,
    zh: '请求内容不是 JSON。请检查发送方。',
    en: 'The body is not JSON. Check the sender.',
  },
  file_empty: {
    status: 400,
    zh: '文件是空的。请检查导出是否成功。',
    en: 'The file is empty. Check whether its export succeeded.',
  },
  file_not_text: {
    status: 400,
    zh: '这不是 CSV 文本文件。如果是 Excel 文件，请先另存为 CSV。',
    en: 'This is not a CSV text file. Save an Excel workbook as CSV first.',
  },
  file_without_rows: {
    status: 400,
    zh: '文件里只有表头，没有数据。',
    en: 'The file holds a header and no rows.',
  },
  file_too_wide: {
    status: 400,
    zh: '文件有 {found} 列，最多 {limit} 列。请检查分隔符，或只导出需要的列。',
    en: 'The file has {found} columns; at most {limit} can be read. Check its delimiter, or export only the columns you need.',
  },
  import_wrong_state: {
    status: 409,
    zh: '这次导入现在不能这样做。请刷新后再看。',
    en: 'This cannot be done with the import as it stands now. Refresh and look again.',
  },
  import_mapping: {
    status: 400,
    zh: '列的对应还不完整：{detail}。请在控制台的「导入」里逐列指定。',
    en: 'The columns are not fully assigned: {detail}. Assign them one by one in the console under Import.',
  },
  import_changed_later: {
    status: 409,
    zh: '第 {no} 次导入之后又改过其中的订单。请先撤销第 {no} 次导入。',
    en: 'Import {no} changed some of these orders afterwards. Undo import {no} first.',
  },
  import_confirm: {
    status: 400,
    zh: '输入的编号与这次导入不符。请输入 {no} 来确认撤销。',
    en: 'The number does not match this import. Type {no} to confirm the undo.',
  },
  control_reason: {
    status: 400,
    zh: '不留对照组，就没法证明有没有效。确实不留的话，请写明原因。',
    en: 'Without a control group nothing can be proved. If you want none, say why.',
  },
  journey_changed: {
    status: 409,
    zh: '这个 SOP 刚被别人改过。请刷新，看过新的内容后再改。',
    en: 'Somebody else has just changed this SOP. Refresh, look at it, and change it again.',
  },
  journey_not_ready: {
    status: 409,
    zh: '这个 SOP 还不能启动：有 {count} 处要改。请在编辑页里按提示改好。',
    en: 'This SOP cannot be launched yet: {count} things need mending. The editor says which.',
  },
  journey_grown: {
    status: 409,
    zh: '你看到的是 {seen} 人，现在已经是 {now} 人了。请重新检查一遍再启动。',
    en: 'You saw {seen} people; by now they are {now}. Check again before you launch.',
  },
  journey_needs_approval: {
    status: 409,
    zh: '这次要发给 {audience} 人，超过了一个人可以决定的 {limit} 人。请在「检查并启动」里申请，由另一位同事批准。',
    en: 'This reaches {audience} people; one person may decide on {limit}. Ask for approval when you launch, and let somebody else approve it.',
  },
  own_approval: {
    status: 403,
    zh: '自己提的申请不能自己批准。请另一位能启动 SOP 的同事来批准。',
    en: 'Nobody approves what they asked for themselves. Somebody else who may launch SOPs has to.',
  },
  approval_asked: {
    status: 409,
    zh: '这个 SOP 已经有一份申请在等批准。要改的话，先撤回它。',
    en: 'A launch of this SOP is waiting for approval already. Take that request back first.',
  },
  approval_decided: {
    status: 409,
    zh: '这份申请已经有了结果，或者被撤回了。请刷新看最新的列表。',
    en: 'This request was decided on or taken back already. Refresh to see the list as it stands.',
  },
  journey_not_running: {
    status: 409,
    zh: '这个 SOP 现在没有在运行，不能这样做。请刷新看它的状态。',
    en: 'This SOP is not running, so this cannot be done. Refresh to see how it stands.',
  },
  journey_ended: {
    status: 409,
    zh: '这个 SOP 已经结束了。要再用的话，请复制一份。',
    en: 'This SOP has ended. To use it again, make a copy.',
  },
  journey_launched: {
    status: 409,
    zh: '启动过的 SOP 不能删除，因为有人走过它。请改用「结束」。',
    en: 'An SOP that was launched cannot be deleted, because people went through it. End it instead.',
  },
  journey_confirm: {
    status: 400,
    zh: '输入的名称与这个 SOP 不符。请输入「{name}」来确认结束。',
    en: 'The name does not match this SOP. Type “{name}” to confirm its end.',
  },
  wecom_account_taken: {
    status: 409,
    zh: '这个企业微信账号已经是另一位同事的了。一个账号只能给一个人：先从那位同事那里取下。',
    en: 'This WeCom account is another colleague’s. One account is one person’s: take it from them first.',
  },
  tag_in_wecom: {
    status: 409,
    zh: '这个标签和企业微信是同一个，在这里停用会把它从所有客户身上去掉。请在企业微信管理后台「客户联系 · 企业标签」里删除，这里会随后自动停用。',
    en: 'This tag is one with WeCom’s; archiving it here would take it from all customers. Delete it in WeCom’s admin console under corp tags; it is archived here soon after.',
  },
  ...acquisitionErrors,
  ...campaignErrors,
  ...careErrors,
  ...corpErrors,
  ...formErrors,
  ...handoverErrors,
  state_taken: {
    status: 409,
    zh: '渠道参数「{state}」已经用过了。每个渠道活码的参数只能用一次，请换一个。',
    en: 'The parameter “{state}” was used before. Every code needs one of its own.',
  },
  callback_refused: {
    status: 403,
    zh: '这个回调没有通过验证。原因写在「设置 · 企业微信」里。',
    en: 'This callback was not believed. The reason stands in Settings, WeCom.',
  },
  policy_changed: {
    status: 409,
    zh: '规则刚被别人改过。请刷新，看过新的规则后再改。',
    en: 'Somebody else has just changed these rules. Refresh, look at them, and change them again.',
  },
  task_decided: {
    status: 409,
    zh: '这条任务已经处理过，或者已经过期了。请刷新看最新的列表。',
    en: 'This task was decided on before, or its time is over. Refresh to see the list as it stands.',
  },
  verdict_given: {
    status: 409,
    zh: '这次发送已经有人核实过了。请看下一条。',
    en: 'Somebody has decided on this message already. Go on with the next one.',
  },
  too_late_to_send: {
    status: 409,
    zh: '已经过了最晚发送时间，不能再发。请选择「已经发出」或「放弃」。',
    en: 'The latest time for sending is over, so it cannot be sent any more. Say that it was sent, or drop it.',
  },
  not_fenced: {
    status: 409,
    zh: '这套系统没有被锁定，可以正常发送。',
    en: 'This installation is not fenced; messages are leaving as they should.',
  },
  not_a_carrier: {
    status: 400,
    zh: '没有「{subject}」这种发送方式。请从列表里选择。',
    en: 'There is no way of sending called “{subject}”. Choose one of the list.',
  },
  ...journeyErrors,
  ...mailErrors,
  ...officialErrors,
  ...rewardErrors,
  ...pageErrors,
  ...posterErrors,
  ...productErrors,
  ...readingErrors,
  ...referralErrors,
  ...smsErrors,
  ...taskErrors,
  segment_name_taken: {
    status: 409,
    zh: '已经有叫「{name}」的人群了。请换一个名字，或直接用已有的那个。',
    en: 'There is a segment called “{name}” already. Choose another name, or use the one that is there.',
  },
  segment_unknown_ref: {
    status: 404,
    zh: '条件 {node} 用到的内容已经不在了。请在这个条件里重新选择。',
    en: 'What condition {node} refers to is not there any more. Choose again in that condition.',
  },
  segment_circle: {
    status: 409,
    zh: '条件 {node} 引用的人群「{name}」又引用了这个人群，成了循环。请换一个人群。',
    en: 'Condition {node} refers to the segment “{name}”, which refers back to this one. Choose another segment.',
  },
  segment_too_large: {
    status: 400,
    zh: '条件 {node} 处超出了上限：最多 {depth} 层、{conditions} 个条件。请把一部分另存为人群，再引用它。',
    en: 'Condition {node} is beyond the limit of {depth} levels and {conditions} conditions. Save a part as a segment of its own and refer to it.',
  },
  segment_used: {
    status: 409,
    zh: '还被 {count} 处使用：{places}。请先在那里换掉它，再归档。',
    en: 'Still in use ({count}): {places}. Replace it there, then archive it.',
  },
  segment_preview_slow: {
    status: 503,
    zh: '在 {seconds} 秒里没有数完：历史太多，或条件太宽。可以缩短时间范围、先去掉几个条件再看；也可以直接「保存并启用」，后台会慢慢算完，不受这个时限。',
    en: 'Not counted within {seconds} seconds: there is too much history, or the conditions are too wide. Shorten the time, or take some conditions away and look again; or save and go live, and it is counted in the background without this limit.',
  },
  segment_archived: {
    status: 409,
    zh: '这个人群已经归档，不能修改。请先恢复。',
    en: 'This segment is archived and cannot be changed. Bring it back first.',
  },
  too_large: {
    status: 413,
    zh: '内容太大，上限是 {limit}。请分批提交。',
    en: 'The content is too large; the limit is {limit}. Send it in parts.',
  },
  webhook_not_https: {
    status: 422,
    zh: '请填写以 https:// 开头的地址。公司内网的地址不用 https，但要请管理员先写进 WEBHOOK_INTERNAL_HOSTS。',
    en: 'Give an address that begins with https://. One inside your own network needs no https, but an administrator first names it in WEBHOOK_INTERNAL_HOSTS.',
  },
  webhook_has_login: {
    status: 422,
    zh: '地址里不能带用户名和密码。每条推送都有签名，请用签名核对。',
    en: 'The address must not carry a user name or password. Every message is signed; check the signature instead.',
  },
  webhook_internal: {
    status: 422,
    zh: '这个地址指向内网。如果确实是自己的系统，请管理员先写进 WEBHOOK_INTERNAL_HOSTS。',
    en: 'This address leads into a private network. If it is a system of yours, an administrator first names it in WEBHOOK_INTERNAL_HOSTS.',
  },
  webhook_too_many: {
    status: 409,
    zh: '最多 {max} 个接收地址。请先删掉不用的。',
    en: 'There are at most {max} addresses. Delete one that is not used first.',
  },
  webhook_stopped: {
    status: 409,
    zh: '这个接收地址已经停用。请先启用，再发送。',
    en: 'This address is stopped. Start it again, then send.',
  },
  too_many: {
    status: 429,
    zh: '太频繁了，请在 {seconds} 秒后再试。',
    en: 'Too many requests. Try again in {seconds} seconds.',
  },
  unavailable: {
    status: 503,
    zh: '{part}暂时没有回应，正在恢复。数据不会丢失，请稍后再试。',
    en: '{part} is not answering and is being restored. Nothing is lost; try again shortly.',
  },
  broken: {
    status: 500,
    zh: '出了意外，我们已经记下。请把请求编号发给管理员。',
    en: 'Something unexpected happened and was recorded. Give the request id to your administrator.',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>

export type ErrorCode = keyof typeof errors

/** The text of an error with its parameters filled in. */
export function errorText(
  code: ErrorCode,
  language: 'zh' | 'en',
  params: Record<string, string | number>,
): string {
  return errors[code][language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  )
}
