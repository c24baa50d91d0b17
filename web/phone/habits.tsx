import { type FormEvent, useState } from 'react'
import { useText } from '../ui/language.ts'
import { habitTexts } from './habit-text.ts'
import { done, type HabitsOfCrowd, habitsSeen } from './wire.ts'
import { act, useLook } from './world.tsx'

const DAY_MS = 86_400_000
/** What stands in the form before anybody has chosen: a crowd that is not made of stone. */
const USUAL: HabitsOfCrowd = {
  seed: 1,
  opens: 0.2,
  replies: 0.05,
  invites: 0.02,
  bears: 2,
  windowMs: 7 * DAY_MS,
  leaves: 0.1,
  accepts: 0.9,
}
const SHARES = ['opens', 'replies', 'invites'] as const

/** How the crowd behaves by itself, beside the one person whom one plays. */
export function Habits() {
  const t = useText(habitTexts)
  const seen = useLook('/sandbox/habits', habitsSeen)
  return (
    <section className="desk" aria-label={t('habits')}>
      <header className="desk-head">
        <h2>{t('habits')}</h2>
        <p className="soft">{t('why')}</p>
      </header>
      <div className="desk-body">
        {/* What somebody else sets meanwhile stands in the form, too. */}
        {seen && <Form key={JSON.stringify(seen.habits)} standing={seen.habits} />}
      </div>
    </section>
  )
}

function Form({ standing }: { standing: HabitsOfCrowd | null }) {
  const t = useText(habitTexts)
  const [wanted, setWanted] = useState(standing ?? USUAL)
  const [isRefused, setRefused] = useState(false)
  const set = (change: Partial<HabitsOfCrowd>) => setWanted({ ...wanted, ...change })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setRefused((await act('habits', done, wanted)) === null)
  }
  return (
    <form className="habits" onSubmit={(event) => void submit(event)}>
      <p className={standing ? 'habits-live' : 'soft'} role="status">
        {t(standing ? 'live' : 'still')}
      </p>
      {SHARES.map((name) => (
        <Share
          key={name}
          label={t(name)}
          value={wanted[name]}
          onChange={(value) => set({ [name]: value })}
        />
      ))}
      <Count
        label={t('bears')}
        unit={t('messages')}
        min={0}
        value={wanted.bears}
        onChange={(bears) => set({ bears })}
      />
      <Count
        label={t('days')}
        unit={t('day')}
        min={1}
        value={Math.round(wanted.windowMs / DAY_MS)}
        onChange={(days) => set({ windowMs: days * DAY_MS })}
      />
      <Share label={t('leaves')} value={wanted.leaves} onChange={(leaves) => set({ leaves })} />
      <label className="habits-check">
        <input
          type="checkbox"
          checked={wanted.accepts === null}
          onChange={(event) => set({ accepts: event.target.checked ? null : USUAL.accepts })}
        />
        <span>{t('says_nothing')}</span>
      </label>
      {wanted.accepts !== null && (
        <Share
          label={t('accepts')}
          value={wanted.accepts}
          onChange={(accepts) => set({ accepts })}
        />
      )}
      {isRefused && (
        <p className="refused" role="alert">
          {t('refused')}
        </p>
      )}
      <div className="pair">
        <button type="submit" className="button button-main">
          {t(standing ? 'change' : 'begin')}
        </button>
        {standing && (
          <button type="button" className="button" onClick={() => void act('habits', done, null)}>
            {t('stop')}
          </button>
        )}
      </div>
    </form>
  )
}

type Field = { label: string; value: number; onChange: (value: number) => void }

function Share({ label, value, onChange }: Field) {
  const t = useText(habitTexts)
  return (
    <Count
      label={label}
      unit={t('percent')}
      min={0}
      max={100}
      value={Math.round(value * 100)}
      onChange={(percent) => onChange(percent / 100)}
    />
  )
}

function Count({
  label,
  unit,
  min,
  max,
  value,
  onChange,
}: Field & { unit: string; min: number; max?: number }) {
  return (
    <label className="habits-field">
      <span>{label}</span>
      <input
        type="number"
        className="field"
        required
        step={1}
        min={min}
        max={max}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <span className="soft">{unit}</span>
    </label>
  )
}
