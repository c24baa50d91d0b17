import { App, Button } from 'antd'
import { useText } from './language.ts'
import { texts } from './text.ts'

const SHOWN_SECONDS = 8

/**
 * Says that something is done and offers to undo it: `undoable({ says: '已删除标签「新客」', undo: () => … })`. For all that
 * can be undone, instead of asking first.
 */
export function useUndoToast(): (done: { says: string; undo: () => void }) => void {
  const { message } = App.useApp()
  const t = useText(texts)
  return ({ says, undo }) => {
    const key = `undo-${says}`
    const back = () => {
      message.destroy(key)
      undo()
      void message.info(t('undone'))
    }
    void message.success({
      key,
      duration: SHOWN_SECONDS,
      content: (
        <span>
          {says}{' '}
          <Button type="link" size="small" onClick={back}>
            {t('undo')}
          </Button>
        </span>
      ),
    })
  }
}
