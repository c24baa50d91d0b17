import { Checkbox, InputNumber, Select } from 'antd'
import { type JourneyStep, splitMeasures } from '../../../contract/journey.ts'
import { Explain, useText } from '../../ui/index.ts'
import { Field } from './field.tsx'
import { trialTexts } from './trial-text.ts'

type Split = Extract<JourneyStep, { kind: 'split' }>
type Judge = NonNullable<Split['judge']>

const USUAL: Judge = { measure: 'replied', withinDays: 7, people: 200, learnShare: 20 }
const NUMBERS = [
  { key: 'withinDays', text: 'within', min: 1, max: 30 },
  { key: 'people', text: 'people', min: 50, max: 100_000 },
  { key: 'learnShare', text: 'learn', min: 5, max: 50 },
] as const

/** By what the arms of a split are judged; without it they stay as they are. */
export function JudgeForm({ step, onChange }: { step: Split; onChange: (step: Split) => void }) {
  const t = useText(trialTexts)
  const { judge, ...plain } = step
  const put = (changes: Partial<Judge>) =>
    onChange({ ...step, judge: { ...(judge ?? USUAL), ...changes } })
  return (
    <>
      <div>
        <Checkbox
          checked={judge !== undefined}
          onChange={({ target }) => (target.checked ? put({}) : onChange(plain))}
        >
          {t('judge')}
        </Checkbox>
        <Explain what={t('judge')}>{t('judge_help')}</Explain>
      </div>
      {judge && (
        <>
          <Field label={t('measure')}>
            {(id) => (
              <Select
                id={id}
                style={{ width: '100%' }}
                value={judge.measure}
                options={splitMeasures.map((value) => ({ value, label: t(`measure_${value}`) }))}
                onChange={(measure) => put({ measure })}
              />
            )}
          </Field>
          {NUMBERS.map(({ key, text, min, max }) => (
            <Field key={key} label={t(text)}>
              {(id) => (
                <InputNumber
                  id={id}
                  min={min}
                  max={max}
                  precision={0}
                  changeOnWheel={false}
                  value={judge[key]}
                  onChange={(value) => put({ [key]: value ?? min })}
                />
              )}
            </Field>
          ))}
        </>
      )}
    </>
  )
}
