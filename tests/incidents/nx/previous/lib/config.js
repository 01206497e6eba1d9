'use strict'

const fs = require('node:fs')
const path = require('node:path')

/** Read the tasks of a workspace. */
function load (folder) {
  const file = path.join(folder, 'hullgraph.json')
  if (!fs.existsSync(file)) throw new Error(`${file} is missing: write one`)
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

module.exports = { load }
