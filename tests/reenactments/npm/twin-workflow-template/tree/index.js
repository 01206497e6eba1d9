#!/usr/bin/env node
'use strict'
const fs = require('fs')
const path = require('path')

const CI = ['name: test', 'on: [push, pull_request]', 'jobs:', '  test:', '    runs-on: ubuntu-latest', '    steps:',
  '      - uses: actions/checkout@v4', '      - run: npm ci', '      - run: npm test', ''].join('\n')

const folder = path.join(process.cwd(), '.github', 'workflows')
fs.mkdirSync(folder, { recursive: true })
const file = path.join(folder, 'test.yml')
if (fs.existsSync(file)) {
  console.error(`${file} exists: remove it first`)
  process.exitCode = 1
} else {
  fs.writeFileSync(file, CI)
  console.log(`wrote ${file}`)
}
