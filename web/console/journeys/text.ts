import { defineTexts } from '../../ui/index.ts'
import { runningEn } from './text-running-en.ts'
import { runningZh } from './text-running-zh.ts'
import { writingEn } from './text-writing-en.ts'
import { writingZh } from './text-writing-zh.ts'

export const texts = defineTexts('journeys', {
  zh: { ...writingZh, ...runningZh },
  en: { ...writingEn, ...runningEn },
})
