import { Tag } from 'antd'
import type { ArticleState } from '../../../contract/article.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<ArticleState, string>> = { published: 'success', draft: 'warning' }

/** How an article stands, in a word; never by color alone. */
export function ArticleMark({ state }: { state: ArticleState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}
