import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'
import { type Card, done } from './wire.ts'
import { act } from './world.tsx'

type Chosen = Record<string, string[]>
type Shown = { userid: string; msgid: string; card: Card; replaced: string }

/** A template card as WeCom draws it. What it answers goes to the product as an event. */
export function CardView({ userid, msgid, card, replaced }: Shown) {
  const { source, main_title: main, quote_area: quote, horizontal_content_list: facts } = card
  return (
    <div className="notice-card">
      {source?.desc && <p className="link-desc">{source.desc}</p>}
      {main?.title && <p className="link-title">{main.title}</p>}
      {main?.desc && <p className="link-desc">{main.desc}</p>}
      {card.card_image && <img className="notice-picture" src={card.card_image.url} alt="" />}
      {card.emphasis_content?.title && <p className="emphasis">{card.emphasis_content.title}</p>}
      {card.emphasis_content?.desc && <p className="link-desc">{card.emphasis_content.desc}</p>}
      {quote?.quote_text && <blockquote className="quote">{quote.quote_text}</blockquote>}
      {card.sub_title_text && <p>{card.sub_title_text}</p>}
      {card.vertical_content_list?.map(({ title, desc }) => (
        <p key={title}>
          <strong>{title}</strong> {desc}
        </p>
      ))}
      {facts && facts.length > 0 && (
        <dl className="notice-facts">
          {facts.map(({ keyname, value }) => (
            <div key={keyname}>
              <dt>{keyname}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {replaced === '' ? (
        <Answers userid={userid} msgid={msgid} card={card} />
      ) : (
        <p className="replaced">{replaced}</p>
      )}
      <Links card={card} />
    </div>
  )
}

function Links({ card }: { card: Card }) {
  const t = useText(texts)
  const url = card.card_action?.url
  return (
    <>
      {card.jump_list?.map(({ title, url: to }) => (
        <a key={title} className="notice-link" href={to} target="_blank" rel="noreferrer">
          {title}
        </a>
      ))}
      {url && (
        <a className="notice-link" href={url} target="_blank" rel="noreferrer">
          {t('open_card')}
        </a>
      )}
    </>
  )
}

/** What can be answered: buttons, a vote, choices, and what hides in the menu. */
function Answers({ userid, msgid, card }: Omit<Shown, 'replaced'>) {
  const [chosen, setChosen] = useState<Chosen>(() => preset(card))
  const press = (key: string) => void act('press', done, { userid, msgid, key, chosen })
  const questions = [...(card.select_list ?? []), ...(card.button_selection ?? [])]
  return (
    <>
      {questions.map((question) => (
        <label key={question.question_key} className="choice">
          <span>{question.title}</span>
          <select
            className="field"
            value={chosen[question.question_key]?.[0] ?? ''}
            onChange={(event) =>
              setChosen({ ...chosen, [question.question_key]: [event.target.value] })
            }
          >
            {question.option_list.map(({ id, text }) => (
              <option key={id} value={id}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
      {card.checkbox && <Vote box={card.checkbox} chosen={chosen} onChoose={setChosen} />}
      <div className="pair">
        {card.button_list?.map((button) =>
          button.url ? (
            <a
              key={button.text}
              className="button"
              href={button.url}
              target="_blank"
              rel="noreferrer"
            >
              {button.text}
            </a>
          ) : (
            <button
              key={button.text}
              type="button"
              className={(button.style ?? 1) === 1 ? 'button button-main' : 'button'}
              onClick={() => press(button.key ?? '')}
            >
              {button.text}
            </button>
          ),
        )}
        {card.submit_button && (
          <button
            type="button"
            className="button button-main"
            onClick={() => press(card.submit_button?.key ?? '')}
          >
            {card.submit_button.text}
          </button>
        )}
        {card.action_menu?.action_list.map(({ key, text }) => (
          <button key={key} type="button" className="button" onClick={() => press(key)}>
            {text}
          </button>
        ))}
      </div>
    </>
  )
}

function preset(card: Card): Chosen {
  const questions = [...(card.select_list ?? []), ...(card.button_selection ?? [])]
  const selects = questions.map(({ question_key: key, selected_id: id, option_list: options }) => [
    key,
    [id ?? options[0]?.id ?? ''],
  ])
  const box = card.checkbox
  const checked = box?.option_list.filter((one) => one.is_checked).map(({ id }) => id) ?? []
  return Object.fromEntries([...selects, ...(box ? [[box.question_key, checked]] : [])])
}

function Vote({
  box,
  chosen,
  onChoose,
}: {
  box: NonNullable<Card['checkbox']>
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
}) {
  const key = box.question_key
  const mine = chosen[key] ?? []
  const isMany = box.mode === 1
  const toggle = (id: string) => {
    const rest = mine.filter((one) => one !== id)
    const next = isMany ? (rest.length < mine.length ? rest : [...mine, id]) : [id]
    onChoose({ ...chosen, [key]: next })
  }
  return (
    <fieldset className="vote">
      {box.option_list.map(({ id, text }) => (
        <label key={id}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            checked={mine.includes(id)}
            onChange={() => toggle(id)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
