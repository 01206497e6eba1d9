'use strict'

const { sign } = require('./lib/sign')

module.exports = { sign }
