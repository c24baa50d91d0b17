/** What a person is told when letters cannot leave; part of `errors`. `{said}`: the mail server's own words. */
export const mailErrors = {
  mail_not_set: {
    status: 409,
    zh: '还没有设置发信邮箱。请先在「设置 · 邮件」里填好。',
    en: 'No mailbox is set yet. Fill it in under Settings, E-mail first.',
  },
  mail_needs_password: {
    status: 422,
    zh: '请填写邮箱的密码（多数邮箱是「授权码」）。换了服务器或账号，要重新填。',
    en: 'Give the password of the mailbox (often an “app password”). It is needed again when the server or the login changes.',
  },
  mail_fenced: {
    status: 409,
    zh: '这套系统是一份副本，已经锁定，不会发出任何东西。请先在页面顶部解除锁定。',
    en: 'This installation is a fenced copy and sends nothing. Release it in the notice at the top first.',
  },
  mail_internal: {
    status: 422,
    zh: '邮件服务器 {said} 在内网、没有加密，或用了不常见的端口。如果确实是自己的服务器，请管理员先写进 WEBHOOK_INTERNAL_HOSTS。',
    en: 'The mail server {said} is inside a private network, does without TLS, or uses an uncommon port. If it is yours, an administrator first names it in WEBHOOK_INTERNAL_HOSTS.',
  },
  mail_unreachable: {
    status: 502,
    zh: '连不上邮件服务器（{said}）。请核对服务器地址、端口和加密方式。',
    en: 'The mail server cannot be reached ({said}). Check host, port and encryption.',
  },
  mail_certificate: {
    status: 502,
    zh: '邮件服务器的证书不可信（{said}）。请核对服务器地址，或换成它证书上的名字。',
    en: 'The certificate of the mail server is not trusted ({said}). Check the host, or use the name on its certificate.',
  },
  mail_login: {
    status: 422,
    zh: '邮件服务器不认这个账号和密码（{said}）。多数邮箱要用「授权码」而不是登录密码。',
    en: 'The mail server refused login and password ({said}). Many need an “app password” instead of the one you sign in with.',
  },
  mail_address: {
    status: 422,
    zh: '邮件服务器说没有这个收件人（{said}）。请换一个收件地址再试。',
    en: 'The mail server says that there is no such recipient ({said}). Try another address.',
  },
  mail_later: {
    status: 503,
    zh: '邮件服务器请我们晚点再试（{said}）。请几分钟后再测试。',
    en: 'The mail server asks us to come later ({said}). Test again in a few minutes.',
  },
  mail_refused: {
    status: 422,
    zh: '邮件服务器拒收（{said}）。常见原因：发件地址不是这个账号的地址。',
    en: 'The mail server refused the letter ({said}). Often the sender’s address is not that of the login.',
  },
  mail_unclear: {
    status: 504,
    zh: '邮件服务器没有说清楚收下没有（{said}）。请看一眼收件箱，没有再测试一次。',
    en: 'The mail server did not say whether it took the letter ({said}). Look into the inbox; test again if it is not there.',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>
