/** Errors of handovers (room `handover`). */
export const handoverErrors = {
  handover_changed: {
    status: 409,
    zh: '人数变了：刚才看到 {expected} 位，现在是 {going} 位。还没有开始交接，请再看一遍再点。',
    en: 'The number has changed: it was {expected}, it is {going} now. Nothing was begun; look again and confirm.',
  },
  handover_same: {
    status: 400,
    zh: '接手的人不能就是交出的人。请换一位同事。',
    en: 'Customers cannot be handed over to the one who gives them away. Choose somebody else.',
  },
  handover_other_company: {
    status: 400,
    zh: '{userid} 属于另一家企业，企业微信不能跨企业交接客户。请选同一家企业的同事。',
    en: '{userid} belongs to another company, and WeCom does not hand customers over between companies. Choose somebody of the same one.',
  },
  handover_too_many: {
    status: 400,
    zh: '一次最多交接 {limit} 位客户。请先按标签或人群交接一部分。',
    en: 'At most {limit} customers are handed over at once. Begin with a part of them, by a tag or a segment.',
  },
  handover_not_stuck: {
    status: 409,
    zh: '这位客户现在不需要换人：可能已经接到，或者正等客户答复。请刷新后再看。',
    en: 'This customer needs no other successor now: they were taken over, or are being asked. Refresh and look again.',
  },
  handover_refused_before: {
    status: 409,
    zh: '这位客户拒绝过{name}。请换一位同事。',
    en: 'This customer has refused {name}. Choose somebody else.',
  },
} as const
