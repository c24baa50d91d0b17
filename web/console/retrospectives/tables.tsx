import type { Comparison, Findings, MetricName } from '../../../contract/retrospective.ts'
import { PlainTable, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { amountWords, chanceWords, isSilent, PER_PEOPLE, rangeWords } from './words.ts'

/** The truth behind the picture: both arms, for whom, where the difference lies, harm, money. */
export function Tables({ findings }: { findings: Findings }) {
  return (
    <>
      <Metrics findings={findings} />
      <Groups findings={findings} />
      <div className="kit-two">
        <Money findings={findings} />
        <div className="kit-stack">
          <Why findings={findings} />
          <Harm findings={findings} />
        </div>
      </div>
    </>
  )
}

function useCells() {
  const t = useText(texts)
  const format = useFormat()
  return (metric: MetricName, one: Comparison) => {
    const { low, high } = rangeWords(metric, one, format)
    const counted = [
      amountWords(metric, one.control, format),
      amountWords(metric, one.treated, format),
    ]
    if (isSilent(one)) return [...counted, t('no_data')]
    return [
      ...counted,
      t('with_range', { value: amountWords(metric, one.effect, format), low, high }),
    ]
  }
}

function Metrics({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  const cells = useCells()
  const rows = findings.metrics.map(({ metric, ...one }) => [
    t(`metric_${metric}`),
    ...cells(metric, one),
    isSilent(one) ? '' : chanceWords(one.p, format),
  ])
  const { capped } = findings
  const all = [
    ...rows,
    [
      t('metric_capped'),
      ...cells('revenue', capped),
      isSilent(capped) ? '' : chanceWords(capped.p, format),
    ],
  ]
  return (
    <section>
      <h3>{t('metrics_table')}</h3>
      <PlainTable
        label={t('metrics_table')}
        table={{
          columns: [
            t('column_metric'),
            t('column_control'),
            t('column_treated'),
            t('column_difference'),
            t('column_p'),
          ],
          rows: all,
        }}
      />
    </section>
  )
}

function Groups({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  const cells = useCells()
  const { metric } = findings.question
  if (findings.groups.length === 0) return null
  return (
    <section>
      <h3>{t('groups_table')}</h3>
      <PlainTable
        label={t('groups_table')}
        table={{
          columns: [
            t('column_group'),
            t('column_control'),
            t('column_treated'),
            t('column_difference'),
            t('column_shrunken'),
            t('column_p'),
          ],
          rows: findings.groups.map((group) => [
            t('with_people', {
              name: t(`group_${group.name}`),
              treated: group.people.treated,
              control: group.people.control,
            }),
            ...cells(metric, group),
            isSilent(group) ? '' : amountWords(metric, group.shrunken, format),
            isSilent(group) ? '' : chanceWords(group.adjustedP, format),
          ]),
        }}
      />
      <p className="kit-soft">{t('groups_note')}</p>
    </section>
  )
}

function Money({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  const { money } = findings
  const line = (what: string, one: { value: number; lower: number; upper: number }) => [
    what,
    one.lower === one.upper && one.value === 0 ? '—' : format.money(one.value),
    one.lower === one.upper
      ? t('no_data')
      : `${format.money(one.lower)} – ${format.money(one.upper)}`,
  ]
  const cost = t('money_line_cost', {
    messages: money.messages,
    tasks: money.tasks,
    count: Math.round(money.staffMinutes),
  })
  return (
    <section>
      <h3>{t('money_table')}</h3>
      <PlainTable
        label={t('money_table')}
        table={{
          columns: [t('column_what'), t('column_value'), t('column_range')],
          rows: [
            line(t('money_line_revenue'), money.revenue),
            line(
              t('money_line_margin', { margin: format.percent(money.marginPercent / 100) }),
              money.margin,
            ),
            [cost, format.money(money.cost), ''],
            line(t('money_line_net'), money.net),
            ...(money.costPerOrder === null
              ? []
              : [[t('money_line_each'), format.money(money.costPerOrder), '']]),
          ],
        }}
      />
    </section>
  )
}

function Why({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  const { metric } = findings.question
  const { mix, factors } = findings
  if (isSilent(findings.primary)) return null
  return (
    <section>
      <h3>{t('why_table')}</h3>
      <PlainTable
        label={t('why_table')}
        table={{
          columns: [t('column_part'), t('column_amount')],
          rows: [
            [t('why_mix'), amountWords(metric, mix.mix, format)],
            [t('why_rate'), amountWords(metric, mix.rate, format)],
            ...factors.parts.map(({ name, part }) => [
              t(`why_${name}`),
              amountWords('revenue', part, format),
            ]),
          ],
        }}
      />
    </section>
  )
}

function Harm({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  const points = (share: number) => format.decimal(share * PER_PEOPLE, 2)
  return (
    <section>
      <h3>{t('harm_table')}</h3>
      <PlainTable
        label={t('harm_table')}
        table={{
          columns: [
            t('column_what'),
            t('column_control'),
            t('column_treated'),
            t('column_difference'),
          ],
          rows: findings.harm.map((one) => [
            t(`harm_${one.kind}`),
            format.percent(one.control, 1),
            format.percent(one.treated, 1),
            isSilent(one)
              ? '—'
              : t('with_range', {
                  value: points(one.effect),
                  low: points(one.lower),
                  high: points(one.upper),
                }),
          ]),
        }}
      />
    </section>
  )
}
