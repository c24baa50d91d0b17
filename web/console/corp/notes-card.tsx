import { Card, useText } from '../../ui/index.ts'
import { checkTexts } from './checkup-text.ts'

const NOTES = [
  { head: 'days', lines: ['days_verified', 'days_domain', 'days_developer'] },
  { head: 'costs', lines: ['cost_archive', 'cost_links', 'cost_relations'] },
  { head: 'know', lines: ['know_again', 'know_one'] },
] as const

/** What is not in our hands: what takes days, what costs money, what WeCom does not tell. */
export function NotesCard() {
  const t = useText(checkTexts)
  return (
    <Card title={t('notes')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('notes_what')}</p>
        {NOTES.map(({ head, lines }) => (
          <section key={head}>
            <h3>{t(head)}</h3>
            <ul className="kit-stack">
              {lines.map((line) => (
                <li key={line}>{t(line)}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  )
}
