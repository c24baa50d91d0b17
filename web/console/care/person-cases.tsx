import { Button } from 'antd'
import { useState } from 'react'
import { casesOfPerson } from '../../../contract/care.ts'
import { Card, Go, useLoad, useMay, useText, When } from '../../ui/index.ts'
import { OpenModal } from './open-modal.tsx'
import { texts } from './text.ts'
import { CaseState } from './words.tsx'

const LIVE_MS = 5_000

/** The service cases of one person, and opening one. */
export function PersonCases({ personId }: { personId: string }) {
  const t = useText(texts)
  const mayWrite = useMay('customers.write')
  const [isOpening, setOpening] = useState(false)
  const load = useLoad(`/api/customers/${personId}/service-cases`, casesOfPerson, {
    every: LIVE_MS,
  })
  const items = load.data?.items ?? []
  const isUnsolved = items.some(({ state }) => state !== 'solved' && state !== 'closed')
  return (
    <Card
      title={t('person_cases')}
      {...(mayWrite
        ? { extra: <Button onClick={() => setOpening(true)}>{t('open')}</Button> }
        : {})}
    >
      <div className="kit-stack">
        {isUnsolved && <p>{t('person_stops')}</p>}
        {load.data && items.length === 0 && <p className="kit-soft">{t('person_none')}</p>}
        {items.map((one) => (
          <div key={one.id}>
            <Go to={`/service-cases/${one.id}`}>
              {t('heading', { no: String(one.no), subject: one.subject })}
            </Go>
            <div>
              <CaseState one={one} />{' '}
              <span className="kit-soft">
                <When at={one.openedAt} />
              </span>
            </div>
          </div>
        ))}
      </div>
      {isOpening && <OpenModal customerId={personId} close={() => setOpening(false)} />}
    </Card>
  )
}
