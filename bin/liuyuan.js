#!/usr/bin/env node
import { enter } from '../scripts/gate.js'

enter(() => import('../scripts/entry.js').then(({ main }) => main(process.argv.slice(2))))
