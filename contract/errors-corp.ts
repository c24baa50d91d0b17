/** What a person can see of errors about a connection to WeCom (see errors.ts). */
export const corpErrors = {
  corp_not_connected: {
    status: 409,
    zh: '还没有连接企业微信。请先在「设置 · 企业微信」里连接。',
    en: 'WeCom is not connected yet. Connect it in Settings, WeCom.',
  },
  corp_connected_before: {
    status: 409,
    zh: '这个企业已经连接了。要换 Secret，请打开它，点「更换 Secret」。',
    en: 'This company is connected already. To change its secret, open it and choose “Change secret”.',
  },
  corp_name_taken: {
    status: 409,
    zh: '另一个企业已经叫这个名字。请换一个，免得分不清。',
    en: 'Another company has this name. Take another one, so that they can be told apart.',
  },
  corps_too_many: {
    status: 409,
    zh: '一个工作区最多连接 {most} 个企业（断开的也算）。更多的企业请另建工作区。',
    en: 'A workspace connects {most} companies at most, disconnected ones included. Use another workspace for more.',
  },
  several_corps: {
    status: 400,
    zh: '一个活码只能用同一个企业的导购。请只选一个企业的导购，另一个企业另建一个活码。',
    en: 'A code is of one company: choose associates of one company only, and make another code for the other.',
  },
  corp_needs_secret: {
    status: 400,
    zh: '请填写应用的 Secret。它在企业微信管理后台「应用管理」里能看到。',
    en: 'Give the secret of the app. It stands in WeCom’s admin console, in the app’s own page.',
  },
  corp_refused: {
    status: 400,
    zh: '企业微信没有认可（错误码 {errcode}）。请核对企业 ID 和 Secret，以及应用的可信 IP 和客户联系权限。',
    en: 'WeCom said no (error {errcode}). Check the corp id, the secret, the app’s trusted IP addresses and its right to customer contact.',
  },
  corp_refused_secret: {
    status: 400,
    zh: '企业微信不认这个 Secret：填错了、已被重置，或是别的企业的。请到管理后台「应用管理」打开这个应用，重新查看 Secret 后填到这里。',
    en: 'WeCom does not know this secret: mistyped, reset, or of another corp. Open the app in the admin console, look at its secret again and enter it here.',
  },
  corp_refused_corp_id: {
    status: 400,
    zh: '企业微信不认这个企业 ID。它在管理后台「我的企业 · 企业信息」的最下面，以 ww 开头。',
    en: 'WeCom does not know this corp id. It stands at the foot of “My company” in the admin console and begins with ww.',
  },
  corp_refused_address: {
    status: 400,
    zh: '企业微信不接受从这台服务器来的请求。请在应用页面的「企业可信 IP」里加上它的出口 IP，一分钟后再试。',
    en: 'WeCom does not accept requests from this server. Add its outgoing address to the app’s trusted IP addresses and try again in a minute.',
  },
  corp_refused_right: {
    status: 400,
    zh: '这个应用没有客户联系的权限。请在管理后台「客户联系 · 可调用接口的应用」里选上它，并设置使用范围。',
    en: 'The app has no right to customer contact. Choose it among the apps that may call its API in the admin console, and set the members in scope.',
  },
  corp_refused_disabled: {
    status: 400,
    zh: '这个应用被停用了。请在管理后台「应用管理」里重新启用它。',
    en: 'The app is disabled. Enable it again in the admin console.',
  },
  corp_refused_busy: {
    status: 503,
    zh: '企业微信正忙，或者刚才问得太频繁。什么都没有改动，请一分钟后再试。',
    en: 'WeCom is busy, or was asked too often just now. Nothing was changed; try again in a minute.',
  },
  wecom_silent: {
    status: 503,
    zh: '企业微信没有回应，什么都没有改动。请检查服务器的网络后再试。',
    en: 'WeCom did not answer, and nothing was changed. Check this server’s network and try again.',
  },
} as const
