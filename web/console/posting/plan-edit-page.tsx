import { App, Button, DatePicker, Input, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { z } from 'zod'
import {
  madePlan,
  PLAN_STEPS_MAX,
  type Plan,
  type PlanGroups,
  type PlanStep,
  plan,
  type WrittenPlan,
} from '../../../contract/group-plan.ts'
import { planStarter, planStarterIds } from '../../../contract/group-plan-starters.ts'
import {
  api,
  Card,
  GoButton,
  Loaded,
  PageHead,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useLanguage,
  useLoad,
  usePart,
  useText,
} from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { GroupPicker, GroupWishes, useCandidates } from './group-picker.tsx'
import { PlanStepCard } from './plan-step-card.tsx'
import { planTexts } from './plan-text.ts'

const NAME_MAX = 40
const DAY = 'YYYY-MM-DD'
const done = z.object({ ok: z.literal(true) })
const MATCHING: PlanGroups = { kind: 'matching', owners: [], search: '', least: null, most: null }
const BLANK: WrittenPlan = {
  ...{ name: '', groups: MATCHING, startsOn: null, endsOn: null, eventOn: null },
  ...{ whenTaken: 'manual', steps: [] },
}
const NEW_STEP: PlanStep = {
  ...{ id: null, name: '', when: { kind: 'day', nth: 1, time: '10:00' }, text: '', link: null },
  ...{ way: 'task', windowHours: 12 },
}

/** A plan is begun, from a ready one when the address names it. */
export function NewPlanPage() {
  const t = useText(planTexts)
  const go = useGo()
  const language = useLanguage()
  const { message } = App.useApp()
  const { all } = useAddress()
  const from = planStarterIds.find((id) => id === all['from'])
  const ready = from && planStarter(from, language)
  const save = useDeed((body: unknown) => api.post('/api/group-plans', madePlan, body), {
    refresh: ['/api/group-plans'],
    done: ({ id }) => {
      void message.success(t('saved'))
      go(`/group-plans/${id}`)
    },
  })
  const begun = ready ? { ...BLANK, name: ready.name, steps: ready.steps } : BLANK
  return (
    <PlanForm
      title={t('new')}
      begun={begun}
      back="/group-plans"
      save={save}
      deed={t('save_draft')}
    />
  )
}

export function EditPlanPage() {
  const id = usePart('id')
  const load = useLoad(`/api/group-plans/${id}`, plan)
  return (
    <Loaded load={load} shape="form">
      {(known) => <Edit known={known} />}
    </Loaded>
  )
}

function Edit({ known }: { known: Plan }) {
  const t = useText(planTexts)
  const go = useGo()
  const { message } = App.useApp()
  const path = `/group-plans/${known.id}`
  const save = useDeed((body: unknown) => api.put(`/api${path}`, done, body), {
    refresh: ['/api/group-plans', `/api${path}`],
    done: () => {
      void message.success(t('saved'))
      go(path)
    },
  })
  const { name, groups, startsOn, endsOn, eventOn, whenTaken, steps } = known
  const begun = { name, groups, startsOn, endsOn, eventOn, whenTaken, steps }
  return <PlanForm title={t('edit_title')} begun={begun} back={path} save={save} deed={t('save')} />
}

type Form = { now: WrittenPlan; change: (next: Partial<WrittenPlan>) => void }

function PlanForm({
  title,
  begun,
  back,
  save,
  deed,
}: {
  title: string
  begun: WrittenPlan
  back: string
  save: { run: (body: unknown) => void; isBusy: boolean }
  deed: string
}) {
  const t = useText(planTexts)
  const [now, setNow] = useState(begun)
  const change = (next: Partial<WrittenPlan>) => setNow((before) => ({ ...before, ...next }))
  const isWhole =
    now.name.trim() !== '' &&
    now.steps.every(
      ({ text, link }) =>
        text.trim() !== '' &&
        (link === null || (link.title.trim() !== '' && URL.canParse(link.url))),
    )
  return (
    <div className="kit-page">
      <PageHead title={title} help={t('help')} deeds={<GoButton to={back}>{t('back')}</GoButton>} />
      <Basics now={now} change={change} />
      <Groups now={now} change={change} />
      <Steps now={now} change={change} />
      <div>
        <Button
          type="primary"
          disabled={!isWhole}
          loading={save.isBusy}
          onClick={() => save.run(now)}
        >
          {deed}
        </Button>
      </div>
    </div>
  )
}

function Basics({ now, change }: Form) {
  const t = useText(planTexts)
  const day = (key: 'startsOn' | 'endsOn' | 'eventOn', label: string, help?: string) => (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(id) => (
        <DatePicker
          id={id}
          value={now[key] === null ? null : dayjs(now[key], DAY)}
          onChange={(on) => change({ [key]: on ? on.format(DAY) : null })}
        />
      )}
    </Field>
  )
  return (
    <Card title={t('basics')}>
      <div className="kit-stack">
        <Field label={t('name')}>
          {(id) => (
            <Input
              id={id}
              value={now.name}
              maxLength={NAME_MAX}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <div className="kit-deeds">
          {day('startsOn', t('starts_on'))}
          {day('endsOn', t('ends_on'))}
          {now.steps.some(({ when }) => when.kind === 'event') &&
            day('eventOn', t('event_on'), t('event_on_help'))}
        </div>
        <Field label={t('when_taken')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: 220 }}
              value={now.whenTaken}
              options={(['manual', 'leave_out'] as const).map((value) => ({
                value,
                label: t(`when_taken_${value}`),
              }))}
              onChange={(whenTaken) => change({ whenTaken })}
            />
          )}
        </Field>
      </div>
    </Card>
  )
}

