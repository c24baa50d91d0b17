import { TranslationOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { changeLanguage, useLanguage, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Between Chinese and English; the button speaks the other language. */
export function LanguageSwitch() {
  const t = useText(texts)
  const other = useLanguage() === 'zh' ? 'en' : 'zh'
  return (
    <Button
      type="text"
      icon={<TranslationOutlined />}
      lang={other}
      onClick={() => void changeLanguage(other)}
    >
      {t('language_other')}
    </Button>
  )
}
