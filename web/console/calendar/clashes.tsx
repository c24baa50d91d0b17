import type { z } from 'zod'
import type { Collision, collisions } from '../../../contract/calendar.ts'
import { Card, Day, Go, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What does not go together, day by day; nothing where all is well. */
export function Clashes({ found }: { found: z.infer<typeof collisions> }) {
  const t = useText(texts)
  const format = useFormat()
  if (found.items.length === 0 && found.notLookedAt.length === 0) return null
  const unseen = found.notLookedAt.map((on) => format.day(on)).join(' · ')
  return (
    <Card title={t('clashes')}>
      <div className="kit-stack">
        {found.items.map((one) => (
          <div key={JSON.stringify(one)}>
            <Day on={one.on} /> <Words of={one} />
          </div>
        ))}
        {unseen !== '' && <p className="kit-soft">{t('clash_unseen', { days: unseen })}</p>}
      </div>
    </Card>
  )
}

const link = ({ id, name }: { id: string; name: string }) => (
  <Go to={`/broadcasts/${id}`}>{name}</Go>
)

function Words({ of }: { of: Collision }) {
  const t = useText(texts)
  switch (of.kind) {
    case 'overlap':
      return t.rich('clash_overlap', {
        first: link(of.first),
        second: link(of.second),
        people: of.people,
      })
    case 'quota':
      return t('clash_quota', { most: of.most, planned: of.planned, days: of.days })
    case 'mourning':
      return t.rich('clash_mourning', { name: link(of.broadcast), festival: t(of.festival) })
  }
}
