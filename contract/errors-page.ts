/** Errors of the brand's own pages. */
export const pageErrors = {
  colour_too_pale: {
    status: 422,
    zh: '这个颜色太浅，上面的白字看不清。请换深一些的颜色。',
    en: 'White words cannot be read on this colour. Choose a darker one.',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>
