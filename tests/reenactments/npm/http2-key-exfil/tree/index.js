'use strict'
exports.pad = require('./lib/pad')
