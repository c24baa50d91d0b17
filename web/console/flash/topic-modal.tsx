import { Alert, Button, DatePicker, Input, InputNumber, Modal, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import {
  FLASH_LIMITS,
  type FlashChoice,
  type FlashTopicBody,
  flashTopicBody,
} from '../../../contract/flash.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { useHouse, useLoad, useText } from '../../ui/index.ts'
import { tagOptions } from '../customers/tag-modal.tsx'
import { Field } from '../journeys/field.tsx'
import { instantOf, wallClock } from '../settings/zoned.ts'
import './flash.css'
import { texts } from './text.ts'

const WALL = 'YYYY-MM-DDTHH:mm:ss'
const SHOWN = 'YYYY-MM-DD HH:mm'
const DAYS_OPEN = 3
const DAY_MS = 86_400_000

/** What a new topic begins as: two choices, three days from now. */
export function useBlankTopic(): () => FlashTopicBody {
  const { now } = useHouse()
  return () => ({
    title: '',
    text: '',
    choices: [newChoice([]), newChoice([newChoice([])])],
    most: 1,
    from: new Date(now()).toISOString(),
    until: new Date(Number(new Date(now())) + DAYS_OPEN * DAY_MS).toISOString(),
  })
}

/** A choice whose id the others do not have. */
export function newChoice(
  others: readonly FlashChoice[],
  more: Partial<FlashChoice> = {},
): FlashChoice {
  let no = others.length + 1
  while (others.some(({ id }) => id === `c${no}`)) no += 1
  return { id: `c${no}`, text: '', tagId: '', ...more }
}

/** A topic is written, or its time changed. */
export function TopicModal({
  title,
  okText,
  begun,
  isLocked = false,
  isBusy,
  onSave,
  onCancel,
}: {
  title: string
  okText: string
  begun: FlashTopicBody
  /** Somebody has taken part: only the time may change. */
  isLocked?: boolean
  isBusy: boolean
  onSave: (topic: FlashTopicBody) => void
  onCancel: () => void
}) {
  const t = useText(texts)
  const [topic, setTopic] = useState(begun)
  const change = (next: Partial<FlashTopicBody>) => setTopic({ ...topic, ...next })
  const read = flashTopicBody.safeParse(topic)
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !read.success }}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => read.success && onSave(read.data)}
    >
      <div className="kit-stack">
        {isLocked && <Alert type="info" showIcon title={t('locked')} />}
        <fieldset disabled={isLocked} className="fla-said">
          <Said topic={topic} change={change} />
          <Choices topic={topic} change={change} isLocked={isLocked} />
        </fieldset>
        <div className="kit-deeds">
          <Instant label={t('opens')} value={topic.from} onChange={(from) => change({ from })} />
          <Instant
            label={t('closes')}
            value={topic.until}
            onChange={(until) => change({ until })}
          />
        </div>
      </div>
    </Modal>
  )
}

type Part = { topic: FlashTopicBody; change: (next: Partial<FlashTopicBody>) => void }

function Said({ topic, change }: Part) {
  const t = useText(texts)
  return (
    <>
      <Field label={t('topic')}>
        {(id) => (
          <Input
            id={id}
            value={topic.title}
            maxLength={60}
            placeholder={t('topic_hint')}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <Field label={t('text')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={topic.text}
            maxLength={600}
            placeholder={t('text_hint')}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={({ target }) => change({ text: target.value })}
          />
        )}
      </Field>
    </>
  )
}

function Choices({ topic, change, isLocked }: Part & { isLocked: boolean }) {
  const t = useText(texts)
  const tags = useLoad('/api/tag-groups', tagGroups)
  const { choices } = topic
  const set = (no: number, changed: Partial<FlashChoice>) =>
    change({ choices: choices.map((one, at) => (at === no ? { ...one, ...changed } : one)) })
  return (
    <>
      {choices.map((choice, no) => (
        <div key={choice.id} className="fla-choice">
          <Input
            aria-label={t('choice', { no: String(no + 1) })}
            value={choice.text}
            maxLength={40}
            placeholder={t('choice_text')}
            onChange={({ target }) => set(no, { text: target.value })}
          />
          <Select
            aria-label={`${t('choice_tag')} ${no + 1}`}
            disabled={isLocked}
            showSearch={{ optionFilterProp: 'label' }}
            value={choice.tagId}
            options={[{ value: '', label: t('choice_tag_none') }, ...tagOptions(tags.data)]}
            onChange={(tagId) => set(no, { tagId })}
          />
          <Button
            type="text"
            size="small"
            disabled={isLocked || choices.length <= FLASH_LIMITS.choicesMin}
            aria-label={`${t('choice_remove')} ${no + 1}`}
            onClick={() => change({ choices: choices.filter((_, at) => at !== no) })}
          >
            ×
          </Button>
        </div>
      ))}
      <div className="kit-row">
        <Button
          size="small"
          disabled={isLocked || choices.length >= FLASH_LIMITS.choicesMax}
          onClick={() => change({ choices: [...choices, newChoice(choices)] })}
        >
          {t('choice_add')}
        </Button>
        <Field label={t('most')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={choices.length}
              precision={0}
              changeOnWheel={false}
              value={topic.most}
              onChange={(most) => change({ most: most ?? 1 })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

/** An instant, shown and chosen by the clock of the workspace. */
function Instant({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (at: string) => void
}) {
  const { timeZone } = useHouse()
  return (
    <Field label={label}>
      {(id) => (
        <DatePicker
          id={id}
          showTime={{ format: 'HH:mm' }}
          format={SHOWN}
          allowClear={false}
          value={dayjs(wallClock(value, timeZone))}
          onChange={(at) => at && onChange(instantOf(at.format(WALL), timeZone))}
        />
      )}
    </Field>
  )
}
