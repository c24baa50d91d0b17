import { defineTexts } from '../../ui/index.ts'
import { en } from './text-en.ts'
import { zh } from './text-zh.ts'

export const texts = defineTexts('articles', { zh, en })
