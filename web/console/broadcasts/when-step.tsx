import { DatePicker, InputNumber, Radio, Switch, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useText, useWhen } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { ControlFields } from '../journeys/plan-form.tsx'
import { texts } from './text.ts'
import type { Draft } from './use-autosave.ts'

const HOURS_MAX = 336
const HOUR_MS = 3_600_000
const DAYTIME = { from: '10:00', to: '20:00' }

/** When it begins, until when it may leave, and who is left out to compare. */
export function WhenStep({ draft }: { draft: Draft }) {
  const t = useText(texts)
  const { validHours, control } = draft.plan
  return (
    <div className="kit-stack">
      <Start draft={draft} />
      <Field label={t('valid')} help={t('valid_help')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={HOURS_MAX}
            precision={0}
            changeOnWheel={false}
            suffix={t('hours')}
            value={validHours}
            onChange={(hours) => draft.change({ validHours: hours ?? 1 })}
          />
        )}
      </Field>
      <Window draft={draft} />
      <ControlFields control={control} onChange={(next) => draft.change({ control: next })} />
    </div>
  )
}

function Start({ draft }: { draft: Draft }) {
  const t = useText(texts)
  const when = useWhen()
  const { start } = draft.plan
  const at = start.kind === 'at' ? dayjs(start.at) : null
  return (
    <section className="kit-stack">
      <h3>{t('start')}</h3>
      <Radio.Group
        value={start.kind}
        onChange={({ target }) =>
          draft.change({
            start:
              target.value === 'now'
                ? { kind: 'now' }
                : { kind: 'at', at: dayjs().add(HOUR_MS, 'ms').startOf('hour').toISOString() },
          })
        }
        options={[
          { value: 'now', label: t('start_now') },
          { value: 'at', label: t('start_at') },
        ]}
      />
      {start.kind === 'at' && (
        <div className="kit-deeds">
          <DatePicker
            aria-label={t('start_pick')}
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            allowClear={false}
            value={at}
            onChange={(next) =>
              next && draft.change({ start: { kind: 'at', at: next.toISOString() } })
            }
          />
          <span className="kit-soft">{t('start_means', { when: when(start.at) })}</span>
        </div>
      )}
    </section>
  )
}

function Window({ draft }: { draft: Draft }) {
  const t = useText(texts)
  const { window } = draft.plan
  const field = (key: 'from' | 'to') =>
    window && (
      <TimePicker
        aria-label={t(`window_${key}`)}
        format="HH:mm"
        minuteStep={15}
        allowClear={false}
        needConfirm={false}
        value={dayjs(`2026-01-01T${window[key]}`)}
        onChange={(next) =>
          next && draft.change({ window: { ...window, [key]: next.format('HH:mm') } })
        }
      />
    )
  return (
    <div className="kit-deeds">
      <Switch
        aria-label={t('window')}
        checked={window !== null}
        onChange={(isOn) => draft.change({ window: isOn ? DAYTIME : null })}
      />
      <span>{t('window')}</span>
      {window && (
        <>
          {t('window_from')} {field('from')} {t('window_to')} {field('to')}
        </>
      )}
    </div>
  )
}
