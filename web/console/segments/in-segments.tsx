import { segmentsOfPerson } from '../../../contract/segment-view.ts'
import { Card, Go, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** The segments that a person is in, each a click away from why. */
export function InSegments({ customerId }: { customerId: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/customers/${customerId}/segments`, segmentsOfPerson)
  if (!load.data) return null
  const { items } = load.data
  return (
    <Card title={t('in_segments')}>
      {items.length === 0 && <p className="kit-soft">{t('in_segments_none')}</p>}
      <ul className="kit-deeds">
        {items.map(({ id, name }) => (
          <li key={id}>
            <Go to={`/segments/${id}?why=${customerId}`}>{name}</Go>
          </li>
        ))}
      </ul>
    </Card>
  )
}
