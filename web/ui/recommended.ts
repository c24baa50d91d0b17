import type { RecommendReason } from '../../contract/recommendation.ts'
import { defineTexts, type Same, useText } from './language.ts'

const zh = {
  title: '适合 TA 的',
  again: '该补货了',
  again_none: '眼下没有快用完的。',
  fresh: '可能喜欢（没买过的）',
  fresh_none: '还没有依据可推荐：商品要在售、有货，并且有人买过或对得上 TA 的需求。',
  rests_purchases: '依据：买过同样东西的人还买了什么。',
  rests_needs: 'TA 的购买还看不出什么，按需求标签推荐。',
  rests_category: 'TA 的购买还看不出什么，按买过的类目推荐。',
  rests_best_sellers: '对 TA 了解还太少，这里只是最近卖得最好的。',
  not_measured: '商品的数字今晚才会第一次算出来。',
  runs_out_in: '约 {{days}} 天后用完',
  runs_out_today: '今天前后用完',
  runs_out_past: '约 {{days}} 天前就该用完了',
  basis_own: '按 TA 自己的购买间隔',
  basis_written: '按商品资料里一份能用的天数',
  basis_learnt: '按其他人的复购间隔，{{gaps}} 次',
  need: '需要「{{tag}}」（{{display}}）',
  bought_with: '买过「{{name}}」的人里 {{share}} 也买了（{{both}} 人），是平均的 {{lift}} 倍',
  category: '买过同类目「{{category}}」',
  popular: '近 30 天 {{count}} 人买',
} as const

const en: Same<typeof zh> = {
  title: 'Right for this person',
  again: 'Time to buy again',
  again_none: 'Nothing is about to run out.',
  fresh: 'May like (never bought)',
  fresh_none:
    'Nothing speaks for a product yet: it must be on sale, in stock, and bought by others or answer a need.',
  rests_purchases: 'Rests on what buyers of the same things bought too.',
  rests_needs: 'Purchases tell nothing yet: by tags of needs.',
  rests_category: 'Purchases tell nothing yet: by the categories bought from.',
  rests_best_sellers: 'Too little is known of this person: these are what sells best now.',
  not_measured: 'Figures of products are worked out for the first time tonight.',
  runs_out_in: 'Runs out in about {{days}} days',
  runs_out_today: 'Runs out about today',
  runs_out_past: 'Should have run out about {{days}} days ago',
  basis_own: 'by the person’s own rhythm',
  basis_written: 'by the days a pack lasts, as written',
  basis_learnt: 'by how soon others bought again, {{gaps}} times',
  need: 'Needs {{tag}} ({{display}})',
  bought_with:
    'Of the buyers of {{name}}, {{share}} bought it too ({{both}}), {{lift}} times the usual',
  category: 'Bought from the same category, {{category}}',
  popular: '{{count}} bought it in the last 30 days',
}

export const recommendedTexts = defineTexts('recommended', { zh, en })

/** A reason in words. @param format how a share of one and a number with one decimal are written. */
export function useRecommendWord(format: {
  percent: (share: number) => string
  decimal: (value: number, digits: number) => string
}): (reason: RecommendReason) => string {
  const t = useText(recommendedTexts)
  const runsOut = (inDays: number) => {
    if (inDays === 0) return t('runs_out_today')
    return inDays > 0 ? t('runs_out_in', { days: inDays }) : t('runs_out_past', { days: -inDays })
  }
  return (reason) => {
    switch (reason.kind) {
      case 'runs_out':
        return `${runsOut(reason.inDays)} · ${t(`basis_${reason.basis}`, { gaps: reason.gaps })}`
      case 'need':
        return t('need', { tag: reason.tag, display: reason.display })
      case 'bought_with':
        return t('bought_with', {
          name: reason.name,
          share: format.percent(reason.share),
          both: reason.both,
          lift: format.decimal(reason.lift, 1),
        })
      case 'category':
        return t('category', { category: reason.category })
      case 'popular':
        return t('popular', { count: reason.recentBuyers })
    }
  }
}
