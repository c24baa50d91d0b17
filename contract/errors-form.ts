/** Errors of forms and flash topics (room `form`). */
export const formErrors = {
  form_changed: {
    status: 409,
    zh: '这份表单刚被别人改过。请刷新，在最新的上面继续。',
    en: 'Somebody has just changed this form. Refresh, and go on with the newest.',
  },
  form_unfinished: {
    status: 409,
    zh: '还不能发布：题目里有要补上的地方（{code}）。请照编辑页右侧的提示补好再发布。',
    en: 'This cannot be published yet: something has to be mended ({code}). The editor says what, beside the question.',
  },
  page_unreachable: {
    status: 409,
    zh: '顾客的手机还打不开这里的页面：没有设置对外网址。请管理员在启动时设置 PUBLIC_URL，再来取二维码。',
    en: 'A customer’s phone cannot open pages of this installation yet: it has no public address. Ask the administrator to set PUBLIC_URL, then come back for the code.',
  },
  flash_started: {
    status: 409,
    zh: '这个快闪已经有人参加，题目和选项不能再改。要换题目，请另建一个；时间还可以改。',
    en: 'People have taken part in this flash topic, so what it asks stays. Make another one for other choices; its time may still be changed.',
  },
  flash_tag: {
    status: 400,
    zh: '有一个选项的标签不存在或已停用。请换一个标签再保存。',
    en: 'The tag of one of the choices is not there, or is given no more. Choose another one and save again.',
  },
} as const
