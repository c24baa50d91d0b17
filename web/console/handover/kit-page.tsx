import { Table, Tag } from 'antd'
import { type StarterKit, starterKit } from '../../../contract/handover.ts'
import {
  CopyText,
  Day,
  Empty,
  GoButton,
  Loaded,
  Money,
  PersonCell,
  ReportPage,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

type Item = StarterKit['items'][number]

/** What a colleague who takes customers over does first, on one page that prints. */
export function KitPage() {
  const userid = usePart('userid')
  const load = useLoad(`/api/starter-kits/${encodeURIComponent(userid)}`, starterKit)
  return (
    <Loaded load={load} shape="list">
      {(kit) => <Kit kit={kit} />}
    </Loaded>
  )
}

function Kit({ kit }: { kit: StarterKit }) {
  const t = useText(texts)
  const { name } = kit.associate
  if (kit.customers === 0)
    return (
      <Empty
        what={t('kit_empty', { name })}
        why={t('empty_why')}
        action={<GoButton to="/handover">{t('title')}</GoButton>}
      />
    )
  const { customers, underway, counts, items } = kit
  return (
    <ReportPage
      title={t('kit_of', { name })}
      question={t('kit_question', { name })}
      sentence={t('kit_sentence', { customers, underway, ...counts })}
      table={
        <>
          <Table<Item>
            rowKey="id"
            dataSource={items}
            pagination={false}
            columns={[
              {
                title: t('customer'),
                width: 200,
                render: (_, one) => (
                  <PersonCell
                    name={one.name || t('nameless')}
                    to={`/customers/${one.id}`}
                    last={t(`state_${one.state}`)}
                  />
                ),
              },
              { title: t('kit_first'), render: (_, one) => <First one={one} me={name} /> },
              {
                title: t('kit_needs'),
                width: 180,
                render: (_, one) => (
                  <>
                    {one.needs.map((tag) => (
                      <Tag key={tag}>{tag}</Tag>
                    ))}
                    {one.doNotSay.map((tag) => (
                      <Tag key={tag} color="error">
                        {t('kit_do_not_say', { tag })}
                      </Tag>
                    ))}
                  </>
                ),
              },
              {
                title: t('kit_worth'),
                width: 120,
                align: 'right',
                render: (_, one) => <Money minor={one.total} />,
              },
            ]}
          />
          {customers > items.length && (
            <p className="kit-soft">{t('kit_more', { count: items.length })}</p>
          )}
        </>
      }
      method={<p>{t('kit_method')}</p>}
    />
  )
}

/** Why somebody stands here, and what to say first. */
function First({ one, me }: { one: Item; me: string }) {
  const t = useText(texts)
  const about = one.about
  const words = t(`words_${one.urgency}`, {
    ...{ name: one.name, me, from: one.from, about },
  })
  return (
    <>
      <strong>{t(`urgency_${one.urgency}`, { about })}</strong>{' '}
      {one.dueOn !== null && (
        <span className="kit-soft">{t.rich('due_by', { at: <Day on={one.dueOn} /> })}</span>
      )}
      {one.dueAt !== null && (
        <span className="kit-soft">{t.rich('due_by', { at: <When at={one.dueAt} /> })}</span>
      )}
      <div className="kit-soft">
        <CopyText text={words} />
      </div>
    </>
  )
}
