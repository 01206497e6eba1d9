'use strict'

module.exports = require('./dist/scupper.min.js')
