import { END_DEPTH } from './counts.ts'

const MINUTE = 60

/** What an associate reads in WeCom. Members of a company that uses WeCom read Chinese. */
export function alertText(
  read: { name: string; title: string; seconds: number; depth: number; readAt: Date },
  timeZone: string,
): string {
  const { name, title, seconds, depth, readAt } = read
  const when = new Intl.DateTimeFormat('zh-CN', {
    ...{ timeZone, month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    hourCycle: 'h23',
  }).format(readAt)
  const minutes = Math.floor(seconds / MINUTE)
  const time = minutes === 0 ? `${seconds} 秒` : `${minutes} 分 ${seconds % MINUTE} 秒`
  const far = depth >= END_DEPTH ? '读完了' : `读到 ${depth}%`
  return `${name === '' ? '您的一位客户' : name}读了《${title}》：${time}，${far}（${when}）。\n想接着聊，先在聊天侧边栏看看现在能发什么。`
}
