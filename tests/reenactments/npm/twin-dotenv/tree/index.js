'use strict'

const fs = require('fs')
const path = require('path')

const LINE = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\r\n]*))/

/** Return the settings of a text. */
function parse (text) {
  const found = {}
  for (const line of text.split('\n')) {
    const match = LINE.exec(line)
    if (match) found[match[1]] = (match[2] ?? match[3] ?? match[4]).trim()
  }
  return found
}

/** Load a file into the environment; what is set already wins. */
function config ({ file = path.resolve(process.cwd(), '.env'), env = process.env } = {}) {
  const found = fs.existsSync(file) ? parse(fs.readFileSync(file, 'utf8')) : {}
  for (const [name, value] of Object.entries(found)) {
    if (!(name in env)) env[name] = value
  }
  return found
}

module.exports = { config, parse }
