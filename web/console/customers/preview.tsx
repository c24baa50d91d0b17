import { Tag } from 'antd'
import type { CustomerRow } from '../../../contract/customer.ts'
import { Facts, Money, useFormat, useText, When } from '../../ui/index.ts'
import { useEventWord, useSourceWord } from './event-word.ts'
import { texts } from './text.ts'
import { useIdentityWord } from './words.ts'

/** The list's drawer: enough to decide whether to open the page. */
export function CustomerPreview({ row }: { row: CustomerRow }) {
  const t = useText(texts)
  const format = useFormat()
  const eventWord = useEventWord()
  const sourceWord = useSourceWord()
  const identityWord = useIdentityWord()
  return (
    <div className="kit-stack">
      {row.tags.length > 0 && (
        <div>
          {row.tags.map((tag) => (
            <Tag key={tag.id}>{tag.name}</Tag>
          ))}
        </div>
      )}
      <Facts
        facts={[
          {
            label: t('column_last'),
            value: (
              <>
                <When at={row.lastSeenAt} /> {row.lastEvent !== '' && eventWord(row.lastEvent)}
              </>
            ),
          },
          { label: t('column_first'), value: <When at={row.firstSeenAt} /> },
          { label: t('column_source'), value: sourceWord(row.source) },
          { label: t('column_orders'), value: format.count(row.orders) },
          { label: t('column_total'), value: <Money minor={row.total} /> },
        ]}
      />
      <ul>
        {row.identities.map(({ kind, masked }) => (
          <li key={`${kind} ${masked}`}>
            {identityWord(kind)} <code>{masked}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
