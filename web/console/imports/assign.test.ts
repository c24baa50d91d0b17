import { expect, test } from 'vitest'
import { assigned } from './assign.ts'

test('a field that one column can have is taken from the other, whose content is kept', () => {
  expect(assigned('orders', ['paid', 'phone', null], 2, 'paid')).toEqual({
    columns: ['attribute', 'phone', 'paid'],
    freed: 0,
  })
  expect(assigned('customers', ['phone', 'name'], 1, 'phone')).toEqual({
    columns: ['trait', 'phone'],
    freed: 0,
  })
})

test('fields that many columns may have, and columns left out, take nothing from others', () => {
  expect(assigned('orders', ['attribute', 'phone'], 1, 'attribute').freed).toBeNull()
  expect(assigned('orders', [null, 'phone'], 1, null)).toEqual({
    columns: [null, null],
    freed: null,
  })
})

test('a column that is given its own field again stays as it is', () => {
  expect(assigned('orders', ['paid', 'phone'], 0, 'paid')).toEqual({
    columns: ['paid', 'phone'],
    freed: null,
  })
})
