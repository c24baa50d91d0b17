import { blind, type CallsOf, everyId, first, within } from './crawler-ways.ts'

const material = {
  title: '爬虫的素材',
  text: '换季了',
  link: null,
  purpose: 'value',
  tagIds: [],
  story: '',
  fromOn: null,
  untilOn: null,
}
const answer = { category: '爬虫', title: '多久发货', text: '24 小时内' }
const side = '/api/sidebar'
const contact = `${side}/customers/wmCrawler`

/** What associates choose from, and the sidebar in which they do: nobody of the console, nor any key, is let in there. */
export const contentCalls: Record<string, CallsOf> = {
  'GET /api/materials': blind('/api/materials'),
  'GET /api/materials/:id': everyId('/api/materials/:id'),
  'POST /api/materials': within('/api/materials', (_own, other) => ({
    ...material,
    tagIds: [first(other, 'tag')],
  })),
  'PUT /api/materials/:id': everyId('/api/materials/:id', { ...material, isArchived: false }),
  'GET /api/quick-replies': blind('/api/quick-replies'),
  'POST /api/quick-replies': blind('/api/quick-replies', answer),
  'PUT /api/quick-replies/:id': everyId('/api/quick-replies/:id', { ...answer, isArchived: false }),

  'GET /api/sidebar/enter': blind(`${side}/enter`),
  'GET /api/sidebar/return': blind(`${side}/return?code=x&state=y`),
  'GET /api/sidebar/me': blind(`${side}/me`),
  'GET /api/sidebar/signatures': blind(`${side}/signatures?url=https://crm.example.com/sidebar`),
  'GET /api/sidebar/customers/:contact': blind(contact),
  'GET /api/sidebar/customers/:contact/recommended': blind(`${contact}/recommended`),
  'GET /api/sidebar/customers/:contact/readings': blind(`${contact}/readings`),
  'GET /api/sidebar/customers/:contact/handover': blind(`${contact}/handover`),
  'GET /api/sidebar/starter-kit': blind(`${side}/starter-kit`),
  'PUT /api/sidebar/customers/:contact/remark': blind(`${contact}/remark`, { remark: 'x' }),
  'GET /api/sidebar/tag-groups': blind(`${side}/tag-groups`),
  'POST /api/sidebar/customers/:contact/taggings': blind(`${contact}/taggings`, { tagId: 'tag_x' }),
  'DELETE /api/sidebar/customers/:contact/taggings/:id': blind(`${contact}/taggings/tgn_x`),
  'GET /api/sidebar/customers/:contact/promises': blind(`${contact}/promises`),
  'POST /api/sidebar/customers/:contact/promises': blind(`${contact}/promises`, {
    text: 'x',
    dueOn: null,
  }),
  'PUT /api/sidebar/customers/:contact/promises/:id': blind(`${contact}/promises/prm_x`, {
    state: 'kept',
  }),
  'POST /api/sidebar/customers/:contact/replies': blind(`${contact}/replies`),
  'PUT /api/sidebar/customers/:contact/replies/:id': blind(`${contact}/replies/rpw_x`, {
    outcome: 'noted',
  }),
  'DELETE /api/sidebar/customers/:contact/replies/:id': blind(`${contact}/replies/rpw_x`),
  'GET /api/sidebar/materials': blind(`${side}/materials`),
  'GET /api/sidebar/materials/:id/customers': blind(`${side}/materials/mat_x/customers`),
  'GET /api/sidebar/customers/:contact/materials': blind(`${contact}/materials`),
  'POST /api/sidebar/customers/:contact/offers': blind(`${contact}/offers`, {
    materialId: 'mat_x',
  }),
  'GET /api/sidebar/customers/:contact/quick-replies': blind(`${contact}/quick-replies`),
  'POST /api/sidebar/customers/:contact/quick-replies/:id/uses': blind(
    `${contact}/quick-replies/qrp_x/uses`,
    {},
  ),
  'PUT /api/sidebar/quick-replies/:id/favourite': blind(`${side}/quick-replies/qrp_x/favourite`, {
    isFavourite: true,
  }),
}
