import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  title: '连接检查',
  again: '再检查一遍',
  all_good: '每一项都通过了。',
  some_wrong: '有 {{count}} 项要在公众平台改。改好后再检查一遍。',
  some_open: '没有发现问题，还有 {{count}} 项暂时看不出来。',
  tried_at: '{{at}} 用不改动任何东西的调用逐项试过',
  good: '通过',
  bad: '要处理',
  unknown: '看不出',
  skipped: '未试',
  after: '先处理好上面的，再试这一项。',
  errcode: '（错误码 {{errcode}}）',
  seen_address: '微信看到的地址是 {{address}}。',
  check_secret: 'AppID 与 AppSecret',
  good_secret: '微信认可。',
  bad_secret:
    '微信不认，或没有回应。到「设置与开发 · 基本配置」核对 AppID；AppSecret 忘了只能重置。',
  unknown_secret: '微信先看 IP 白名单，还没看到这一项。',
  check_address: 'IP 白名单',
  good_address: '这台服务器的地址在名单里。',
  bad_address:
    '这台服务器的地址不在名单里。到「设置与开发 · 基本配置 · IP 白名单」加上它，几分钟后再试。',
  unknown_address: '暂时看不出。',
  check_followers_right: '用户管理权限',
  good_followers_right: '可以读关注者，共 {{detail}} 人。',
  bad_followers_right:
    '读不到关注者。多半是没有微信认证：到「设置与开发 · 接口权限」看「获取用户列表」。',
  unknown_followers_right: '暂时看不出。',
  check_unionid: 'UnionID（打通企业微信、小程序）',
  good_unionid: '关注者资料里带着 UnionID。',
  bad_unionid:
    '关注者没有 UnionID，和企业微信的人对不上。到微信开放平台「管理中心 · 公众账号」绑定这个公众号。',
  unknown_unionid: '还没有关注者，暂时看不出。',
  check_templates: '模板消息',
  good_templates: '可以用，已选 {{detail}} 个模板。',
  bad_templates: '不能用模板消息。只有认证的服务号可以：到「广告与服务 · 模板消息」开通。',
  unknown_templates: '可以用，但还没有选模板。到「广告与服务 · 模板消息 · 模板库」里选。',
  check_callback: '服务器地址',
  good_callback: '微信能找到我们。',
  bad_callback: '微信找不到我们。',
  unknown_callback: '还没有验证：请把右边三项填到「服务器配置」，点「提交」，再点「启用」。',
  check_mode: '安全模式',
  good_mode: '推送是加密的。',
  bad_mode:
    '收到过没有加密的推送，已拒绝：它的签名管不到内容，谁都能改。请把消息加解密方式改成「安全模式」。',
  unknown_mode: '还没有收到推送。用手机关注一下，几秒后再检查。',
} as const

const en: Same<typeof zh> = {
  title: 'Checks',
  again: 'Check again',
  all_good: 'Everything is as it must be.',
  some_wrong: {
    one: '{{count}} thing is to be mended in the platform. Then check again.',
    other: '{{count}} things are to be mended in the platform. Then check again.',
  },
  some_open: {
    one: 'Nothing is wrong; {{count}} thing cannot be told yet.',
    other: 'Nothing is wrong; {{count}} things cannot be told yet.',
  },
  tried_at: 'tried {{at}} by calls that change nothing',
  good: 'Good',
  bad: 'To mend',
  unknown: 'Not known',
  skipped: 'Not tried',
  after: 'After what stands above is mended.',
  errcode: '(error {{errcode}})',
  seen_address: 'WeChat saw us come from {{address}}.',
  check_secret: 'AppID and secret',
  good_secret: 'WeChat knows them.',
  bad_secret:
    'WeChat does not know them, or did not answer. Check the AppID in the basic configuration; a lost secret can only be reset.',
  unknown_secret: 'WeChat looks at the address first and did not come to this.',
  check_address: 'IP whitelist',
  good_address: 'This server’s address is on the list.',
  bad_address:
    'This server’s address is not on the list. Add it in the basic configuration under IP whitelist, and try again in a few minutes.',
  unknown_address: 'Cannot be told yet.',
  check_followers_right: 'Right to followers',
  good_followers_right: 'Followers can be read: {{detail}}.',
  bad_followers_right:
    'Followers cannot be read. Mostly the account is not verified: look at its interface rights.',
  unknown_followers_right: 'Cannot be told yet.',
  check_unionid: 'UnionID (joins WeCom and mini programs)',
  good_unionid: 'Followers have a unionid.',
  bad_unionid:
    'Followers have no unionid and cannot be matched with WeCom. Bind the account in the WeChat Open Platform.',
  unknown_unionid: 'Nobody follows yet, so it cannot be told.',
  check_templates: 'Template messages',
  good_templates: 'May be used; {{detail}} templates are chosen.',
  bad_templates:
    'May not be used. Only verified service accounts may: apply for them in the platform.',
  unknown_templates:
    'May be used, but no template is chosen yet. Choose some in the platform’s library.',
  check_callback: 'Server address',
  good_callback: 'WeChat reaches us.',
  bad_callback: 'WeChat does not reach us.',
  unknown_callback:
    'Not verified yet: enter the three things at the right in the server configuration, submit, and switch it on.',
  check_mode: 'Safe mode',
  good_mode: 'What is told comes encrypted.',
  bad_mode:
    'Something came in the open and was refused: its signature does not cover its content, which anybody could change. Choose the safe mode.',
  unknown_mode: 'Nothing was told yet. Follow the account with a phone and check again.',
}

export const checkTexts = defineTexts('official_checkup', { zh, en })
