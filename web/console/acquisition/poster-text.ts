import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  title: '海报',
  none: '还没有海报。',
  make: '去做一张',
  choose: '选一张海报',
  alt: '带「{{name}}」活码的海报',
  size: '大小',
  size_of: '{{width}} × {{height}} 像素 · 约 {{wide}} × {{high}} 厘米（300 dpi）',
  download: '下载海报',
} as const
const en: Same<typeof zh> = {
  title: 'Poster',
  none: 'There are no posters yet.',
  make: 'Make one',
  choose: 'Choose a poster',
  alt: 'Poster with the code “{{name}}”',
  size: 'Size',
  size_of: '{{width}} × {{height}} pixels · about {{wide}} × {{high}} cm (300 dpi)',
  download: 'Download the poster',
}

export const posterTexts = defineTexts('way_posters', { zh, en })
