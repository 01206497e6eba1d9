'use strict'
require('./worker')
exports.log = console.log
