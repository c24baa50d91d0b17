import { groupsOfPerson } from '../../../contract/group.ts'
import { Card, Explain, Go, useLoad, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 5_000

/** The customer groups of one person; nothing where there never was one. */
export function PersonGroups({ personId }: { personId: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/customers/${personId}/groups`, groupsOfPerson, { every: LIVE_MS })
  const items = load.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card
      title={t('person_groups')}
      extra={<Explain what={t('person_groups')}>{t('person_groups_help')}</Explain>}
    >
      <ul className="kit-stack">
        {items.map(({ group, owner, joinedAt, leftAt, leftHow }) => (
          <li key={`${group.id} ${joinedAt}`}>
            <Go to={`/groups/${group.id}`}>{group.name || t('unnamed')}</Go>
            <div className="kit-soft">
              {owner?.name} {t.rich('person_since', { at: <When at={joinedAt} /> })}{' '}
              {leftAt !== null && (
                <>
                  · {t.rich('person_left', { at: <When at={leftAt} /> })}{' '}
                  {t(`left_${leftHow ?? 'unknown'}`)}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
