import type { ImportKind, TakenBack } from '../../../contract/import.ts'
import { Facts, Sentence, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What undoing took back, and who of those whom the import brought stays and why. */
export function Taken({
  begin,
  taken,
  kind,
}: {
  begin: string
  taken: TakenBack
  kind: ImportKind
}) {
  const t = useText(texts)
  const { orders, people, taggings, events, merges } = taken
  return (
    <>
      <Sentence>
        {begin}
        {kind === 'orders' && t('taken_orders', orders)}
        {t('taken_people', { removed: people.removed, restored: people.restored })}
        {t('taken_rest', { taggings, events, merges })}
      </Sentence>
      {people.kept.length > 0 && (
        <>
          <h3>{t('stayed')}</h3>
          <p className="kit-soft">{t('stayed_about')}</p>
          <Facts
            facts={people.kept.map(({ reason, count }) => ({
              label: t(`stayed_${reason}`),
              value: t('stayed_count', { count }),
            }))}
          />
        </>
      )}
    </>
  )
}
