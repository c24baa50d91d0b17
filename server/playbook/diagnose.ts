import { type Conclusion, conclusion, type FormAnswers } from '../../contract/playbook.ts'
import type { Diagnosis } from '../../science/diagnosis.ts'
import { diagnoseData } from '../../science/diagnosis-data.ts'
import { diagnoseAnswers } from '../../science/diagnosis-form.ts'
import { purchaseDays } from '../../science/history.ts'
import type { Waits } from '../../science/kaplan-meier.ts'
import { observedUntil, type PeoplePurchases } from '../insight/index.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { firstEffect, readinessOf } from './first-effect.ts'
import { type CategoryPrices, priceRule } from './price-rule.ts'

type Diagnosed = Outcome<Conclusion, 'category_prices_needed'>

/**
 * 适合度诊断 from what people bought, and from how long they took to decide where that was seen. Referrals and messages
 * are not collected yet, so sharing and talk are named as what cannot be told.
 */
export function diagnoseFromData(
  purchases: PeoplePurchases,
  input: {
    asOfDay: number
    currency: string
    category: CategoryPrices | null
    decisions: Waits | undefined
  },
): Diagnosed {
  const price = priceRule(input.currency, input.category)
  if (!price) return refused('category_prices_needed', { currency: input.currency })
  const asOfDay = observedUntil(purchases.day, input.asOfDay)
  const { decisions } = input
  const found = diagnoseData({ purchases, asOfDay, price, ...(decisions ? { decisions } : {}) })
  const days = purchaseDays(purchases, asOfDay)
  return ok(
    conclude(found, {
      priceRule: price.by,
      answers: null,
      sample: { customers: days.customers, purchaseDays: days.day.length },
    }),
  )
}

/** The same from the guided form: wide, and said to be somebody's estimate. */
export function diagnoseFromForm(answers: FormAnswers, currency: string): Diagnosed {
  const price = priceRule(currency, answers.category)
  if (!price) return refused('category_prices_needed', { currency })
  const { buysAgain, thinksBeforeBuying, shares, staffCanTalk, hoursPerWeek } = answers
  const found = diagnoseAnswers({
    typicalOrderValue: answers.orderValue,
    price,
    buysAgain,
    thinksBeforeBuying,
    shares,
    staffCanTalk,
    hoursPerWeek,
  })
  return ok(conclude(found, { priceRule: price.by, answers, sample: null }))
}

function conclude(
  found: Diagnosis,
  rest: Pick<Conclusion, 'priceRule' | 'sample'> & { answers: FormAnswers | null },
): Conclusion {
  const { estimates, properties, verdict, combinations, priceCuts, cannotTell, obstacles } = found
  const firstEffectMonths = firstEffect(estimates)
  return conclusion.parse({
    estimates,
    properties,
    verdict,
    combinations,
    priceCuts,
    priceRule: rest.priceRule,
    cannotTell,
    obstacles,
    readiness: rest.answers ? readinessOf(rest.answers, firstEffectMonths) : [],
    firstEffectMonths,
    sample: rest.sample,
  })
}
