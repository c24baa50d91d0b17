import { Button, Modal } from 'antd'
import { rehearsalPeople } from '../../../contract/journey-rehearsal.ts'
import { Loaded, PersonCell, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts } from './rehearsal-text.ts'

/** A figure of a rehearsal that is opened: what is asked for, and how it is called. */
export type Opened = { what: string; says: string; people: number }

/** A number that opens its people. */
export function Count({ opened, open }: { opened: Opened; open: (opened: Opened) => void }) {
  const format = useFormat()
  if (opened.people === 0) return <span className="kit-soft">0</span>
  return (
    <Button type="link" size="small" className="kit-number" onClick={() => open(opened)}>
      {format.count(opened.people)}
    </Button>
  )
}

/** The people behind a figure. */
export function PeopleModal({
  journeyId,
  opened: { what, says, people },
  close,
}: {
  journeyId: string
  opened: Opened
  close: () => void
}) {
  const t = useText(texts)
  const load = useLoad(`/api/journeys/${journeyId}/rehearsal/people`, rehearsalPeople, {
    query: { what },
  })
  return (
    <Modal
      open
      title={t('people_title', { what: says, count: people })}
      footer={<Button onClick={close}>{t('close')}</Button>}
      onCancel={close}
    >
      <Loaded load={load} shape="list">
        {({ items, isCut }) => (
          <div className="kit-stack sop-people">
            {items.length === 0 && <p className="kit-soft">{t('people_none')}</p>}
            {items.map(({ id, name }) => (
              <PersonCell key={id} name={name} to={`/customers/${id}`} />
            ))}
            {isCut && <p className="kit-soft">{t('people_cut', { count: items.length })}</p>}
          </div>
        )}
      </Loaded>
    </Modal>
  )
}
