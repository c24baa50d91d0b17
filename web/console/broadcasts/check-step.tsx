import { Alert } from 'antd'
import type { BroadcastCheck } from '../../../contract/broadcast.ts'
import {
  Failed,
  type Load,
  PlainTable,
  Progress,
  useFormat,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'
import type { Draft } from './use-autosave.ts'

/** Before the deed: what is wrong, who is reached, who is left out and why, and what can be learned from it. */
export function CheckStep({ draft, check }: { draft: Draft; check: Load<BroadcastCheck> }) {
  const t = useText(texts)
  const { data } = check
  if (check.problem) return <Failed problem={check.problem} retry={check.reload} />
  if (!data) return <Progress label={t('check_looking')} done={0} total={null} />
  return (
    <div className="kit-stack">
      <Problems draft={draft} check={data} />
      {data.audience > 0 && (
        <>
          <Reached check={data} />
          <Words draft={draft} check={data} />
          <Senders check={data} />
          <Detectable check={data} />
        </>
      )}
    </div>
  )
}

/** Whom it reaches, and who is left out and why. */
export function Reached({ check }: { check: BroadcastCheck }) {
  const t = useText(texts)
  const when = useWhen()
  return (
    <>
      <p className="kit-sentence">{t(sentenceFor(check), check)}</p>
      <p>{t('check_until', { from: when(check.startsAt), until: when(check.notAfter) })}</p>
      <LeftOut check={check} />
    </>
  )
}

function sentenceFor({ now, control }: BroadcastCheck) {
  if (now === 0) return 'check_sentence_none'
  return control === 0 ? 'check_sentence_all' : 'check_sentence'
}

/** The place of a version among its like. */
function noOf(draft: Draft, arm: string): number {
  return draft.plan.variants.findIndex(({ id }) => id === arm) + 1
}

function Problems({ draft, check: { problems } }: { draft: Draft; check: BroadcastCheck }) {
  const t = useText(texts)
  if (problems.length === 0) return null
  const isSeveral = draft.plan.variants.length > 1
  return (
    <Alert
      type="warning"
      showIcon
      title={t('check_problems', { count: problems.length })}
      description={problems.map(({ code, arm }) => {
        const what = t(`problem_${code}`)
        const isOfOne = arm !== '' && isSeveral
        return (
          <div key={`${code} ${arm}`}>
            {isOfOne ? t('problem_of', { no: noOf(draft, arm), what }) : what}
          </div>
        )
      })}
    />
  )
}

function LeftOut({ check: { later, never, lookedAt, audience } }: { check: BroadcastCheck }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const when = useWhen()
  const format = useFormat()
  const rows = [
    ...later.map((one) => ({ ...one, what: t('check_later', { when: when(one.from) }) })),
    ...never.map((one) => ({ ...one, what: t('check_never') })),
  ]
  return (
    <>
      {rows.length > 0 && (
        <PlainTable
          label={t('check_why')}
          table={{
            columns: [t('check_why'), t('check_when'), t('check_people')],
            rows: rows.map(({ reason, what, people }) => [
              word(`reason_${reason}`),
              what,
              format.count(people),
            ]),
          }}
        />
      )}
      {lookedAt < audience && <p className="kit-soft">{t('check_sampled', { count: lookedAt })}</p>}
    </>
  )
}

function Words({ draft, check: { missing, personal } }: { draft: Draft; check: BroadcastCheck }) {
  const t = useText(texts)
  return (
    <>
      {missing.map(({ arm, people }) => (
        <Alert
          key={arm}
          type="warning"
          showIcon
          title={t('check_missing', { no: noOf(draft, arm), count: people })}
        />
      ))}
      {personal > 0 && (
        <Alert type="info" showIcon title={t('check_personal', { count: personal })} />
      )}
    </>
  )
}

function Senders({ check: { associates, quota } }: { check: BroadcastCheck }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <>
      {associates.length > 0 && (
        <PlainTable
          label={t('check_associates')}
          table={{
            columns: [t('check_associates'), t('check_people')],
            rows: associates.map(({ name, people }) => [name, format.count(people)]),
          }}
        />
      )}
      {quota && <p className="kit-soft">{t('check_quota', quota)}</p>}
    </>
  )
}

/** How large a difference this audience can show at all. */
function Detectable({ check: { detectable, control } }: { check: BroadcastCheck }) {
  const t = useText(texts)
  const say = useFigure()
  if (control === 0) return <p className="kit-soft">{t('no_control')}</p>
  if (!detectable) return <p className="kit-soft">{t('check_detectable_none')}</p>
  const { metric, baseline, effect } = detectable
  return (
    <p>
      {t('check_detectable', {
        baseline: t(`metric_${metric}`, { value: say(metric, baseline) }),
        effect: t(`effect_${metric}`, { value: say(metric, effect) }),
      })}
    </p>
  )
}

const HUNDRED = 100

function useFigure() {
  const format = useFormat()
  return (metric: NonNullable<BroadcastCheck['detectable']>['metric'], value: number) =>
    metric === 'revenue' ? format.money(Math.round(value)) : format.decimal(value * HUNDRED, 1)
}
