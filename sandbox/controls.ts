import type { Controls } from './control.ts'
import { acquisitionControls } from './control-acquisition.ts'
import { crowdControls } from './control-crowd.ts'
import { directoryControls } from './control-directory.ts'
import { groupControls } from './control-group.ts'
import { momentControls } from './control-moment.ts'
import { officialControls } from './control-official.ts'
import { payControls } from './control-pay.ts'
import { peopleControls } from './control-people.ts'
import { smsControls } from './control-sms.ts'
import { weatherControls } from './control-weather.ts'

/** How tests, the phone and the demo play the people and the weather of the sandbox. Described in README.md. */
export const controls: Controls = {
  ...weatherControls,
  ...directoryControls,
  ...peopleControls,
  ...groupControls,
  ...momentControls,
  ...acquisitionControls,
  ...crowdControls,
  ...officialControls,
  ...smsControls,
  ...payControls,
}