function Groups({ now: { groups }, change }: Form) {
  const t = useText(planTexts)
  return (
    <Card title={t('whom')}>
      <div className="kit-stack">
        <Radio.Group
          value={groups.kind}
          onChange={({ target }) =>
            change({
              groups: target.value === 'chosen' ? { kind: 'chosen', groupIds: [] } : MATCHING,
            })
          }
          options={[
            { value: 'matching', label: t('whom_matching') },
            { value: 'chosen', label: t('whom_chosen') },
          ]}
        />
        {groups.kind === 'chosen' ? (
          <GroupPicker
            picked={groups.groupIds}
            change={(groupIds) => change({ groups: { kind: 'chosen', groupIds } })}
          />
        ) : (
          <Matching groups={groups} change={change} />
        )}
        <p className="kit-soft">{t('new_group_rule')}</p>
      </div>
    </Card>
  )
}

function Matching({
  groups,
  change,
}: Pick<Form, 'change'> & { groups: Extract<PlanGroups, { kind: 'matching' }> }) {
  const t = useText(planTexts)
  const format = useFormat()
  const { total } = useCandidates(groups).data ?? {}
  return (
    <>
      <GroupWishes
        wish={groups}
        change={(wish) => change({ groups: { ...wish, kind: 'matching' } })}
      />
      {total !== undefined && <p>{t('matching_now', { count: format.count(total) })}</p>}
    </>
  )
}

function Steps({ now: { steps }, change }: Form) {
  const t = useText(planTexts)
  const set = (next: PlanStep[]) => change({ steps: next })
  const move = (at: number, by: -1 | 1) => {
    const one = steps[at]
    const other = steps[at + by]
    if (!one || !other) return
    set(steps.map((step, no) => (no === at ? other : no === at + by ? one : step)))
  }
  return (
    <>
      <h2>{t('what')}</h2>
      {steps.length === 0 && <p className="kit-soft">{t('no_steps')}</p>}
      {steps.map((step, at) => (
        <PlanStepCard
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id until they are saved, and their fields hold no state of their own
          key={at}
          step={step}
          no={at + 1}
          change={(next) =>
            set(steps.map((other, no) => (no === at ? { ...other, ...next } : other)))
          }
          move={(by) => move(at, by)}
          remove={() => set(steps.filter((_, no) => no !== at))}
        />
      ))}
      <div>
        <Button disabled={steps.length >= PLAN_STEPS_MAX} onClick={() => set([...steps, NEW_STEP])}>
          {t('add_step')}
        </Button>
      </div>
    </>
  )
}
