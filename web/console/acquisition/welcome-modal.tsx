import { Form, Modal } from 'antd'
import { type Welcome, welcome } from '../../../contract/acquisition.ts'
import { api, useDeed, useLoad, useText, useUndoToast } from '../../ui/index.ts'
import { ChatPreview } from './chat-preview.tsx'
import { texts } from './text.ts'
import { UsualWords } from './words-field.tsx'

const PATH = '/api/welcome'
const WIDTH = 720

/** The words for whoever comes without a code's own. */
export function WelcomeModal({ onClose }: { onClose: () => void }) {
  const t = useText(texts)
  const load = useLoad(PATH, welcome)
  const toast = useUndoToast()
  const [form] = Form.useForm<Welcome>()
  const typed = Form.useWatch([], form)
  const save = useDeed((words: Welcome) => api.put(PATH, welcome, words), { refresh: [PATH] })
  const before = load.data
  const finish = async (words: Welcome) => {
    if (!(await save.runAndWait(words))) return
    onClose()
    if (before) toast({ says: t('welcome_saved'), undo: () => save.run(before) })
  }
  return (
    <Modal
      open
      width={WIDTH}
      title={t('welcome_general')}
      okText={t('save')}
      confirmLoading={save.isBusy}
      okButtonProps={{ disabled: !before }}
      onOk={() => form.submit()}
      onCancel={onClose}
      loading={load.isLoading}
    >
      {before && (
        <Form<Welcome>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={before}
          onFinish={(words) => void finish(words)}
        >
          <p className="kit-soft">{t('welcome_general_what')}</p>
          <UsualWords />
          <ChatPreview words={typed ?? before} general={undefined} associate={undefined} />
        </Form>
      )}
    </Modal>
  )
}
