import { Table } from 'antd'
import { planResults, type StepResult } from '../../../contract/group-plan.ts'
import { Card, Explain, Loaded, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts as journeyTexts } from '../journeys/text.ts'
import { wordsOfWhen } from './plan-step-card.tsx'
import { planTexts } from './plan-text.ts'

const REFRESH_MS = 10_000
const FIGURES = ['sent', 'waiting', 'manual', 'not_sent', 'skipped', 'people', 'left'] as const
const HELPED = ['sent', 'skipped', 'people', 'left'] as const

/** What came of each step of a plan. */
export function PlanResults({ id }: { id: string }) {
  const t = useText(planTexts)
  const says = useText(journeyTexts)
  const format = useFormat()
  const load = useLoad(`/api/group-plans/${id}/results`, planResults, { every: REFRESH_MS })
  const title = (key: (typeof FIGURES)[number]) => {
    const helped = HELPED.find((one) => one === key)
    return (
      <>
        {t(key)} {helped && <Explain what={t(key)}>{t(`${helped}_help`)}</Explain>}
      </>
    )
  }
  return (
    <Card title={t('results')}>
      <p className="kit-soft">{t('results_help')}</p>
      <Loaded load={load} shape="list">
        {({ items }) => (
          <Table<StepResult>
            size="small"
            rowKey="stepId"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={items}
            locale={{ emptyText: t('no_steps') }}
            columns={[
              {
                title: t('result_step'),
                render: (_, { name, when, isRemoved }) => (
                  <>
                    {name} <span className="kit-soft">{wordsOfWhen(when, t, says)}</span>
                    {isRemoved && <span className="kit-soft"> · {t('removed')}</span>}
                  </>
                ),
              },
              ...FIGURES.map((key) => ({
                title: title(key),
                key,
                align: 'right' as const,
                render: (_: unknown, row: StepResult) =>
                  format.count(key === 'not_sent' ? row.notSent : row[key]),
              })),
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
