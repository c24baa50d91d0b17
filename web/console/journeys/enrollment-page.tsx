import { enrollment as enrollmentShape } from '../../../contract/journey-view.ts'
import { Card, Go, GoButton, Loaded, PageHead, useLoad, usePart, useText } from '../../ui/index.ts'
import { Inspector } from './inspector.tsx'
import './journeys.css'
import { texts } from './text.ts'

/** One way of one person through an SOP, on a page of its own. */
export function EnrollmentPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/enrollments/${id}`, enrollmentShape)
  return (
    <Loaded load={load} shape="form">
      {({ customer, journey, version }) => (
        <div className="kit-page">
          <PageHead
            title={customer.name || t('nameless')}
            sentence={`${journey.name} · ${t('version', { no: version })}`}
            deeds={
              <>
                <Go to={`/customers/${customer.id}`}>{t('person')}</Go>
                <GoButton to={`/journeys/${journey.id}`}>{t('people_back')}</GoButton>
              </>
            }
          />
          <Card>
            <Inspector id={id} />
          </Card>
        </div>
      )}
    </Loaded>
  )
}
