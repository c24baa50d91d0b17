import { Button, Dropdown, Tag } from 'antd'
import { useState } from 'react'
import { type FormPlan, type FormQuestion, questionKinds } from '../../../contract/form.ts'
import type { FormProblem } from '../../../contract/form-problems.ts'
import { useText, useUndoToast } from '../../ui/index.ts'
import { canAdd, insert, moveTo, newQuestion, remove } from './draft.ts'
import { texts } from './text.ts'

type Props = {
  plan: FormPlan
  /** Null: the title and the thanks. */
  selected: string | null
  problems: readonly FormProblem[]
  onSelect: (questionId: string | null) => void
  onChange: (plan: FormPlan) => void
}

/** The questions in order: to choose, add, move (by hand or by drag) and delete. */
export function QuestionList(props: Props) {
  const t = useText(texts)
  const { plan, problems, selected, onSelect, onChange } = props
  const [dragged, setDragged] = useState<string | null>(null)
  const whole = problems.filter(({ question }) => question === '').length
  return (
    <>
      <div className="frm-line">
        <button type="button" aria-pressed={selected === null} onClick={() => onSelect(null)}>
          <span>{t('whole')}</span>
          {whole > 0 && <Tag color="warning">{t('problems', { count: whole })}</Tag>}
        </button>
      </div>
      {plan.questions.length === 0 && <p className="kit-soft">{t('no_questions')}</p>}
      <ol className="frm-list">
        {plan.questions.map((question, at) => (
          <li
            key={question.id}
            draggable
            onDragStart={() => setDragged(question.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => {
              if (dragged !== null) onChange(moveTo(plan, dragged, at))
              setDragged(null)
            }}
          >
            <Line {...props} question={question} at={at} />
          </li>
        ))}
      </ol>
      <Add {...props} />
    </>
  )
}

function Line({
  question,
  at,
  plan,
  selected,
  problems,
  onSelect,
  onChange,
}: Props & { question: FormQuestion; at: number }) {
  const t = useText(texts)
  const undoable = useUndoToast()
  const { id, kind } = question
  const title = question.title.trim() || t('untitled')
  const wrong = problems.filter((problem) => problem.question === id).length
  const drop = () => {
    onChange(remove(plan, id))
    if (selected === id) onSelect(null)
    undoable({ says: t('removed'), undo: () => onChange(plan) })
  }
  const deeds = {
    up: () => onChange(moveTo(plan, id, at - 1)),
    down: () => onChange(moveTo(plan, id, at + 1)),
    remove: drop,
  }
  return (
    <div className="frm-line">
      <button type="button" aria-pressed={selected === id} onClick={() => onSelect(id)}>
        <span>
          {at + 1}. {title}
        </span>
        <span className="kit-soft">
          {t(`kind_${kind}`)}{' '}
          {wrong > 0 && <Tag color="warning">{t('problems', { count: wrong })}</Tag>}
        </span>
      </button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'up', label: t('up'), disabled: at === 0, onClick: deeds.up },
            {
              key: 'down',
              label: t('down'),
              disabled: at === plan.questions.length - 1,
              onClick: deeds.down,
            },
            { key: 'remove', label: t('remove'), danger: true, onClick: deeds.remove },
          ],
        }}
      >
        <Button
          type="text"
          size="small"
          aria-label={`${title}: ${t('up')}, ${t('down')}, ${t('remove')}`}
        >
          ⋯
        </Button>
      </Dropdown>
    </div>
  )
}

function Add({ plan, selected, onSelect, onChange }: Props) {
  const t = useText(texts)
  return (
    <Dropdown
      trigger={['click']}
      disabled={!canAdd(plan)}
      menu={{
        items: questionKinds.map((kind) => ({
          key: kind,
          label: t(`kind_${kind}`),
          onClick: () => {
            const question = newQuestion(plan, kind)
            onChange(insert(plan, question, selected))
            onSelect(question.id)
          },
        })),
      }}
    >
      <Button>{t('add')}</Button>
    </Dropdown>
  )
}
