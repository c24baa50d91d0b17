import { Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { Welcome } from '../../../contract/acquisition.ts'
import { minuteOf } from '../../../contract/hours.ts'
import {
  type Comer,
  comers,
  fittingWelcome,
  type WayWelcome,
  type WelcomeLanguage,
  welcomeLanguages,
} from '../../../contract/way-welcome.ts'
import { Card, useText } from '../../ui/index.ts'
import { Face } from '../../ui/person-cell.tsx'
import { useMe } from '../session/me.ts'
import { DAYS } from './schedule-days.ts'
import { scheduleTexts } from './schedule-text.ts'
import { texts } from './text.ts'
import { wayWelcomeTexts } from './way-welcome-text.ts'
import './acquisition.css'

/** When somebody comes, and which language they speak. */
type Moment = { weekday: number; time: string; language: WelcomeLanguage | null }
const MORNING: Moment = { weekday: 1, time: '10:00', language: null }

/**
 * The chat right after the scan, as the customer sees it: the first welcome that fits who comes and when, else the usual
 * words, else the general ones, else nothing.
 */
export function ChatPreview({
  words,
  welcomes = [],
  general,
  associate,
  skipVerify = true,
}: {
  words: Welcome
  welcomes?: readonly WayWelcome[]
  general: Welcome | undefined
  /** Who greets; the first of the code's associates. */
  associate: string | undefined
  skipVerify?: boolean
}) {
  const t = useText(texts)
  const [comer, setComer] = useState<Comer>('new')
  const [moment, setMoment] = useState(MORNING)
  const name = associate ?? t('preview_associate')
  const at = { weekday: moment.weekday, minute: minuteOf(moment.time) }
  const fitting = fittingWelcome(welcomes, { comer, language: moment.language, at })
  const own = welcomes[fitting]?.words ?? wordsFor(comer, words)
  const said = own || wordsFor(comer, general)
  const shown = welcomes.length > 0 ? comers : (['new', 'back'] as const)
  return (
    <Card
      title={t('preview')}
      extra={
        <Segmented<Comer>
          size="small"
          value={comer}
          onChange={setComer}
          options={shown.map((one) => ({ value: one, label: t(`preview_who_${one}`) }))}
        />
      }
    >
      <div className="kit-stack">
        {welcomes.length > 0 && <When moment={moment} onChange={setMoment} />}
        <Phone said={said} associate={name} skipVerify={skipVerify} />
        {said === '' && <p className="kit-soft">{t('preview_nothing')}</p>}
        {own === '' && said !== '' && <p className="kit-soft">{t('preview_general')}</p>}
        {welcomes.length > 0 && own !== '' && <Which fitting={fitting} />}
      </div>
    </Card>
  )
}

function Which({ fitting }: { fitting: number }) {
  const t = useText(wayWelcomeTexts)
  const says = fitting < 0 ? t('preview_usual') : t('preview_chosen', { no: fitting + 1 })
  return <p className="kit-soft">{says}</p>
}

function When({ moment, onChange }: { moment: Moment; onChange: (moment: Moment) => void }) {
  const t = useText(wayWelcomeTexts)
  const days = useText(scheduleTexts)
  return (
    <div className="kit-deeds">
      <Select
        aria-label={t('preview_day')}
        value={moment.weekday}
        onChange={(weekday) => onChange({ ...moment, weekday })}
        options={DAYS.map((day) => ({
          value: day,
          label: days('weekday', { day: days(`day_${day}`) }),
        }))}
      />
      <Input
        type="time"
        aria-label={t('preview_time')}
        className="way-welcome-time"
        value={moment.time}
        onChange={({ target }) => onChange({ ...moment, time: target.value || MORNING.time })}
      />
      <Select<WelcomeLanguage>
        allowClear
        aria-label={t('preview_language')}
        placeholder={t('preview_language')}
        className="way-welcome-time"
        value={moment.language}
        onChange={(language) => onChange({ ...moment, language: language ?? null })}
        options={welcomeLanguages.map((one) => ({ value: one, label: t(`language_${one}`) }))}
      />
    </div>
  )
}

function Phone({
  said,
  associate,
  skipVerify,
}: {
  said: string
  associate: string
  skipVerify: boolean
}) {
  const t = useText(texts)
  const brand = useMe().data?.workspace.name ?? t('preview_brand')
  return (
    <div className="way-phone" aria-live="polite">
      <span className="way-phone-notice">
        {t(skipVerify ? 'preview_added' : 'preview_requested', { associate })}
      </span>
      {said !== '' && (
        <div className="way-phone-line">
          <Face name={associate} />
          <div className="way-bubble">
            {filled(said, { customer: t('preview_customer'), associate, brand })}
          </div>
        </div>
      )}
    </div>
  )
}

/** As the server chooses: who comes back without words of their own gets those for a new one. */
function wordsFor(comer: Comer, words: Welcome | undefined): string {
  if (!words) return ''
  return (comer !== 'new' && words.welcomeReturning.trim()) || words.welcomeNew.trim()
}

function filled(words: string, values: Record<string, string>): string {
  return words.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole)
}
