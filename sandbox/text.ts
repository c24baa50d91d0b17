/** What the sandbox's own pages say; those of the phone are in web/phone. */
const zh = {
  scanTitle: '扫码登录',
  askTitle: '以谁的身份打开',
  why: '真的企业微信会用扫码或当前登录的人，这里点一个人就是他。',
  noCorp: '没有这个企业（appid 不对）。',
  noApp: '没有这个应用，或它不属于这个企业（agentid 不对，-31028）。',
  noPage: '没有写明要回到哪个页面（redirect_uri）。',
  notTrusted: (host: string) =>
    `域名 ${host} 不是这个应用的可信域名（50001，-31039），端口也要一致。`,
}
const en: typeof zh = {
  scanTitle: 'Sign in by scanning',
  askTitle: 'Open it as whom',
  why: 'The real WeCom takes whoever scans or is signed in. Here you choose somebody and are them.',
  noCorp: 'There is no such company (appid).',
  noApp: 'There is no such app, or it is not this company’s (agentid, -31028).',
  noPage: 'It is not said where to go back to (redirect_uri).',
  notTrusted: (host) =>
    `The domain ${host} is not a trusted one of this app (50001, -31039); the port counts too.`,
}

export function loginTexts(language: 'zh' | 'en'): typeof zh {
  return language === 'zh' ? zh : en
}
