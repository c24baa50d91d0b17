import { useState } from 'react'
import { z } from 'zod'
import { type PolicyRules, policy, policyPreview } from '../../../contract/delivery.ts'
import { simulation } from '../../../contract/may-send.ts'
import {
  api,
  Loaded,
  PageHead,
  useAnswer,
  useDeed,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { AskCard } from './ask-card.tsx'
import type { Days } from './preview-card.tsx'
import { RulesForm } from './rules-form.tsx'
import { StopCard } from './stop-card.tsx'
import { texts } from './text.ts'

type Policy = z.infer<typeof policy>
const done = z.object({ ok: z.literal(true) })
const PATH = '/api/contact-policy'

/** The rules by which customers are left in peace, what they would have done, and the emergency stop. */
export function PolicyPage() {
  const load = useLoad(PATH, policy)
  return (
    <Loaded load={load} shape="form">
      {(data) => <Rules key={data.no} policy={data} />}
    </Loaded>
  )
}

function Rules({ policy: current }: { policy: Policy }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const mayWrite = useMay('messages.write')
  const [draft, setDraft] = useState<PolicyRules>()
  const [days, setDays] = useState<Days>(30)
  const asked = draft && { rules: draft, days }
  const preview = useAnswer(`${PATH}/simulation`, simulation, asked)
  const save = useDeed(
    (change: { rules: PolicyRules; no: number; reason: string }) => api.put(PATH, done, change),
    {
      refresh: [PATH],
      done: (_answer, { no, reason }) => {
        const back = { rules: current.rules, no: no + 1, reason: t('undo_reason') }
        if (reason !== back.reason) toast({ says: t('saved'), undo: () => save.run(back) })
      },
    },
  )
  return (
    <div className="kit-page">
      <PageHead title={t('title')} help={t('help')} sentence={<Standing />} />
      <p className="kit-soft">
        <Changed policy={current} />
      </p>
      <div className="kit-two">
        <RulesForm
          rules={current.rules}
          isBusy={save.isBusy}
          mayWrite={mayWrite}
          preview={draft && preview.data}
          days={days}
          onDays={setDays}
          onChange={setDraft}
          onSave={({ rules, reason }) => save.run({ rules, reason, no: current.no })}
        />
        <aside className="kit-stack">
          {mayWrite && <StopCard />}
          <AskCard />
        </aside>
      </div>
    </div>
  )
}

/** What the rules in force would have done. */
function Standing() {
  const t = useText(texts)
  const standing = useLoad(`${PATH}/effect`, policyPreview)
  if (!standing.data) return null
  const { messages, refused, peopleSpared: people } = standing.data
  const count = refused.reduce((sum, one) => sum + one.count, 0)
  if (messages === 0) return t('sentence_none')
  return count === 0
    ? t('sentence_same', { messages })
    : t('sentence', { messages, refused: count, people })
}

function Changed({ policy: { no, changedAt, changedBy, reason } }: { policy: Policy }) {
  const t = useText(texts)
  if (changedAt === null) return t('unchanged')
  return (
    <>
      {t('changed', { no, who: changedBy ?? t('someone') })} <When at={changedAt} />{' '}
      {t('changed_reason', { reason })}
    </>
  )
}
