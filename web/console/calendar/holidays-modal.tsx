import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type ArrangedDay, type Holidays, holidays } from '../../../contract/almanac.ts'
import { api, Loaded, useDeed, useLoad, useMay, useText, useWhen } from '../../ui/index.ts'
import { linesOf, readLines } from './holiday-lines.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const ROWS = 12
const refresh = ['/api/holidays', '/api/calendar']

/** A year's public holidays: where they are from, and their words to be changed. */
export function HolidaysModal({ year, onClose }: { year: number; onClose: () => void }) {
  const t = useText(texts)
  const load = useLoad(`/api/holidays/${year}`, holidays)
  return (
    <Modal
      open
      title={t('holidays_title', { year: String(year) })}
      footer={null}
      onCancel={onClose}
    >
      <Loaded load={load} shape="detail">
        {(found) => <Fields key={found.changedAt} found={found} onClose={onClose} />}
      </Loaded>
    </Modal>
  )
}

function Fields({ found, onClose }: { found: Holidays; onClose: () => void }) {
  const t = useText(texts)
  const when = useWhen()
  const mayWrite = useMay('journeys.write')
  const [text, setText] = useState(linesOf(found.days))
  const path = `/api/holidays/${found.year}`
  const save = useDeed((days: ArrangedDay[]) => api.put(path, done, { days }), {
    refresh,
    done: onClose,
  })
  const back = useDeed(() => api.del(path, done), { refresh, done: onClose })
  const read = readLines(text, found.year)
  const who = found.changedBy ?? t('holidays_someone')
  return (
    <div className="kit-stack">
      <p>
        {found.from === 'own' && found.changedAt !== null
          ? t('holidays_own', { who, when: when(found.changedAt) })
          : t(found.from === 'none' ? 'holidays_none' : 'holidays_source')}
      </p>
      <p className="kit-soft">{t('holidays_hint')}</p>
      <Input.TextArea
        aria-label={t('holidays_lines')}
        rows={ROWS}
        value={text}
        disabled={!mayWrite}
        onChange={(event) => setText(event.target.value)}
      />
      {'line' in read && (
        <p role="alert">{t('holidays_bad', { line: read.line, text: read.text })}</p>
      )}
      {mayWrite && (
        <div className="kit-deeds">
          <Button
            type="primary"
            disabled={!('days' in read)}
            loading={save.isBusy}
            onClick={() => 'days' in read && save.run(read.days)}
          >
            {t('holidays_save')}
          </Button>
          {found.from === 'own' && (
            <Button loading={back.isBusy} onClick={() => back.run(undefined)}>
              {t('holidays_back')}
            </Button>
          )}
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      )}
    </div>
  )
}
