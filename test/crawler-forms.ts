import { blind, both, type CallsOf, everyId, first } from './crawler-ways.ts'
import { planOf, written } from './form.fixture.ts'

/** Makes something by a route, and tells its ids. */
type Make = (path: string, body: unknown) => Promise<Record<string, string[]>>

const forms = '/api/forms'
const topics = '/api/flash-topics'
const plan = planOf([written('say', '爬虫问', 'text')])

function topicWith(tagId: string, mark = '爬虫') {
  return {
    title: `${mark}的话题`,
    text: mark,
    choices: [
      { id: 'a', text: `${mark}甲`, tagId },
      { id: 'b', text: `${mark}乙`, tagId: '' },
    ],
    most: 1,
    from: '2026-01-01T00:00:00Z',
    until: '2099-01-01T00:00:00Z',
  }
}

/** A form that was published and one topic. */
export async function asked(make: Make, mark: string, tag: string): Promise<void> {
  const written = { ...plan, title: `${mark}的表单`, intro: mark }
  const made = await make(forms, { name: `${mark}的表单`, plan: written })
  await make(`${forms}/${made.frm?.[0]}/published`, { draftNo: 1 })
  await make(topics, topicWith(tag, mark))
}

export const formCalls: Record<string, CallsOf> = {
  [`GET ${forms}`]: blind(forms),
  [`POST ${forms}`]: blind(forms, { name: '爬虫的表单', plan }),
  [`GET ${forms}/:id`]: everyId(`${forms}/:id`),
  [`PUT ${forms}/:id/draft`]: everyId(`${forms}/:id/draft`, { draftNo: 1, name: '爬虫', plan }),
  [`POST ${forms}/:id/published`]: everyId(`${forms}/:id/published`, { draftNo: 1 }),
  [`PUT ${forms}/:id/closed`]: everyId(`${forms}/:id/closed`, { isClosed: true }),
  [`DELETE ${forms}/:id`]: everyId(`${forms}/:id`),
  [`PUT ${forms}/:id/restored`]: everyId(`${forms}/:id/restored`, {}),
  [`GET ${forms}/:id/code.svg`]: everyId(`${forms}/:id/code.svg`),
  [`GET ${forms}/:id/results`]: everyId(`${forms}/:id/results`),
  [`GET ${forms}/:id/answers`]: everyId(`${forms}/:id/answers`),
  [`GET ${forms}/:id/answers.csv`]: everyId(`${forms}/:id/answers.csv`),
  'GET /api/customers/:id/need-profile': everyId('/api/customers/:id/need-profile'),
  [`GET ${topics}`]: blind(topics),
  [`POST ${topics}`]: both(
    blind(topics, topicWith('')),
    // Somebody else's tag is none here: refused as what it is in the body, whatever else is right.
    (_own, other) => [{ kind: 'blind', path: topics, body: topicWith(first(other, 'tag')) }],
  ),
  [`GET ${topics}/:id`]: everyId(`${topics}/:id`),
  [`PUT ${topics}/:id`]: everyId(`${topics}/:id`, topicWith('')),
  [`DELETE ${topics}/:id`]: everyId(`${topics}/:id`),
  [`PUT ${topics}/:id/restored`]: everyId(`${topics}/:id/restored`, {}),
  [`GET ${topics}/:id/code.svg`]: everyId(`${topics}/:id/code.svg`),
  [`GET ${topics}/:id/people`]: everyId(`${topics}/:id/people`),
  'GET /api/flash-proposals': blind('/api/flash-proposals'),
  'GET /f/:token': blind('/f/nothing'),
  'POST /f/:token': blind('/f/nothing', {}),
  'GET /q/:token': blind('/q/nothing'),
  'POST /q/:token': blind('/q/nothing', {}),
}
