import { z } from 'zod'
import type { SegmentNode } from '../contract/segment.ts'
import type { Door } from './door.ts'

const listed = z.object({ items: z.array(z.object({ name: z.string() })) })
const groups = z.object({
  items: z.array(z.object({ tags: z.array(z.object({ id: z.string(), name: z.string() })) })),
})

/** What the brand's operator keeps an eye on. `tag` finds a tag's id by its name; without one the segment is left out. */
function wanted(tag: (name: string) => string | null): { name: string; tree: SegmentNode }[] {
  const sensitive = tag('敏感肌')
  return [
    {
      name: '沉默的高价值客户',
      tree: {
        kind: 'all',
        of: [
          {
            kind: 'order',
            window: { kind: 'ever' },
            measure: { of: 'sum', test: { op: 'gte', value: 80_000 } },
          },
          {
            kind: 'order',
            window: { kind: 'earlier', amount: 90, unit: 'day' },
            measure: { of: 'last' },
          },
          { kind: 'identity', has: 'external_userid' },
        ],
      },
    },
    {
      name: '近 30 天首单',
      tree: {
        kind: 'all',
        of: [
          {
            kind: 'order',
            window: { kind: 'last', amount: 30, unit: 'day' },
            measure: { of: 'first' },
          },
        ],
      },
    },
    {
      name: '看了又看还没下单',
      tree: {
        kind: 'all',
        of: [
          {
            kind: 'event',
            name: 'Product Viewed',
            where: [],
            window: { kind: 'last', amount: 14, unit: 'day' },
            measure: { of: 'count', test: { op: 'gte', value: 2 } },
          },
          {
            kind: 'not',
            of: {
              kind: 'order',
              window: { kind: 'last', amount: 14, unit: 'day' },
              measure: { of: 'count', test: { op: 'gte', value: 1 } },
            },
          },
        ],
      },
    },
    ...(sensitive === null
      ? []
      : [
          {
            name: '敏感肌，只买过一次',
            tree: {
              kind: 'all' as const,
              of: [
                { kind: 'tag' as const, tagId: sensitive, level: 'any' as const },
                {
                  kind: 'order' as const,
                  window: { kind: 'ever' as const },
                  measure: { of: 'count' as const, test: { op: 'eq' as const, value: 1 } },
                },
              ],
            },
          },
        ]),
  ]
}

/** Makes the brand's segments where there are none of the name yet. */
export async function makeSegments(door: Door): Promise<void> {
  const there = listed.parse(await door.get('/api/segments?state=live,draft,archived&limit=200'))
  const tags = groups.parse(await door.get('/api/tag-groups')).items.flatMap((group) => group.tags)
  const tag = (name: string) => tags.find((one) => one.name === name)?.id ?? null
  for (const { name, tree } of wanted(tag)) {
    if (there.items.some((one) => one.name === name)) continue
    await door.post('/api/segments', { name, tree, isLive: true })
  }
}
