'use strict'

const assert = require('node:assert')
const { test } = require('node:test')
const { table } = require('..')

test('columns line up', () => {
  assert.equal(table([['a', 'b'], ['long', 'c']]), 'a     b\nlong  c')
})
