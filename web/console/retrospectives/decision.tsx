import { Button, Form, Input, Select } from 'antd'
import {
  decisionKinds,
  type Retrospective,
  retrospective,
} from '../../../contract/retrospective.ts'
import { api, useDeed, useMay, useText, useWhen } from '../../ui/index.ts'
import { texts } from './text.ts'

const NOTE_MIN = 2

/** What was decided and what comes next: asked for until somebody has said it. */
export function DecisionCard({ report }: { report: Retrospective }) {
  const t = useText(texts)
  const when = useWhen()
  const mayDecide = useMay('customers.write')
  const { decision } = report
  return (
    <section>
      <h3>{t('decision')}</h3>
      {decision === null ? (
        <p className="kit-tone-waiting">{t('decision_none')}</p>
      ) : (
        <>
          <p>
            <strong>{t(`decision_${decision.kind}`)}</strong> {decision.note}
          </p>
          {decision.next !== '' && <p>{t('decision_next_is', { next: decision.next })}</p>}
          <p className="kit-soft">
            {t('decision_by', {
              name: decision.decidedBy ?? t('decision_somebody'),
              at: when(decision.decidedAt),
            })}
          </p>
        </>
      )}
      {mayDecide && <DecisionForm report={report} key={decision?.decidedAt ?? 'none'} />}
    </section>
  )
}

type Kind = (typeof decisionKinds)[number]
type Values = { kind: Kind; note: string; next: string }

function DecisionForm({ report }: { report: Retrospective }) {
  const t = useText(texts)
  const deed = useDeed(
    (values: Values) => api.put(`/api/retrospectives/${report.id}/decision`, retrospective, values),
    { refresh: ['/api/retrospectives'] },
  )
  const { decision } = report
  return (
    <Form<Values>
      layout="vertical"
      initialValues={{
        kind: decision?.kind ?? (report.findings.verdict === 'effective' ? 'keep' : 'again'),
        note: decision?.note ?? '',
        next: decision?.next ?? '',
      }}
      onFinish={(values) => deed.run(values)}
    >
      <Form.Item name="kind" label={t('decision_kind')}>
        <Select
          options={decisionKinds.map((value) => ({ value, label: t(`decision_${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="note"
        label={t('decision_note')}
        rules={[{ required: true, min: NOTE_MIN, whitespace: true, message: t('note_needed') }]}
      >
        <Input.TextArea rows={2} maxLength={2_000} />
      </Form.Item>
      <Form.Item name="next" label={t('decision_next')}>
        <Input maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={deed.isBusy}>
        {t('decision_save')}
      </Button>
    </Form>
  )
}
