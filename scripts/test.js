import { enter } from './gate.js'

// Everything that this house can judge about itself. --check: without the tests; --golden: writes the golden files anew.
enter(() => import('./judge.js').then(({ judge }) => judge(process.argv.slice(2))))
