/** What a person can see of errors about an official account (see errors.ts). `{errcode}`: WeChat's number. */
export const officialErrors = {
  official_not_connected: {
    status: 409,
    zh: '还没有连接这个公众号。请先在「设置 · 公众号」里连接。',
    en: 'This official account is not connected. Connect it in Settings, Official accounts.',
  },
  official_connected_before: {
    status: 409,
    zh: '这个公众号已经连接了。要换 AppSecret，请打开它，点「修改」。',
    en: 'This official account is connected already. To change its secret, open it and choose “Change”.',
  },
  officials_too_many: {
    status: 409,
    zh: '一个工作区最多连接 {most} 个公众号（断开的也算）。',
    en: 'A workspace connects {most} official accounts at most, disconnected ones included.',
  },
  official_refused: {
    status: 400,
    zh: '微信没有认可（错误码 {errcode}）。请核对 AppID、AppSecret 和公众号的认证状态。',
    en: 'WeChat said no (error {errcode}). Check AppID, AppSecret and whether the account is verified.',
  },
  official_refused_secret: {
    status: 400,
    zh: '微信不认这个 AppID 或 AppSecret：填错了，或已被重置、冻结。请到公众平台「设置与开发 · 基本配置」核对后再填。',
    en: 'WeChat does not know this AppID or AppSecret: mistyped, reset or frozen. Check it in the platform’s basic configuration and enter it again.',
  },
  official_refused_address: {
    status: 400,
    zh: '微信不接受从这台服务器来的请求。请在公众平台「设置与开发 · 基本配置 · IP 白名单」里加上它的出口 IP，再试一次。',
    en: 'WeChat does not accept requests from this server. Add its outgoing address to the IP whitelist in the platform’s basic configuration and try again.',
  },
  official_refused_right: {
    status: 400,
    zh: '这个公众号没有这项接口权限，多半是还没有微信认证。请在公众平台「设置与开发 · 接口权限」里看一下。',
    en: 'The account has no right to this call; mostly it is not verified yet. Look at its interface rights in the platform.',
  },
  official_refused_busy: {
    status: 503,
    zh: '微信正忙，或今天的调用次数用完了。请过一会儿再试。',
    en: 'WeChat is busy, or today’s calls are used up. Try again in a while.',
  },
  official_silent: {
    status: 503,
    zh: '微信没有回应。请检查这台服务器能不能访问 api.weixin.qq.com，再试一次。',
    en: 'WeChat did not answer. Check that this server can reach api.weixin.qq.com and try again.',
  },
} as const
