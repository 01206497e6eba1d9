#!/usr/bin/env node
'use strict'

const { score } = require('.')

let text = ''
process.stdin.on('data', (chunk) => { text += chunk })
process.stdin.on('end', () => {
  const value = score(text.split(/\s+/).filter(Boolean).map(Number))
  console.log(`${value > 0.6 ? 'tidal' : 'not tidal'} (${value.toFixed(2)})`)
})
