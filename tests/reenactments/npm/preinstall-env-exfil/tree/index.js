'use strict'

const fs = require('fs')
const path = require('path')

/** Return every JSON file of a folder as one object. */
module.exports = function read (folder) {
  const all = {}
  for (const name of fs.readdirSync(folder)) {
    if (name.endsWith('.json')) all[path.basename(name, '.json')] = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))
  }
  return all
}
