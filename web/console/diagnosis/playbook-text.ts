import { defineTexts } from '../../ui/index.ts'
import { en } from './playbook-en.ts'
import { zh } from './playbook-zh.ts'

export const playbookTexts = defineTexts('playbook', { zh, en })
