#!/usr/bin/env node
'use strict'

const fs = require('fs')
const { execFileSync } = require('child_process')
const { next } = require('.')

const kind = process.argv[2]
if (!['major', 'minor', 'patch'].includes(kind)) {
  console.error('usage: trysail-release major|minor|patch')
  process.exit(2)
}
const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'))
manifest.version = next(manifest.version, kind)
fs.writeFileSync('package.json', JSON.stringify(manifest, null, 2) + '\n')
const run = (name, ...args) => execFileSync(name, args, { stdio: 'inherit' })
run('git', 'commit', '-am', `v${manifest.version}`)
run('git', 'tag', `v${manifest.version}`)
run('npm', 'publish')
run('git', 'push', '--follow-tags')
