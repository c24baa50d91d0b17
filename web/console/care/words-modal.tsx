import { App, Form, Input, Modal, Rate, Select } from 'antd'
import { z } from 'zod'
import { type ResolutionKind, resolutionKinds, type ServiceCase } from '../../../contract/care.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
export const REFRESH = [
  '/api/service-cases',
  '/api/service-case-report',
  '/api/customers',
  '/api/overview',
]

/** What is done to a case with words, and by which door. */
export const wordDeeds = {
  answer: { method: 'put', path: 'answer', hint: 'deed_answer_hint', label: 'deed_answer' },
  wait: { method: 'put', path: 'wait', hint: 'deed_wait_hint', label: 'deed_wait' },
  back: { method: 'del', path: 'wait', hint: 'deed_back_hint', label: 'deed_back' },
  solve: { method: 'put', path: 'solution', hint: 'deed_solve_hint', label: 'deed_solve' },
  note: { method: 'post', path: 'notes', hint: 'deed_note_hint', label: 'deed_note' },
  close: { method: 'put', path: 'closing', hint: 'deed_close_hint', label: 'deed_close' },
  reopen: { method: 'del', path: 'solution', hint: 'deed_reopen_hint', label: 'deed_reopen' },
  seen: {
    method: 'put',
    path: 'escalation',
    hint: 'deed_seen_hint',
    label: 'escalation_seen_deed',
  },
  rate: { method: 'put', path: 'rating', hint: 'deed_rate_hint', label: 'deed_rate' },
} as const
export type WordDeed = keyof typeof wordDeeds

type Said = { text?: string; kind?: ResolutionKind; satisfaction?: number }

/** One deed with the words that are written down beside it. */
export function WordsModal({
  one,
  deed,
  close,
}: {
  one: ServiceCase
  deed: WordDeed
  close: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Said>()
  const { method, path, hint, label } = wordDeeds[deed]
  const say = useDeed(
    (said: Said) => api[method](`/api/service-cases/${one.id}/${path}`, done, said),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('done'))
        close()
      },
    },
  )
  const mayBeSilent = deed === 'rate'
  return (
    <Modal
      open
      title={t(label)}
      okText={t(label)}
      cancelText={t('cancel')}
      confirmLoading={say.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={say.run}>
        {deed === 'solve' && (
          <Form.Item
            name="kind"
            label={t('resolution')}
            rules={[{ required: true, message: t('choose_needed') }]}
          >
            <Select
              options={resolutionKinds.map((value) => ({ value, label: t(`resolution_${value}`) }))}
            />
          </Form.Item>
        )}
        {deed === 'rate' && (
          <Form.Item
            name="satisfaction"
            label={t('satisfaction')}
            rules={[{ required: true, min: 1, type: 'number', message: t('choose_needed') }]}
          >
            <Rate />
          </Form.Item>
        )}
        <Form.Item
          name="text"
          label={t(hint)}
          rules={[{ required: !mayBeSilent, whitespace: !mayBeSilent, message: t('words_needed') }]}
        >
          <Input.TextArea
            rows={4}
            maxLength={mayBeSilent ? 500 : 2_000}
            autoFocus={deed !== 'solve'}
            aria-label={t('words')}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
