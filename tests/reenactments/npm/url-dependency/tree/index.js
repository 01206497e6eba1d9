'use strict'

const fs = require('fs')

/** A store of values in one file. */
module.exports = class Store {
  constructor (file) { this.file = file; this.values = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file)) : {} }
  set (name, value) { this.values[name] = value; fs.writeFileSync(this.file, JSON.stringify(this.values)) }
  get (name) { return this.values[name] }
}
