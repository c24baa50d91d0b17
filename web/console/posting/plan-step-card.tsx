import { Button, Input, InputNumber, Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { materialPage } from '../../../contract/content.ts'
import {
  EVENT_DAYS_MAX,
  PLAN_DAY_MAX,
  type PlanStep,
  type PlanWhen,
} from '../../../contract/group-plan.ts'
import { type PostContent, WINDOW_HOURS } from '../../../contract/group-post.ts'
import { Card, type Say, useLoad, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { texts as journeyTexts } from '../journeys/text.ts'
import { LinkFields, WordsField } from './content-fields.tsx'
import { planTexts } from './plan-text.ts'

const TIME = 'HH:mm'
const NAME_MAX = 30
const LIBRARY_MAX = 200
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** A new number for each kind: first day, Monday, the day of the event. */
const FIRST = { day: 1, week: 1, event: 0 } as const

type Part = { step: PlanStep; change: (next: Partial<PlanStep>) => void }

/** One step of a plan: when it is due, what is said, how it goes out. */
export function PlanStepCard({
  step,
  no,
  change,
  move,
  remove,
}: Part & { no: number; move: (by: -1 | 1) => void; remove: () => void }) {
  const t = useText(planTexts)
  const { text, link } = step
  const content = { text, link, picture: null }
  const write = ({ text: words = text, link: to = link }: Partial<PostContent>) =>
    change({ text: words, link: to })
  return (
    <Card
      title={t('step_no', { no })}
      extra={
        <div className="kit-deeds">
          <Button size="small" onClick={() => move(-1)}>
            {t('up')}
          </Button>
          <Button size="small" onClick={() => move(1)}>
            {t('down')}
          </Button>
          <Button size="small" danger onClick={remove}>
            {t('remove')}
          </Button>
        </div>
      }
    >
      <div className="kit-stack">
        <WhenFields step={step} change={change} />
        <Field label={t('step_name')}>
          {(id) => (
            <Input
              id={id}
              value={step.name}
              maxLength={NAME_MAX}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <FromLibrary change={change} />
        <WordsField content={content} change={write} />
        <LinkFields content={content} change={write} />
        <HowFields step={step} change={change} />
      </div>
    </Card>
  )
}

function WhenFields({ step: { when }, change }: Part) {
  const t = useText(planTexts)
  const set = (next: Partial<PlanWhen>) => change({ when: { ...when, ...next } })
  return (
    <div className="kit-deeds">
      <Select
        aria-label={t('kind')}
        style={{ minWidth: 160 }}
        value={when.kind}
        options={(['day', 'week', 'event'] as const).map((value) => ({
          value,
          label: t(`kind_${value}`),
        }))}
        onChange={(kind) => set({ kind, nth: FIRST[kind] })}
      />
      <Nth when={when} set={set} />
      <TimePicker
        aria-label={t('time')}
        format={TIME}
        minuteStep={5}
        allowClear={false}
        value={dayjs(when.time, TIME)}
        onChange={(time) => time && set({ time: time.format(TIME) })}
      />
    </div>
  )
}

function Nth({ when, set }: { when: PlanWhen; set: (next: { nth: number }) => void }) {
  const t = useText(planTexts)
  const says = useText(journeyTexts)
  if (when.kind === 'week')
    return (
      <Select
        aria-label={t('kind_week')}
        value={when.nth}
        options={WEEKDAYS.map((value) => ({ value, label: says(`weekday_${value}`) }))}
        onChange={(nth) => set({ nth })}
      />
    )
  const [min, max] = when.kind === 'day' ? [1, PLAN_DAY_MAX] : [-EVENT_DAYS_MAX, EVENT_DAYS_MAX]
  return (
    <>
      <InputNumber
        aria-label={t(`kind_${when.kind}`)}
        {...{ min, max, precision: 0 }}
        changeOnWheel={false}
        value={when.nth}
        onChange={(nth) => set({ nth: nth ?? FIRST[when.kind] })}
      />
      {when.kind === 'event' && <span className="kit-soft">{t('event_nth_help')}</span>}
    </>
  )
}

/** When a step is due, in words. */
export function wordsOfWhen(
  { kind, nth, time }: PlanWhen,
  t: Say<typeof planTexts.keys>,
  says: Say<typeof journeyTexts.keys>,
): string {
  const weekday = WEEKDAYS.find((one) => one === nth) ?? 1
  if (kind === 'week') return `${t('nth_week', { day: says(`weekday_${weekday}`) })} ${time}`
  if (kind === 'day') return `${t('nth_day', { no: nth })} ${time}`
  if (nth === 0) return `${t('nth_event_on')} ${time}`
  const side = nth < 0 ? 'nth_event_before' : 'nth_event_after'
  return `${t(side, { no: Math.abs(nth) })} ${time}`
}

/** Words and link of a material that is offered. */
function FromLibrary({ change }: Pick<Part, 'change'>) {
  const t = useText(planTexts)
  const load = useLoad('/api/materials', materialPage, {
    query: { state: 'offered', limit: LIBRARY_MAX },
  })
  const items = load.data?.items ?? []
  if (items.length === 0) return null
  const pick = (id: string) => {
    const one = items.find((item) => item.id === id)
    if (one) change({ text: one.text, link: one.link ? linkOf(one.link) : null })
  }
  return (
    <Select
      aria-label={t('library')}
      placeholder={t('library')}
      style={{ minWidth: 240 }}
      showSearch={{ optionFilterProp: 'label' }}
      value={null}
      options={items.map(({ id, title }) => ({ value: id, label: title }))}
      onSelect={(id: string | null) => id !== null && pick(id)}
    />
  )
}

function linkOf({ title, url }: { title: string; url: string }): PlanStep['link'] {
  return { title, url }
}

function HowFields({ step: { way, windowHours }, change }: Part) {
  const t = useText(planTexts)
  return (
    <div className="kit-deeds">
      <Field label={t('window')} help={t('window_help')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: 140 }}
            value={windowHours}
            options={WINDOW_HOURS.map((value) => ({ value, label: t('hours', { count: value }) }))}
            onChange={(hours) => change({ windowHours: hours })}
          />
        )}
      </Field>
      <Field label={t('way')}>
        {(id) => (
          <Select
            id={id}
            style={{ minWidth: 220 }}
            value={way}
            options={(['task', 'manual'] as const).map((value) => ({
              value,
              label: t(`way_${value}`),
            }))}
            onChange={(next) => change({ way: next })}
          />
        )}
      </Field>
    </div>
  )
}
