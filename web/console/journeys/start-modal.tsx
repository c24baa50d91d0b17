import { Modal } from 'antd'
import { startersIn } from '../../../contract/journey-starters.ts'
import { madeJourney } from '../../../contract/journey-view.ts'
import { api, useDeed, useGo, useLanguage, useText } from '../../ui/index.ts'
import './journeys.css'
import { texts } from './begin-text.ts'

/** Where a new SOP begins: a ready plan, or nothing. */
export function StartModal({ close }: { close: () => void }) {
  const t = useText(texts)
  const go = useGo()
  const language = useLanguage()
  const make = useDeed((body: unknown) => api.post('/api/journeys', madeJourney, body), {
    refresh: ['/api/journeys'],
    done: ({ id }) => go(`/journeys/${id}/edit`),
  })
  return (
    <Modal open title={t('new_title')} footer={null} width={760} onCancel={close}>
      <div className="sop-starters">
        {startersIn(language).map(({ id, name, why }) => (
          <button
            key={id}
            type="button"
            className="sop-starter"
            disabled={make.isBusy}
            onClick={() => make.run({ starter: id })}
          >
            <strong>{name}</strong>
            <p className="kit-soft">{why}</p>
          </button>
        ))}
        <button
          type="button"
          className="sop-starter"
          disabled={make.isBusy}
          onClick={() => make.run({ name: t('new_name') })}
        >
          <strong>{t('new_empty')}</strong>
          <p className="kit-soft">{t('new_empty_why')}</p>
        </button>
      </div>
    </Modal>
  )
}
