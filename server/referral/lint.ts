import type { NewReferral, ReferralProblem } from '../../contract/referral.ts'

/**
 * Words that promise something for sharing. WeChat's rules for external links (微信外部链接内容管理规范, 2019) forbid rewarded
 * sharing, assist, collecting and cut-the-price links; they may run in a mini program under its own rules, or as a plain
 * invitation.
 */
const SHARING =
  /(转发|分享|集赞|点赞|助力|砍价|砍一刀|拼手速|朋友圈).{0,12}(得|领|送|返|免费|奖|红包|礼)|集满\d*个?赞|帮(我|忙)?砍|helps? me cut|share .{0,20}(to (get|win)|for a)/i
/** Words of pay for a team below somebody: forbidden by law (禁止传销条例, 2005) beyond the people one brings oneself. */
const TEAM =
  /下线|下级|团队(奖|计酬|收益|业绩)|发展(代理|会员|下线)|多级|二级|三级|躺赚|裂变收益|downline|multi-?level/i
/** Pay for bringing heads alone. */
const HEADS = /(拉|带|邀请?)(一|1)?(个)?人头|按人头|入门费|会员费返/i

/** What Chinese law or WeChat's rules forbid in the words of a campaign, with the words. The allowed form stands beside it on screen. */
export function lintWords(
  words: Pick<NewReferral, 'headline' | 'story' | 'welcome'>,
  onPoster: readonly string[] = [],
): ReferralProblem[] {
  const text = [words.headline, words.story, words.welcome, ...onPoster].join('\n')
  // Chinese is written with or without blanks around numbers.
  const dense = text.replaceAll(/[ \t\u3000]+/g, '')
  const found = (code: ReferralProblem['code'], pattern: RegExp): ReferralProblem[] => {
    const [hit] = pattern.exec(dense) ?? pattern.exec(text) ?? []
    return hit === undefined ? [] : [{ code, isBlocking: true, words: hit.slice(0, 40) }]
  }
  return [
    ...found('induced_sharing', SHARING),
    ...found('team_pay', TEAM),
    ...found('recruiting_pay', HEADS),
  ]
}
